"""The verbs that leverages make possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.protocol.capabilities import HasLeverage

if TYPE_CHECKING:
    from rglm.inference.diagnostics import deletion as _deletion
    from rglm.inference.diagnostics import influence as _influence
    from rglm.inference.diagnostics import residuals as _residuals
    from rglm.inference.error_tests import outlier_test as _outlier_test
    from rglm.plots.leverage import added_variables as _added_variables

LEVERAGES = ("_leverage_correction",)  # what leverages need of all rows


class LeverageVerbs(HasLeverage):
    """Leverages, and what a fit would be without each row."""

    if TYPE_CHECKING:
        weighted_residuals = _residuals.weighted_residuals
        hatvalues = _influence.hatvalues
        cooks_distance = _influence.cooks_distance
        rstudent = _deletion.rstudent
        dffits = _deletion.dffits
        dfbeta = _deletion.dfbeta
        dfbetas = _deletion.dfbetas
        covratio = _deletion.covratio
        influence_measures = _deletion.influence_measures
        plot_added = _added_variables.plot_added
        outlierTest = _outlier_test.outlierTest  # noqa: N815  (R's name)
    else:
        weighted_residuals = lazy_method("inference.diagnostics.residuals", rows=True)
        hatvalues = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        cooks_distance = lazy_method("inference.diagnostics.influence", rows=True, needs=LEVERAGES)
        rstudent = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dffits = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dfbeta = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        dfbetas = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        covratio = lazy_method("inference.diagnostics.deletion", rows=True, needs=LEVERAGES)
        influence_measures = lazy_method("inference.diagnostics.deletion")
        plot_added = lazy_method("plots.leverage.added_variables", sample=True)
        outlierTest = lazy_method("inference.error_tests.outlier_test")  # noqa: N815  (R's name)
