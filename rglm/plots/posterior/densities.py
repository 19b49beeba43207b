"""Densities and histograms of draws, and the densities of their priors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.bayes.densities.kernel_density import density_curve
from rglm.models.brm.hypotheses.prior_at_point import prior_draws
from rglm.plots import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rglm.models.brm.brm_fit import BrmFit

PRIOR_DRAWS = 10_000
PRIOR_SHARE = 0.98  # of the prior's probability, that a picture of it shows
PRIOR_DASH = "--"
BINS = 30
CURVE_POINTS = 300
HEADROOM = 1.08  # of the highest density


def draw_density(ax: Axes, draws: np.ndarray, shade: str, label: str | None = None) -> float:
    """Draw the density of draws with its area; returns its height."""
    x, density = density_curve(draws)
    ax.fill_between(x, density, color=shade, alpha=style.BAND, linewidth=0)
    ax.plot(x, density, color=shade, linewidth=1.3, label=label)
    return float(density.max())


def draw_histogram(ax: Axes, draws: np.ndarray, shade: str, label: str | None = None) -> None:
    """Draw a histogram of draws."""
    options: dict[str, Any] = {"color": shade, "alpha": 0.55, "linewidth": 0, "label": label}
    ax.hist(draws, bins=BINS, **options)


def bare_density_axis(ax: Axes, top: float | None = None) -> None:
    """Take away the axis of a density, whose height says nothing by itself."""
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.set_ylim(0, top and HEADROOM * top)


def draw_prior(
    ax: Axes, fit: BrmFit, place: int, ends: tuple[float, float], label: str | None = None
) -> float:
    """Draw the density of the prior of a parameter between two ends; returns its height there.

    That of a flat prior has none: 0.
    """
    x = np.linspace(*ends, CURVE_POINTS)
    density = prior_density(fit, place, x)
    if density is None:
        return 0.0
    ax.plot(x, density, PRIOR_DASH, color=style.ink(ax, style.NOTE), linewidth=1, label=label)
    return float(density.max(initial=0.0))


def prior_density(fit: BrmFit, place: int, x: np.ndarray) -> np.ndarray | None:
    """The density of the prior of a shown parameter at increasing values; None of a flat prior.

    Exact where the parameter has a prior of its own. That of an intercept or a cut point, which
    depends on the slopes too, is a kernel density of draws.
    """
    own = int(fit._order[place])
    row, cuts = fit._space.centring[own], fit._space.cuts
    is_alone = np.count_nonzero(row) == 1 and (cuts is None or own not in range(row.size)[cuts])
    if is_alone:
        one = fit._priors.distributions[own]
        return np.exp(one.log_density(x)) if one.is_proper else None
    draws = _prior_draws(fit, place)
    return None if np.isnan(draws).any() else density_curve(draws, x)[1]


def prior_range(fit: BrmFit, place: int) -> tuple[float, float] | None:
    """The central `PRIOR_SHARE` of the prior of a shown parameter; None of a flat prior."""
    draws = _prior_draws(fit, place)
    if np.isnan(draws).any():
        return None
    tail = (1 - PRIOR_SHARE) / 2
    low, high = np.quantile(draws, [tail, 1 - tail])
    return float(low), float(high)


def _prior_draws(fit: BrmFit, place: int) -> np.ndarray:
    return prior_draws(fit, PRIOR_DRAWS, np.random.default_rng(0))[place]
