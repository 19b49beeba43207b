"""The interaction plot of a table of means, as a method."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np

from rglm.formatting.hints.argument_hints import check_arguments

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    GivenAxes: TypeAlias = "Axes | Sequence[Axes] | np.ndarray | None"


class InteractionPicture:
    """``emmip`` of a table of means, or of medians of a posterior."""

    _interaction_plot: ClassVar[tuple[str, str]] = ("rglm.plots.means.emmip", "draw_emmip")
    """The module and the name of the function that draws."""

    @check_arguments
    def emmip(
        self,
        formula: str,
        type: str | None = None,
        CIs: bool = False,
        style: str | None = None,
        dodge: float = 0.1,
        plotit: bool = True,
        ax: GivenAxes = None,
        figsize: tuple[float, float] | None = None,
    ) -> Any:
        """Draw means against the levels of a variable, a line for each level of another.

        Of a posterior the means are medians, and the intervals have the highest density.

        R's ``emmip(emm, traces ~ x | panels)``.

        Parameters
        ----------
        formula : str
            ``"lines ~ axis | panels"``: ``"wool ~ tension"``, ``"~ tension | wool"``.
        type : {"link", "response"}, optional
            The scale; by default the one that the page shows.
        CIs : bool
            Draw the intervals.
        style : {"factor", "numeric"}, optional
            Whether a number on the axis has a place for each of its values, or is a scale.
        dodge : float
            The distance between the lines at a level of the axis.
        plotit : bool
            With False nothing is drawn: the table of what would be.
        ax : Axes or sequence of Axes, optional
            Where to draw, one for each panel.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Returns
        -------
        Axes, array of Axes or DataFrame
            One, or one for each panel; with ``plotit=False`` a table.

        Raises
        ------
        ValueError
            A formula without ``~``, or with a variable that the means lack; several means for a
            point.
        """
        module, name = self._interaction_plot
        draw = getattr(import_module(module), name)
        return draw(self, formula, type, CIs, style, dodge, plotit, ax, figsize)
