"""Effects that are asked for, what they are called, and what they are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rglm.inference.marginal_effects.comparison_kinds import ComparisonKind
from rglm.inference.marginal_effects.effects.components import Component
from rglm.inference.marginal_effects.effects.effects import Effect


@dataclass
class Plan:
    """Effects, what they are called, and the numbers that they are made of, each once."""

    components: list[Component] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    labels: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def changed(self) -> set[str]:
        """The variables that are set to other values."""
        return {name for component in self.components for name in component.changed}

    def add(
        self,
        labels: Mapping[str, Any],
        components: Sequence[Component],
        kind: ComparisonKind | None = None,
    ) -> None:
        """Add an effect of one component, or a comparison of a high and a low one."""
        places = []
        for component in components:
            if component not in self.components:
                self.components.append(component)
            places.append(self.components.index(component))
        self.effects.append(Effect(tuple(places), kind))
        self.labels.append(labels)
