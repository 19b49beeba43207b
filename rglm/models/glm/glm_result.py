"""The base class of the fits of `glm` and `glm_nb`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import CountPictures, MeanPictures
from rglm.models.glm.glm_criteria import GlmCriteria
from rglm.models.glm.glm_row_values import GlmRowValues
from rglm.models.glm.leverage_verbs import LEVERAGES, LeverageVerbs

if TYPE_CHECKING:
    import pandas as pd

    from rglm.inference.collinearity import alias as _alias
    from rglm.inference.covariance import estfun as _estfun
    from rglm.inference.diagnostics import deletion as _deletion
    from rglm.inference.diagnostics import dispersion as _dispersion
    from rglm.inference.diagnostics import influence as _influence
    from rglm.inference.diagnostics import residuals as _residuals
    from rglm.inference.diagnostics import separation as _separation
    from rglm.inference.doses import dose_p as _dose_p
    from rglm.inference.goodness_of_fit import r2 as _r2
    from rglm.inference.intervals import profile as _profile
    from rglm.inference.prediction import predict as _predict
    from rglm.inference.selection import drop_add as _drop_add
    from rglm.inference.tables import augment as _augment
    from rglm.inference.tables import summary as _summary
    from rglm.plots import profile_plot as _profile_plot


class GlmResult(GlmRowValues, GlmCriteria, LeverageVerbs, MeanPictures, CountPictures):
    """A fit by iteratively reweighted least squares: its criteria, pages and verbs."""

    def nobs(self) -> int:
        """The number of rows with a weight; R's ``nobs``.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
        >>> fit.nobs()
        54
        """
        return int(self._row_sums.informative)

    def _print_footer(self) -> list[str]:
        """The lines of the summary page below R's page of a glm."""
        return []

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.inference.tables import print_pages

        return print_pages.short_page(self)

    def _repr_html_(self) -> str:
        from rglm.inference.tables import print_pages

        return print_pages.short_page_html(self)

    if TYPE_CHECKING:
        summary = _summary.summary
        predict = _predict.predict
        residuals = _residuals.residuals
        rstandard = _influence.rstandard
        influence = _deletion.influence
        profile = _profile.profile
        plot_profile = _profile_plot.plot_profile
        r2 = _r2.r2
        estfun = _estfun.estfun
        drop1 = _drop_add.drop1
        add1 = _drop_add.add1
        gof = _dispersion.gof
        check_overdispersion = _dispersion.check_overdispersion
        separation = _separation.separation
        augment = _augment.augment
        alias = _alias.alias
        dose_p = _dose_p.dose_p

        def coef(self) -> pd.Series: ...  # noqa: D102  (inherited)
        def fitted(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        summary = lazy_method("inference.tables.summary")
        predict = lazy_method("inference.prediction.predict", rows=True)
        residuals = lazy_method("inference.diagnostics.residuals", rows=True)
        rstandard = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        influence = lazy_method("inference.diagnostics.deletion")
        profile = lazy_method("inference.intervals.profile")
        plot_profile = lazy_method("plots.profile_plot")
        r2 = lazy_method("inference.goodness_of_fit.r2")
        estfun = lazy_method(
            "inference.covariance.estfun", rows=True, needs=("_score_dispersion",)
        )
        drop1 = lazy_method("inference.selection.drop_add")
        add1 = lazy_method("inference.selection.drop_add")
        gof = lazy_method("inference.diagnostics.dispersion")
        check_overdispersion = lazy_method("inference.diagnostics.dispersion")
        separation = lazy_method("inference.diagnostics.separation")
        augment = lazy_method(
            "inference.tables.augment", rows=True, needs=LEVERAGES, keeps_columns=True
        )
        alias = lazy_method("inference.collinearity.alias")
        dose_p = lazy_method("inference.doses.dose_p")
