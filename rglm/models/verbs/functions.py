"""The verbs of a fit as functions, as type checkers see them in `rglm.generics`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from rglm.inference.binary_outcomes.hoslem_test import hoslem_test as hoslem_test
    from rglm.inference.binary_outcomes.roc import roc as roc
    from rglm.inference.collinearity.alias import alias as alias
    from rglm.inference.collinearity.vif import vif as vif
    from rglm.inference.diagnostics.deletion import covratio as covratio
    from rglm.inference.diagnostics.deletion import dfbeta as dfbeta
    from rglm.inference.diagnostics.deletion import dfbetas as dfbetas
    from rglm.inference.diagnostics.deletion import dffits as dffits
    from rglm.inference.diagnostics.deletion import influence_measures as influence_measures
    from rglm.inference.diagnostics.deletion import rstudent as rstudent
    from rglm.inference.diagnostics.dispersion import dispersiontest as dispersiontest
    from rglm.inference.diagnostics.influence import cooks_distance as cooks_distance
    from rglm.inference.diagnostics.influence import hatvalues as hatvalues
    from rglm.inference.diagnostics.residuals import weighted_residuals as weighted_residuals
    from rglm.inference.diagnostics.separation import separation as separation
    from rglm.inference.doses.dose_p import dose_p as dose_p
    from rglm.inference.error_tests.bptest import bptest as bptest
    from rglm.inference.error_tests.dwtest import dwtest as dwtest
    from rglm.inference.error_tests.ncvtest import ncvTest as ncvTest
    from rglm.inference.error_tests.outlier_test import outlierTest as outlierTest
    from rglm.inference.hypothesis_tests.wald_test import wald_test as wald_test
    from rglm.inference.marginal_effects.datagrid import datagrid as datagrid
    from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
    from rglm.inference.means.contrasts.contrast import contrast as contrast
    from rglm.inference.means.contrasts.effect_sizes import eff_size as eff_size
    from rglm.inference.means.contrasts.pairs import pairs as pairs
    from rglm.inference.means.contrasts.rbind import rbind as rbind
    from rglm.inference.means.emm_grid import EmmGrid
    from rglm.inference.means.letters.cld import cld as cld
    from rglm.inference.means.regrid import regrid as regrid
    from rglm.inference.permutation.permutation_test import permutation_test as permutation_test
    from rglm.inference.prediction.model_frame import model_frame as model_frame
    from rglm.inference.prediction.row_weights import weights as weights
    from rglm.inference.prediction.simulate import simulate as simulate
    from rglm.inference.resampling.boot import boot as boot
    from rglm.inference.resampling.refit import refit as refit
    from rglm.inference.selection.extract_aic import extractAIC as extractAIC
    from rglm.inference.selection.information_criteria import AIC as AIC
    from rglm.inference.selection.information_criteria import BIC as BIC
    from rglm.inference.selection.step import step as step
    from rglm.inference.simulated_residuals.simulate_residuals import (
        simulate_residuals as simulate_residuals,
    )
    from rglm.inference.subsets.all_subsets import all_subsets as all_subsets
    from rglm.models.aov.model_tables import model_tables as model_tables
    from rglm.models.aov.tukey_hsd import TukeyHSD as TukeyHSD
    from rglm.models.brm.brm_fit import BrmFit
    from rglm.models.brm.means.effects_page import PosteriorEffects
    from rglm.models.brm.means.means_page import PosteriorMeans
    from rglm.models.polr.brant import brant as brant
    from rglm.plots.model_check.check_model import check_model as check_model
    from rglm.protocol.model_result import ModelResult

    # a posterior's are of another type
    # ruff: noqa: D103
    @overload
    def avg_predictions(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def avg_predictions(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def avg_predictions(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
    @overload
    def avg_comparisons(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def avg_comparisons(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def avg_comparisons(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
    @overload
    def avg_slopes(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def avg_slopes(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def avg_slopes(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
    @overload
    def emtrends(fit: ModelResult, *args: Any, **kwargs: Any) -> EmmGrid: ...
    @overload
    def emtrends(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorMeans: ...
    def emtrends(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> EmmGrid | PosteriorMeans: ...
    @overload
    def ref_grid(fit: ModelResult, *args: Any, **kwargs: Any) -> EmmGrid: ...
    @overload
    def ref_grid(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorMeans: ...
    def ref_grid(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> EmmGrid | PosteriorMeans: ...
    def emmip(fit: ModelResult | BrmFit, *args: Any, **kwargs: Any) -> Any: ...
    @overload
    def predictions(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def predictions(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def predictions(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
    @overload
    def comparisons(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def comparisons(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def comparisons(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
    @overload
    def slopes(fit: ModelResult, *args: Any, **kwargs: Any) -> MarginalEffects: ...
    @overload
    def slopes(fit: BrmFit, *args: Any, **kwargs: Any) -> PosteriorEffects: ...
    def slopes(
        fit: ModelResult | BrmFit, *args: Any, **kwargs: Any
    ) -> MarginalEffects | PosteriorEffects: ...
