"""From the arguments of a model to its fit by iteratively reweighted least squares."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Any

from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.linalg.threads import single_threaded
from rglm.models.base.chunked_data import sum_up
from rglm.models.glm.glm_rows import GlmData, read
from rglm.models.glm.glm_warnings import warn_of_fit
from rglm.protocol.model_call import Fit_co, ModelCall
from rglm.sources.as_data import as_data


@dataclass(frozen=True, kw_only=True, eq=False)
class IrlsCall(ModelCall[Fit_co]):
    """A call that may say where iteration starts."""

    start: Any
    etastart: Any
    mustart: Any

    row_arguments = (*ModelCall.row_arguments, "etastart", "mustart")
    starting_values = ("start", "etastart", "mustart")

    @single_threaded
    def fit(self) -> Fit_co:
        """The model fitted to the data of the call."""
        data = as_data(self.data)
        family, estimator, control = self.settings()
        read_data = read(self.with_family(family), data, family, self.start)
        fit: Any = self.fit_rows(read_data, family, estimator, control)
        warn_of_fit(fit)
        if fit.parted:
            sum_up(fit)
        return fit

    @abstractmethod
    def settings(self) -> tuple[Any, Estimator, Control]:
        """The family, the estimator, and when iteration stops."""

    @abstractmethod
    def fit_rows(
        self, data: GlmData, family: Any, estimator: Estimator, control: Control
    ) -> Fit_co:
        """The model fitted to its rows."""

    def with_family(self, family: Any) -> IrlsCall[Fit_co]:
        """The call as its fit keeps it."""
        return self

    @property
    def has_starting_means(self) -> bool:
        """Whether it says from which means, or linear predictors, iteration starts."""
        return self.etastart is not None or self.mustart is not None
