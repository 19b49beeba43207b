"""The arguments of a model that is fitted by iteratively reweighted least squares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rglm.protocol.model_call import Fit_co, ModelCall


@dataclass(frozen=True, kw_only=True, eq=False)
class IrlsCall(ModelCall[Fit_co]):
    """A call that may say where iteration starts."""

    start: Any
    etastart: Any
    mustart: Any

    row_arguments = (*ModelCall.row_arguments, "etastart", "mustart")
    starting_values = ("start", "etastart", "mustart")

    @property
    def has_starting_means(self) -> bool:
        """Whether it says from which means, or linear predictors, iteration starts."""
        return self.etastart is not None or self.mustart is not None
