"""Pictures of fits whose responses have a mean, are counts, or are successes and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.protocol.capabilities import HasBinaryResponse, HasCountResponse, HasMean

if TYPE_CHECKING:
    from rglm.plots import binary_outcomes as _binary_outcomes
    from rglm.plots import fitted_curve as _fitted_curve
    from rglm.plots import rootogram as _rootogram


class MeanPictures(HasMean):
    """The picture of a fitted mean."""

    if TYPE_CHECKING:
        plot_fit = _fitted_curve.plot_fit
    else:
        plot_fit = lazy_method("plots.fitted_curve", sample=True)


class CountPictures(HasCountResponse):
    """The picture of counts beside those expected."""

    if TYPE_CHECKING:
        rootogram = _rootogram.rootogram
    else:
        rootogram = lazy_method("plots.rootogram", sample=True)


class BinaryPictures(HasBinaryResponse):
    """Pictures of fitted probabilities beside outcomes."""

    if TYPE_CHECKING:
        plot_calibration = _binary_outcomes.plot_calibration
        plot_roc = _binary_outcomes.plot_roc
    else:
        plot_calibration = lazy_method("plots.binary_outcomes", sample=True)
        plot_roc = lazy_method("plots.binary_outcomes", sample=True)
