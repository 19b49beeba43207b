"""Pages of several models, with their comparison below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rglm.models.brm.comparison.compared_fits import (
    check_fits,
    distinct_names,
    fit_name,
)
from rglm.models.brm.comparison.pages.comparison_table import ModelComparison, compare_estimates
from rglm.models.brm.comparison.pages.elpd_estimate import ElpdEstimate

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


@dataclass(frozen=True, repr=False)
class ElpdList:
    """The predictive densities of several models.

    Attributes
    ----------
    loos : dict
        What `loo` (or `waic`, `kfold`) says of each model, by its name.
    diffs : ModelComparison or None
        Their comparison.
    """

    loos: dict[str, ElpdEstimate]
    diffs: ModelComparison | None

    def __getitem__(self, name: str) -> ElpdEstimate:
        return self.loos[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.loos)

    def __len__(self) -> int:
        return len(self.loos)

    def __repr__(self) -> str:
        parts = [f"Output of model {name!r}:\n{one!r}\n" for name, one in self.loos.items()]
        if self.diffs is not None:
            parts.append(f"Model comparisons:\n{self.diffs!r}")
        return "\n".join(parts)

    def _repr_html_(self) -> str:
        parts = [f"<h4>{name}</h4>{one._repr_html_()}" for name, one in self.loos.items()]
        return "\n".join([*parts, *([self.diffs._repr_html_()] if self.diffs else [])])


def several(
    verb: str,
    fits: Sequence[BrmFit],
    estimate: Callable[[BrmFit, str], ElpdEstimate],
    compare: bool,
) -> ElpdList:
    """The estimates of several fits, and their comparison."""
    check_fits(verb, fits)
    names = distinct_names([fit_name(fit) for fit in fits], {})
    found = {name: estimate(fit, name) for name, fit in zip(names, fits, strict=True)}
    return ElpdList(found, compare_estimates(found) if compare else None)
