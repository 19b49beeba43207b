"""The base classes of the fits by maximum likelihood whose response has a mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import MeanPictures
from rglm.models.likelihood.likelihood_fit import LikelihoodFit

if TYPE_CHECKING:
    import pandas as pd

    from rglm.inference.diagnostics import likelihood_dispersion as _likelihood_dispersion
    from rglm.inference.diagnostics import residuals as _residuals


class MeanFit(LikelihoodFit, MeanPictures):
    """A fit of the mean of each row."""

    if TYPE_CHECKING:
        residuals = _residuals.likelihood_residuals

        def fitted(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        residuals = lazy_method(
            "inference.diagnostics.residuals", "likelihood_residuals", rows=True
        )


class CountFit(MeanFit):
    """A fit of counts, of successes, or of amounts with zeros, whose dispersion can be checked."""

    if TYPE_CHECKING:
        gof = _likelihood_dispersion.gof
        check_overdispersion = _likelihood_dispersion.check_overdispersion
    else:
        gof = lazy_method("inference.diagnostics.likelihood_dispersion")
        check_overdispersion = lazy_method("inference.diagnostics.likelihood_dispersion")
