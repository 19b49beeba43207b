"""The scale of means: their link, and what they are called on the scale of the response."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.numerics.differences import STEP, fourth_order
from rglm.families.numerics.floating_point import ignore_float_errors

ODDS_RATIO = "log odds ratio"  # what notes call the scale of differences of logits


@dataclass(frozen=True)
class Scale:
    """The link of means, and their names.

    Attributes
    ----------
    link : Link or None
        None where means have no other scale.
    name : str
        The column of the means on the scale of the response: prob, rate, response, ratio.
    label : str
        What notes call the scale; by default the name of the link.
    ratio_link : Link or None
        That of differences of means, if it is not the usual one of the link.
    ratio_label : str
        What notes call that.
    """

    link: Link | None
    name: str = "response"
    label: str = ""
    ratio_link: Link | None = None
    ratio_label: str = ""

    @property
    def has_other(self) -> bool:
        """Whether there is a scale of the response besides."""
        return self.link is not None and not self.link.is_identity

    @property
    def text(self) -> str:
        """What notes call the scale."""
        return self.label or ("" if self.link is None else self.link.name)

    @property
    def has_ratios(self) -> bool:
        """Whether exp of a difference is a ratio: of means, or of odds."""
        is_usual = self.link is not None and self.link.ratio_of in ("means", "odds")
        return is_usual or self.ratio_link is not None

    def of_contrasts(self) -> Scale:
        """The scale of differences: logarithms of ratios, or none but their own."""
        if self.ratio_link is not None:
            return Scale(self.ratio_link, "ratio", self.ratio_label)
        if self.link is None or not self.has_ratios:
            return replace(self, link=None, name="estimate")
        is_odds = self.link.ratio_of == "odds"
        name, label = ("odds.ratio", ODDS_RATIO) if is_odds else ("ratio", "log")
        return Scale(make_link("log"), name, label)

    @ignore_float_errors
    def means(self, linear: np.ndarray, sigma: float | None = None) -> np.ndarray:
        """The inverse link; with the spread `sigma` of what is averaged, the mean of that.

        g^-1(eta) + sigma^2/2 (g^-1)''(eta), the second-order mean of g^-1(eta + sigma z).
        """
        if self.link is None:
            return linear
        values = self.link.linkinv(linear)
        if sigma is not None:
            values = values + sigma**2 / 2 * self.link.d2mu_deta2(linear)
        return np.where(np.isnan(linear), np.nan, values)

    @ignore_float_errors
    def slopes(self, linear: np.ndarray, sigma: float | None = None) -> np.ndarray:
        """The derivatives of `means`."""
        if self.link is None:
            return np.ones_like(linear)
        slopes = self.link.mu_eta(linear)
        if sigma is not None:
            step = STEP * np.maximum(np.abs(linear), 1.0)
            ends = [self.link.d2mu_deta2(linear + k * step) for k in (1, -1, 2, -2)]
            third = fourth_order(*ends) / step
            slopes = slopes + sigma**2 / 2 * third
        return np.where(np.isnan(linear), np.nan, slopes)
