"""What every fitted model is: the protocol that the verbs of `rglm.inference` know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.formatting.hints.argument_kinds import check_value
from rglm.models.base.display import Display
from rglm.models.base.estimates import Estimates
from rglm.models.base.formula_parts import FormulaParts
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.row_access import RowAccess
from rglm.models.base.rowwise import by_row, row_property
from rglm.protocol.model_call import ModelCall

if TYPE_CHECKING:
    from rglm.inference.loglik import LogLik
    from rglm.inference.nesting.column_space import PartDesign
    from rglm.inference.nesting.nested_models import Likelihood
    from rglm.protocol.response_distribution import ResponseDistribution

CRITERIA = ("logLik", "AIC", "BIC", "deviance", "df_residual", "nobs")


class FittedModel(Estimates, FormulaParts, Display, RowAccess):
    """A fitted model; each model's function returns a kind of its own.

    A kind adds ``coefficients``, ``fitted_values``, ``logLik``, the verbs that it has, and the
    ``lines`` that it prints. Its solution has ``beta`` (0 where a coefficient is aliased) and
    ``system``, the inverse information of those that are not.

    Attributes
    ----------
    solution, source, schemas, control
        What was found, the rows, one `Schema` for each part of the formula, how it was fitted.
    index : pandas.Index
        The labels of the rows fitted.
    na_action : NaAction or None
    data, variables
        What the fit was made of.
    """

    _function_name: ClassVar[str]  # the name of the model's function
    _kept_by_strip: ClassVar[tuple[str, ...]] = ("call",)  # known after `strip` too
    dispersion: Any = 1.0
    _has_t_tests: Any = False
    _glance_columns: ClassVar[tuple[str, ...]] = ("edf", *CRITERIA)  # the columns of glance()
    _has_ordered_response: ClassVar[bool] = (
        True  # of the responses, by which a residual has a sign
    )
    _weights_count_observations: ClassVar[bool] = (
        False  # whether weights are numbers of observations
    )
    _plotted_residuals: ClassVar[str] = "pearson"  # one a row, that pictures show unless told
    _has_working_residuals: ClassVar[bool] = True
    _has_refitted_neighbours: ClassVar[bool] = (
        False  # neighbours in drop1() are fitted by update(), not by columns
    )

    def __init__(
        self,
        solution: Any,
        source: Any,
        schemas: Sequence[Schema],
        control: Any,
        *,
        index: pd.Index,
        na_action: NaAction | None,
        data: pd.DataFrame | None,
        variables: Mapping[str, Any] | None,
        model_call: ModelCall[Any],
    ) -> None:
        self._solution, self._source, self._schemas = solution, source, tuple(schemas)
        self.control, self._index, self.na_action = control, index, na_action
        self.data, self._variables, self._model_call = data, variables, model_call

    @property
    def model_name(self) -> str:
        """The model in a word or two, for tables."""
        return self._function_name

    @by_row
    def fitted(self) -> Any:
        """The fitted values, rows left out by ``na_exclude`` as NaN; R's ``fitted``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> fit.fitted().round(2).unique().tolist()
        [31.04, 25.26]
        """
        return self._pad_omitted(self.fitted_values)

    # criteria

    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom; R's ``logLik``."""
        raise NotImplementedError

    def AIC(self, k: float = 2) -> float:
        """-2 logLik + k df; R's ``AIC``.

        Parameters
        ----------
        k : float
            The weight of a degree of freedom; ``log(n)`` makes it `BIC`.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> round(fit.AIC(), 2)
        560.0
        """
        k = check_value("AIC", "k", k, ("float",))
        found = self.logLik()
        return -2 * float(found) + k * found.df

    def BIC(self) -> float:
        """-2 logLik + log(n) df, n being what ``logLik`` counts; R's ``BIC``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> round(fit.BIC(), 2)
        563.98
        """
        return self.AIC(k=float(np.log(self.logLik().nobs)))

    @property
    def _likelihood_structure(self) -> Likelihood:
        """The distributions and links of the model, by which it is a case of another."""
        raise NotImplementedError

    def _part_design(self, name: str) -> PartDesign:
        """The columns and the offset of one of its linear predictors."""
        from rglm.inference.nesting.column_space import PartDesign

        return PartDesign(self._rows_source.columns, self._rows.offset)

    @property
    def _has_count_response(self) -> bool:
        """Whether the response is a count with probabilities of 0, 1, 2, ..."""
        return False

    def _response_distribution(self) -> ResponseDistribution:
        """The distribution of the response of each row."""
        raise NotImplementedError

    @property
    def _centred_columns(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source, (p,)."""
        return np.full(len(self._schema.names), self._schema.parsed.intercept)

    @property
    def offset(self) -> Any:
        """The sum of the offsets, a Series; None without one."""
        has_offset = self._schema.parsed.offsets or self._schema.offset is not None
        return self._offset_values if has_offset else None

    @row_property
    def _offset_values(self) -> pd.Series:
        return self._row_series(self._rows.offset)

    # what the fit was made of

    def _binary_outcomes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """Fitted probabilities, successes and trials of each row; None if it has no such two."""
        return None

    def _arguments_for_counts(self, columns: Sequence[str]) -> dict[str, Any]:
        """Arguments that change where the response is given as counts of its levels."""
        return {}

    @cached_property
    def call(self) -> str:
        """The call, as R would print it."""
        from rglm.inference.tables import print_pages

        return print_pages.call(self)

    update = lazy_method("inference.terms.update")
    glance = lazy_method("inference.tables.glance")
    model_frame = lazy_method("inference.prediction.model_frame", rows=True)
    plot = lazy_method("plots.diagnostic_plots", sample=True)
    simulate = lazy_method("inference.prediction.simulate", rows=True)
    plot_fit = lazy_method("plots.fitted_curve", sample=True)
    plot_probs = lazy_method("plots.level_probabilities", sample=True)
    plot_terms = lazy_method("plots.term_plot", sample=True)
    plot_profile = lazy_method("plots.profile_plot")
    plot_calibration = lazy_method("plots.binary_outcomes", sample=True)
    plot_roc = lazy_method("plots.binary_outcomes", sample=True)
    halfnorm = lazy_method("plots.halfnorm")
    rootogram = lazy_method("plots.rootogram", sample=True)
