"""Whether responses vary as simulated ones do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.simulated_residuals.simulation_p_value import p_text, simulation_p_value
from rglm.inference.simulated_residuals.verdict import SIGNIFICANCE_LEVEL, Verdict

if TYPE_CHECKING:
    from rglm.inference.simulated_residuals.simulated_responses import SimulatedResponses

SMALL_RATIOS = (0.8, 1.25)  # between which standard errors are off by a tenth at most


@dataclass(frozen=True)
class DispersionRatios:
    """Pearson's chi-square of the responses and of each simulation, over its expectation.

    Attributes
    ----------
    observed : float
        The chi-square over the residual degrees of freedom, 1 on average.
    simulated : (N,) array
        The chi-square over the rows: simulations are about the fitted means.
    """

    observed: float
    simulated: np.ndarray


def dispersion_ratios(drawn: SimulatedResponses) -> DispersionRatios:
    """The ratios of the rows whose variance is known and not 0."""
    used = np.isfinite(drawn.scale)
    scale, mean = drawn.scale[used, None], drawn.mean[used, None]
    squares = (scale * (drawn.simulations[used] - mean)) ** 2
    simulated = squares.sum(axis=0)
    observed = ((scale[:, 0] * (drawn.observed[used] - mean[:, 0])) ** 2).sum()
    expected = drawn.expected_squares[used].sum()
    return DispersionRatios(float(observed / expected * drawn.df_correction), simulated / expected)


def dispersion_verdict(
    drawn: SimulatedResponses, advice: str, is_fitted: bool, is_bent: bool
) -> Verdict:
    """The test in words.

    Parameters
    ----------
    advice : str
        Which models to try.
    is_fitted : bool
        Whether a parameter of the model was fitted to the spread.
    is_bent : bool
        Whether the residuals bend along the fitted values or a predictor.
    """
    ratios = dispersion_ratios(drawn)
    p = simulation_p_value(ratios.observed, ratios.simulated)
    ratio, numbers = ratios.observed, p_text(p, drawn.smallest_p)
    times = f"{ratio:.3g} times what the model expects ({numbers})"
    if p >= SIGNIFICANCE_LEVEL:
        text = f"The responses vary as much as the model expects (ratio {ratio:.3g}, {numbers})."
        if is_fitted:
            text += " It has a parameter that was fitted to their spread, so this proves little."
        title = f"Dispersion: as the model expects ({numbers})"
        return Verdict("dispersion", ratio, p, "ok", text, title)
    if SMALL_RATIOS[0] < ratio < SMALL_RATIOS[1]:
        off = 100 * abs(np.sqrt(ratio) - 1)
        text = f"Dispersion {times}: standard errors are off by about {off:.0f}%."
        title = f"Dispersion: {ratio:.3g} times the model's, a small departure"
        return Verdict("dispersion", ratio, p, "minor", text, title)
    title = f"Dispersion: {ratio:.3g} times the model's ({numbers})"
    size = "small" if ratio > 1 else "large"
    text = f"Dispersion {times}: standard errors are too {size}{advice if ratio > 1 else ''}."
    if is_bent and ratio > 1:
        text += " A missing curve alone can make this: look at the bend first."
    return Verdict("dispersion", ratio, p, "problem", text, title)
