"""The receiver operating characteristic of a fit; pROC's roc."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import warn
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_text
from rglm.inference.binary_outcomes.outcomes import fit_outcomes, new_outcomes
from rglm.inference.binary_outcomes.roc_curve import area_and_error, roc_points
from rglm.inference.confidence_level import check_level
from rglm.protocol.capabilities import HasBinaryResponse
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Roc:
    """A receiver operating characteristic; printing shows the area, as pROC's page.

    Attributes
    ----------
    table : DataFrame
        A row for each threshold, increasing: ``threshold true_positive_rate false_positive_rate
        sensitivity specificity``. Those at or above the threshold are predicted to be successes.
        The first rate is the sensitivity, and the second is 1 - specificity.
    auc : float
        The area: the probability that a success has a higher predicted probability than a
        failure, ties by half.
    se : float
        Its standard error (DeLong); NaN with one success or one failure.
    level : float
        The coverage of `ci`.
    successes, failures : float
        Their numbers.
    model : str
        The model whose probabilities these are.
    """

    table: pd.DataFrame
    auc: float
    se: float
    level: float
    successes: float
    failures: float
    model: str

    @property
    def ci(self) -> tuple[float, float]:
        """The interval of the area, auc -+ z se within 0 and 1."""
        from scipy.special import ndtri

        reach = float(ndtri((1 + self.level) / 2)) * self.se
        return max(self.auc - reach, 0.0), min(self.auc + reach, 1.0)

    @property
    def best(self) -> pd.Series:
        """The row of the table with the largest sensitivity + specificity (Youden's).

        Of several the one with the lowest threshold.
        """
        youden = self.table["sensitivity"] + self.table["specificity"]
        return self.table.iloc[int(np.argmax(youden.to_numpy() > youden.max() - 1e-12))]

    def plot(
        self,
        label: str | None = None,
        ax: Axes | None = None,
        figsize: tuple[float, float] | None = None,
    ) -> Axes:
        """Draw the curve, with the best threshold as a point.

        Parameters
        ----------
        label : str, optional
            What the curve is called in the legend, before its area.
        ax : Axes, optional
            Where to draw.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Examples
        --------
        >>> from rglm import binomial, glm
        >>> from rglm.datasets import load
        >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
        >>> fit.roc().plot().get_ylabel()
        'True positive rate (sensitivity)'
        """
        return import_module("rglm.plots.roc_curve").draw_roc(self, label, ax, figsize)

    def __repr__(self) -> str:
        return "\n".join(_page_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def _page_lines(roc: Roc) -> list[str]:
    low, high = (_format_rate(end) for end in roc.ci)
    best = roc.best
    point = ", ".join(
        f"{name} {_format_rate(best[name])}" for name in ("sensitivity", "specificity")
    )
    return [
        "",
        f"ROC curve of {roc.model}",
        "",
        f"Data: {roc.failures:g} failures < {roc.successes:g} successes.",
        f"Area under the curve: {_format_rate(roc.auc)}",
        f"{100 * roc.level:g}% CI: {low}-{high} (DeLong)",
        f"Best threshold (Youden): {_format_rate(best['threshold'])} ({point})",
        "",
    ]


def _format_rate(value: float) -> str:
    return format_numbers([value], max(3, settings.digits - 3))[0]


def roc(fit: HasBinaryResponse, newdata: Any = None, level: float = 0.95) -> Roc:
    """Receiver operating characteristic of predicted probabilities; R's ``pROC::roc``.

    At a threshold c the sensitivity is P(p > c) among the successes and the specificity P(p < c)
    among the failures. The area under the curve is P(p_s > p_f) + P(p_s = p_f) / 2 for the
    probabilities p_s of a success and p_f of a failure; its interval is auc -+ z se within 0 and
    1, with the standard error of DeLong.

    Parameters
    ----------
    newdata : table, optional
        Other rows than those of the fit, with their responses. Anything ``data=`` takes. Rows
        with a missing value are left out.
    level : float
        The coverage of the interval of the area.

    Returns
    -------
    Roc
        ``table``, ``auc`` with its interval ``ci``, ``best`` threshold, and ``plot()``.

    Raises
    ------
    ValueError
        The response is not binomial; it has only one outcome; a level outside (0, 1); `newdata`
        lack a column, or have other levels of the response.

    Warns
    -----
    FitWarning
        The area is 1, whose interval has no width.

    Notes
    -----
    Successes out of trials, and weights, count as so many outcomes. The area of the rows fitted is
    on average larger than that of new rows: give those as `newdata`. The interval takes the
    probabilities as they are, and so leaves out that they were fitted to the rows. Probabilities
    that differ by rounding only are ties.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson (1988), Comparing the areas under two or more correlated
    receiver operating characteristic curves, Biometrics 44; Sun & Xu (2014), Fast implementation
    of DeLong's algorithm, IEEE Signal Processing Letters 21; Youden (1950), Index for rating
    diagnostic tests, Cancer 3.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> print(fit.roc())
    <BLANKLINE>
    ROC curve of binomial (logit)
    <BLANKLINE>
    Data: 88 failures < 144 successes.
    Area under the curve: 0.939
    95% CI: 0.9089-0.9692 (DeLong)
    Best threshold (Youden): 0.4409 (sensitivity 0.9167, specificity 0.8295)
    <BLANKLINE>
    """
    out = roc_of_fit(fit, newdata, level)
    if np.isclose(out.auc, 1, rtol=0, atol=1e-12):
        warn(
            "the area under the curve is 1: its interval 1-1 is that of data without an overlap, "
            "and can be misleading",
            FitWarning,
        )
    return out


def roc_of_fit(fit: HasBinaryResponse, newdata: Any = None, level: float = 0.95) -> Roc:
    """The characteristic, without a warning; see `roc`."""
    check_level(level)
    outcomes = fit_outcomes(fit) if newdata is None else new_outcomes(fit, newdata)
    table, s, f = roc_points(*outcomes)
    area, error = area_and_error(s, f)
    return Roc(table, area, error, level, float(s.sum()), float(f.sum()), fit.model_name)
