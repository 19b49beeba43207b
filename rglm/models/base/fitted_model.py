"""The base class of all fits: the protocol that the verbs of `rglm.inference` know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.models.base.cached import cached
from rglm.models.base.display import Display
from rglm.models.base.estimates import Estimates
from rglm.models.base.formula_parts import FormulaParts
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.maketables import MaketablesModel
from rglm.models.base.row_access import RowAccess
from rglm.models.base.rowwise import by_row, row_property
from rglm.protocol.model_call import ModelCall
from rglm.protocol.predictor_design import PredictorDesign

if TYPE_CHECKING:
    from rglm.inference.collinearity import vif as _vif
    from rglm.inference.covariance import vcov as _vcov
    from rglm.inference.delta_method import delta_method as _delta_method
    from rglm.inference.hypothesis_tests import wald_test as _wald_test
    from rglm.inference.intervals import confint as _confint
    from rglm.inference.marginal_effects import comparisons as _comparisons
    from rglm.inference.marginal_effects import datagrid as _datagrid
    from rglm.inference.marginal_effects import predictions as _predictions
    from rglm.inference.marginal_effects import slopes as _slopes
    from rglm.inference.means import emmeans as _emmeans
    from rglm.inference.means import emtrends as _emtrends
    from rglm.inference.means import ref_grid as _ref_grid
    from rglm.inference.means.joint_tests import joint_tests as _joint_tests
    from rglm.inference.permutation import permutation_test as _permutation_test
    from rglm.inference.prediction import model_frame as _model_frame
    from rglm.inference.prediction import simulate as _simulate
    from rglm.inference.reference_grid.variable_summary import VariableSummary
    from rglm.inference.resampling import boot as _boot
    from rglm.inference.resampling import refit as _refit
    from rglm.inference.selection import extract_aic as _extract_aic
    from rglm.inference.selection import information_criteria as _information_criteria
    from rglm.inference.selection import step as _step
    from rglm.inference.simulated_residuals import simulate_residuals as _simulate_residuals
    from rglm.inference.subsets import all_subsets as _all_subsets
    from rglm.inference.tables import glance as _glance
    from rglm.inference.tables import tidy as _tidy
    from rglm.inference.terms import update as _update
    from rglm.integrations import marginal as _marginal
    from rglm.plots import diagnostic_plots as _diagnostic_plots
    from rglm.plots import halfnorm as _halfnorm
    from rglm.plots import term_plot as _term_plot
    from rglm.plots.means import emmip as _emmip
    from rglm.plots.model_check import check_model as _check_model

CRITERIA = ("logLik", "AIC", "BIC", "deviance", "df_residual", "nobs")
PSEUDO_R2 = ("mcfadden_r2", "nagelkerke_r2")


class FittedModel(FormulaParts, Display, MaketablesModel, RowAccess, Estimates):
    """The base class of all fits; each model's function returns a class of its own.

    A kind adds ``coefficients``, ``fitted_values``, ``logLik``, the verbs of its own, and the
    lines that it prints: what `ModelResult` has abstract.
    """

    _kept_by_strip: tuple[str, ...] = ("call",)
    _glance_columns: tuple[str, ...] = ("edf", *CRITERIA, *PSEUDO_R2)

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

    def _predictor_design(self, name: str) -> PredictorDesign:
        """The columns and the offset of one of its linear predictors."""
        return PredictorDesign(self._rows_source.columns, self._rows.offset)

    @property
    def _centred_columns(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source, (p,)."""
        return np.full(len(self._schema.names), self._schema.parsed.intercept)

    @cached
    def _column_means(self) -> np.ndarray:
        """The means that terms are centred on, (p,); 0 where they are not centred."""
        if not self._centred_columns.any():
            return np.zeros(len(self._centred_columns))
        return self._means_of(_column_sums(self))

    def _means_of(self, sums: np.ndarray) -> np.ndarray:
        """The means that terms are centred on, from the sums of all columns."""
        return np.where(self._centred_columns, sums / self._rows_source.nrows, 0.0)

    def _compute_before_strip(self) -> None:
        if self._is_chunked:
            self._read_before_strip()
        self._column_means  # noqa: B018  by which terms of new data are predicted
        if not self._is_chunked:  # where it may take as many passes as the fit
            self._null_comparison  # noqa: B018  which glance() shows

    def _read_before_strip(self) -> None:
        """Read chunks once for the means of columns and the values of variables."""
        if {"_column_means", "_variable_summary"} & vars(self).keys():
            return  # a pass for the other one
        (sums, variables), *others = self._map_chunks(_sums_and_variables, "what strip() keeps")
        for more_sums, more_variables in others:
            sums, variables = sums + more_sums, variables + more_variables
        vars(self).update(_column_means=self._means_of(sums), _variable_summary=variables)

    def _missing_attribute(self, name: str) -> AttributeError:
        from rglm.models.base.missing_verbs import missing_verb

        return missing_verb(self, name) or super()._missing_attribute(name)

    def _with_path(self, path: Any, kept: pd.DataFrame | None) -> Self:
        """The fit with the path of `step`, and what its ``keep=`` kept."""
        keep = {} if kept is None else {"keep": kept}
        return self._replace(anova_path=path, **keep)

    @property
    def offset(self) -> Any:
        """The sum of the offsets, a Series; None without one."""
        has_offset = self._schema.parsed.offsets or self._schema.offset is not None
        return self._offset_values if has_offset else None

    @row_property
    def _offset_values(self) -> pd.Series:
        return self._row_series(self._rows.offset)

    def _subset_fits(self, space: Any) -> Any:
        from rglm.inference.subsets.subset_fits import refitted_subsets

        return refitted_subsets(space)

    # what the fit was made of

    @cached
    def call(self) -> str:
        """The call, as R would print it."""
        from rglm.inference.tables import print_pages

        return print_pages.call_text(self)

    if TYPE_CHECKING:
        confint = _confint.confint
        tidy = _tidy.tidy
        glance = _glance.glance
        update = _update.update
        vcov = _vcov.vcov
        vif = _vif.vif
        wald_test = _wald_test.wald_test
        delta_method = _delta_method.delta_method
        model_frame = _model_frame.model_frame
        model_matrix = _model_frame.model_matrix
        simulate = _simulate.simulate
        boot = _boot.boot
        refit = _refit.refit
        permutation_test = _permutation_test.permutation_test
        simulate_residuals = _simulate_residuals.simulate_residuals
        AIC = _information_criteria.AIC
        BIC = _information_criteria.BIC
        step = _step.step
        all_subsets = _all_subsets.all_subsets
        extractAIC = _extract_aic.extractAIC  # noqa: N815  (R's name)
        emmeans = _emmeans.emmeans
        emtrends = _emtrends.emtrends
        emmip = _emmip.emmip
        predictions = _predictions.predictions
        avg_predictions = _predictions.avg_predictions
        comparisons = _comparisons.comparisons
        avg_comparisons = _comparisons.avg_comparisons
        slopes = _slopes.slopes
        avg_slopes = _slopes.avg_slopes
        datagrid = _datagrid.datagrid
        ref_grid = _ref_grid.ref_grid
        marginal = _marginal.marginal
        joint_tests = _joint_tests.joint_tests
        plot = _diagnostic_plots.plot
        plot_terms = _term_plot.plot_terms
        halfnorm = _halfnorm.halfnorm
        check_model = _check_model.check_model
    else:
        confint = lazy_method("inference.intervals.confint")
        tidy = lazy_method("inference.tables.tidy")
        glance = lazy_method("inference.tables.glance")
        update = lazy_method("inference.terms.update")
        vcov = lazy_method("inference.covariance.vcov")
        vif = lazy_method("inference.collinearity.vif")
        wald_test = lazy_method("inference.hypothesis_tests.wald_test")
        delta_method = lazy_method("inference.delta_method.delta_method")
        model_frame = lazy_method("inference.prediction.model_frame", rows=True)
        model_matrix = lazy_method("inference.prediction.model_frame", rows=True)
        simulate = lazy_method("inference.prediction.simulate", rows=True, draws=True)
        boot = lazy_method("inference.resampling.boot")
        refit = lazy_method("inference.resampling.refit")
        permutation_test = lazy_method("inference.permutation.permutation_test")
        simulate_residuals = lazy_method("inference.simulated_residuals.simulate_residuals")
        AIC = lazy_method("inference.selection.information_criteria")
        BIC = lazy_method("inference.selection.information_criteria")
        step = lazy_method("inference.selection.step")
        all_subsets = lazy_method("inference.subsets.all_subsets")
        extractAIC = lazy_method("inference.selection.extract_aic")  # noqa: N815  (R's name)
        emmeans = lazy_method("inference.means.emmeans")
        emtrends = lazy_method("inference.means.emtrends")
        emmip = lazy_method("plots.means.emmip")
        predictions = lazy_method("inference.marginal_effects.predictions")
        avg_predictions = lazy_method("inference.marginal_effects.predictions")
        comparisons = lazy_method("inference.marginal_effects.comparisons")
        avg_comparisons = lazy_method("inference.marginal_effects.comparisons")
        slopes = lazy_method("inference.marginal_effects.slopes")
        avg_slopes = lazy_method("inference.marginal_effects.slopes")
        datagrid = lazy_method("inference.marginal_effects.datagrid")
        ref_grid = lazy_method("inference.means.ref_grid")
        marginal = lazy_method("integrations.marginal")
        joint_tests = lazy_method("inference.means.joint_tests.joint_tests")
        plot = lazy_method("plots.diagnostic_plots", sample=True)
        plot_terms = lazy_method("plots.term_plot", sample=True)
        halfnorm = lazy_method("plots.halfnorm")
        check_model = lazy_method("plots.model_check.check_model")


def _column_sums(fit: FittedModel) -> np.ndarray:
    """The sum of each column over the rows."""
    return fit._rows_source.total(lambda block: block.columns.column_sums(block.row_slice))


def _sums_and_variables(fit: FittedModel) -> tuple[np.ndarray, VariableSummary]:
    """The sums of columns and the values of variables, of a chunk."""
    return _column_sums(fit), fit._variable_summary
