"""The abstract fitted model: what a verb may ask of every fit."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from rglm.protocol.loglik import LogLik
from rglm.protocol.result_components import ResultComponents
from rglm.protocol.result_estimates import ResultEstimates
from rglm.protocol.result_rows import ResultRows

if TYPE_CHECKING:
    from rglm.fitting.batched_solvers.fit_arrays import ManyFits
    from rglm.protocol.model_path import ModelPath


def _any_verb(fit: ModelResult, /, *args: Any, **kwargs: Any) -> Any:
    """A verb that each class binds with a signature of its own."""


class ModelResult(ResultComponents, ResultRows, ResultEstimates):
    """A fitted model.

    Public members are R's components and generics. Members with an underscore are what the verbs
    of rglm need besides; they may change.
    """

    control: Any
    """How the fit was made."""
    anova_path: ModelPath
    """The path of `step`; of its result only."""
    keep: pd.DataFrame
    """The values of ``keep=`` of `step`; of its result only."""

    # constants of a class

    _function_name: str
    """The name of the model's function."""
    _models_title: str
    """The models of this kind in the title of `anova`."""
    _analysis: str = "likelihood"
    """What the table of `anova` is an analysis of: deviance, variance or likelihood."""
    _glance_columns: tuple[str, ...]
    """The columns of `glance`."""
    _clustered_type: str = "HC0"
    """The type of a clustered covariance unless one is asked for."""
    _missing_verb_messages: Mapping[str, str] = {}
    """What to use in place of verbs of other models, where there is more to say than for all."""
    _weights_count_observations: bool = False
    """Whether weights are numbers of observations."""

    # R's generics

    @abstractmethod
    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom."""

    @abstractmethod
    def nobs(self) -> float:
        """The number of observations."""

    @abstractmethod
    def strip(self) -> Self:
        """A copy without anything that holds rows."""

    if TYPE_CHECKING:  # verbs that other verbs call; each class binds its own
        AIC = _any_verb
        BIC = _any_verb
        boot = _any_verb
        model_frame = _any_verb
        predict = _any_verb
        profile = _any_verb
        residuals = _any_verb
        simulate = _any_verb
        summary = _any_verb
        update = _any_verb
        vcov = _any_verb

    # claims

    @property
    def _has_t_tests(self) -> bool:
        """Whether tests and intervals of predictions are Student's t, and not normal."""
        return False

    @property
    def _error_deviation(self) -> float | None:
        """The standard deviation of errors added to the linear predictor, if there are some."""
        return None

    @property
    def _is_maximum_likelihood(self) -> bool:
        """Whether the estimates are at the maximum of a likelihood."""
        return True

    @property
    def _has_profile_intervals(self) -> bool:
        """Whether ``confint()`` profiles the likelihood unless told otherwise."""
        return False

    @property
    def _has_profile(self) -> bool:
        """Whether the likelihood has profiles that say more than Student's t."""
        return True

    @property
    def _interval_df(self) -> float:
        """The degrees of freedom of Student's t of Wald intervals; infinite of normal ones."""
        return np.inf

    @property
    def _has_ordered_response(self) -> bool:
        """Whether responses have an order, by which a residual has a sign."""
        return True

    @property
    def _has_count_response(self) -> bool:
        """Whether the response is a count with probabilities of 0, 1, 2, ..."""
        return False

    @property
    def _has_raw_residuals(self) -> bool:
        """Whether y - fitted has one variance, so that diagnostic pictures show it."""
        return False

    @property
    def _plotted_residuals(self) -> str:
        """The type of the residuals that pictures show unless told."""
        return "pearson"

    @abstractmethod
    def _with_path(self, path: ModelPath, kept: pd.DataFrame | None) -> Self:
        """The fit with the path of `step`, and what its ``keep=`` kept."""

    # fits of the same design

    @property
    def _has_many_fits(self) -> bool:
        """Whether the fits of the design to many resamples are made at once."""
        return False

    def _many_fits(
        self,
        y: np.ndarray | None = None,
        frequencies: np.ndarray | None = None,
        weights: np.ndarray | None = None,
    ) -> ManyFits | None:
        """The fits of the design to other responses, rows that often, or prior weights, (R, n).

        None where they are made one by one.
        """
        return None

    # models of some of its terms

    def _submodel(self, formula: str, same_rows: bool = False) -> Self | None:
        """The model of some of its terms without a pass over the rows; None where it needs one.

        With `same_rows` also where it could have rows that the fit has left out.
        """
        return None

    # the short page

    @abstractmethod
    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page as text, under their titles."""
        return {}

    @abstractmethod
    def _print_footer(self) -> list[str]:
        """The lines below the tables."""
