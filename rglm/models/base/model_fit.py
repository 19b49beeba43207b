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
from rglm.models.base.display import Prompt
from rglm.models.base.estimates import Estimates
from rglm.models.base.formula_parts import FormulaParts
from rglm.models.base.lazy_method import verb
from rglm.models.base.row_access import OfRows
from rglm.models.base.rowwise import by_row, row_property
from rglm.protocol.model_call import ModelCall

if TYPE_CHECKING:
    from rglm.inference.loglik import LogLik
    from rglm.inference.nesting.column_space import PartDesign
    from rglm.inference.nesting.nested_models import Likelihood
    from rglm.protocol.response_distribution import ResponseDistribution

CRITERIA = ("logLik", "AIC", "BIC", "deviance", "df_residual", "nobs")


class Fit(Estimates, FormulaParts, Prompt, OfRows):
    """A fitted model; each model's function returns a kind of its own.

    A kind adds ``coefficients``, ``fitted_values``, ``logLik``, the verbs that it has, and the
    ``lines`` that it prints. Its solution has ``beta`` (0 where a coefficient is aliased) and
    ``pivoted``, the inverse information of those that are not.

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

    function: ClassVar[str]  # the name of the model's function
    summed: ClassVar[tuple[str, ...]] = ("call",)  # known after `strip` too
    dispersion: Any = 1.0
    t_tests: Any = False
    glanced: ClassVar[tuple[str, ...]] = ("edf", *CRITERIA)  # the columns of glance()
    has_order: ClassVar[bool] = True  # of the responses, by which a residual has a sign
    counts_observations: ClassVar[bool] = False  # whether weights are numbers of observations
    _row_residuals: ClassVar[str] = "pearson"  # one a row, that pictures show unless told
    has_working_residuals: ClassVar[bool] = True
    refits: ClassVar[bool] = False  # neighbours in drop1() are fitted by update(), not by columns

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
        self.solution, self.source, self.schemas = solution, source, tuple(schemas)
        self.control, self.index, self.na_action = control, index, na_action
        self.data, self.variables, self._model_call = data, variables, model_call

    @property
    def model_name(self) -> str:
        """The model in a word or two, for tables."""
        return self.function

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
        return self.pad(self.fitted_values)

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
    def _likelihood(self) -> Likelihood:
        """The distributions and links of the model, by which it is a case of another."""
        raise NotImplementedError

    def _part_design(self, name: str) -> PartDesign:
        """The columns and the offset of one of its linear predictors."""
        from rglm.inference.nesting.column_space import PartDesign

        return PartDesign(self.rows_source.columns, self._rows.offset)

    @property
    def of_counts(self) -> bool:
        """Whether the response is a count with probabilities of 0, 1, 2, ..."""
        return False

    def _response_distribution(self) -> ResponseDistribution:
        """The distribution of the response of each row."""
        raise NotImplementedError

    @property
    def centred(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source, (p,)."""
        return np.full(len(self.schema.names), self.schema.parsed.intercept)

    @property
    def offset(self) -> Any:
        """The sum of the offsets, a Series; None without one."""
        has_offset = self.schema.parsed.offsets or self.schema.offset is not None
        return self._offset if has_offset else None

    @row_property
    def _offset(self) -> pd.Series:
        return self.series(self._rows.offset)

    # what the fit was made of

    def _outcomes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
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

    update = verb("inference.terms.update")
    glance = verb("inference.tables.glance")
    model_frame = verb("inference.prediction.model_frame", rows=True)
    plot = verb("plots.diagnostic_plots", sample=True)
    simulate = verb("inference.prediction.simulate", rows=True)
    plot_fit = verb("plots.fitted_curve", sample=True)
    plot_probs = verb("plots.level_probabilities", sample=True)
    plot_terms = verb("plots.term_plot", sample=True)
    plot_profile = verb("plots.profile_plot")
    plot_calibration = verb("plots.binary_outcomes", sample=True)
    plot_roc = verb("plots.binary_outcomes", sample=True)
    halfnorm = verb("plots.halfnorm")
    rootogram = verb("plots.rootogram", sample=True)
