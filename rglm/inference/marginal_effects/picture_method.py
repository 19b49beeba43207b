"""The picture of marginal effects, as a method of their table."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rglm.formatting.hints.argument_hints import check_arguments

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class PictureMethod:
    """What draws estimates; matplotlib is imported when it is called."""

    @check_arguments
    def plot(self, ax: Axes | None = None, figsize: tuple[float, float] | None = None) -> Any:
        """Draw the estimates with their intervals, a row each; needs matplotlib.

        Parameters
        ----------
        ax : Axes, optional
            Where to draw.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Returns
        -------
        Axes

        Raises
        ------
        ValueError
            There are more than 60 estimates, as of single rows.
        """
        draw = import_module("rglm.plots.means.effect_plot").draw_marginal_effects
        return draw(self, ax, figsize)
