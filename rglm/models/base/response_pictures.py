"""What is asked of responses that have a mean, are counts, or are successes and failures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.models.base.lazy_method import lazy_method
from rglm.protocol.capabilities import HasBinaryResponse, HasCountResponse, HasMean

if TYPE_CHECKING:
    from rglm.inference.binary_outcomes import roc as _roc
    from rglm.plots import binary_outcomes as _binary_outcomes
    from rglm.plots import roc_curve as _roc_curve
    from rglm.plots.counts import rootogram as _rootogram
    from rglm.plots.fitted import fitted_curve as _fitted_curve


class MeanPictures(HasMean):
    """The picture of a fitted mean."""

    if TYPE_CHECKING:
        plot_fit = _fitted_curve.plot_fit
    else:
        plot_fit = lazy_method("plots.fitted.fitted_curve", sample=True)


class CountPictures(HasCountResponse):
    """The picture of counts beside those expected."""

    if TYPE_CHECKING:
        rootogram = _rootogram.rootogram
    else:
        rootogram = lazy_method("plots.counts.rootogram", sample=True)


class BinaryPictures(HasBinaryResponse):
    """Pictures of fitted probabilities beside outcomes, and what they draw."""

    def _success_probabilities(self, newdata: Any) -> np.ndarray:
        """The predicted probability of a success of each new row."""
        return np.asarray(self.predict(newdata, type="response"))

    if TYPE_CHECKING:
        roc = _roc.roc
        plot_calibration = _binary_outcomes.plot_calibration
        plot_roc = _roc_curve.plot_roc
    else:
        roc = lazy_method("inference.binary_outcomes.roc")
        plot_calibration = lazy_method("plots.binary_outcomes", sample=True)
        plot_roc = lazy_method("plots.roc_curve")
