"""The result of a permutation test."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.htest import HTest

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False, eq=False)
class PermutationTest(HTest):
    """A permutation test, as `permutation_test` returns it; printing shows R's page of a test.

    Attributes
    ----------
    statistic : dict
        The statistic of the data under its name, ``{"F": 7.5}``.
    p_value : float
    parameter : dict
        Its degrees of freedom, and R, the number of permutations.
    permuted : (R,) array
        The statistic of each permutation.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool", load("warpbreaks")).permutation_test("wool", seed=1).permuted.shape
    (999,)
    """

    permuted: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def plot(self, ax: Axes | None = None, figsize: tuple[float, float] | None = None) -> Axes:
        """Draw the statistics of the permutations, and that of the data; needs matplotlib.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw.
        figsize : (float, float), optional
            The width and height of the new figure in inches.
        """
        return import_module("rglm.plots.bootstrap_plot").draw_permutations(self, ax, figsize)
