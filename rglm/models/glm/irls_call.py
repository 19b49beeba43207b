"""From the arguments of a model to its fit by iteratively reweighted least squares."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from rglm.fitting.control import Control
from rglm.fitting.estimator import Estimator
from rglm.linalg.threads import single_threaded
from rglm.models.base.model_data import ModelData, RowsFunction, read_model_data
from rglm.models.glm.glm_rows import glm_rows, starting_coefficients
from rglm.models.glm.glm_warnings import warn_of_fit
from rglm.protocol.model_call import ModelCall

if TYPE_CHECKING:
    from rglm.models.glm.glm_result import GlmResult

Fit = TypeVar("Fit", bound="GlmResult")


@dataclass(frozen=True)
class IrlsSettings:
    """How a model is fitted by IRLS."""

    family: Any
    estimator: Estimator
    control: Control


@dataclass(frozen=True, kw_only=True, eq=False)
class IrlsCall(ModelCall[Fit]):
    """A call that may say where iteration starts."""

    start: Any
    etastart: Any
    mustart: Any

    row_arguments = (*ModelCall.row_arguments, "etastart", "mustart")
    starting_values = ("start", "etastart", "mustart")

    @single_threaded
    def fit(self) -> Fit:
        """The model fitted to the data of the call."""
        data = self.read_data()
        settings = self.settings()
        call, rows = self.with_family(settings.family), self.rows_function(settings)
        fit = call._fit_settings(read_model_data(call, data, (self.formula,), rows), settings)
        if not fit._is_chunked or fit._cells is not None:
            return fit
        from rglm.models.glm.chunked_totals import chunked_totals

        return fit._replace(**chunked_totals(fit))

    def rows_function(self, settings: IrlsSettings | None = None) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        family = (settings or self.settings()).family
        return partial(glm_rows, family, function=self.function.__name__)

    def fit_data(self, data: ModelData) -> Fit:
        """The model fitted to rows that have been read."""
        return self._fit_settings(data, self.settings())

    def _fit_settings(self, data: ModelData, settings: IrlsSettings) -> Fit:
        start = starting_coefficients(self.start, data.frame.columns.names)
        fit = self.fit_rows(data, settings, start)
        warn_of_fit(fit)
        return fit

    @abstractmethod
    def settings(self) -> IrlsSettings:
        """How the model is fitted."""

    @abstractmethod
    def fit_rows(self, data: ModelData, settings: IrlsSettings, start: np.ndarray | None) -> Fit:
        """The model fitted to its rows, from the coefficients `start` if there are any."""

    def with_family(self, family: Any) -> IrlsCall[Fit]:
        """The call as its fit keeps it."""
        return self

    @property
    def has_starting_means(self) -> bool:
        """Whether it says from which means, or linear predictors, iteration starts."""
        return self.etastart is not None or self.mustart is not None
