"""The pictures of means and contrasts, as methods of their tables."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.means.pictures.interaction_picture import InteractionPicture

if TYPE_CHECKING:
    from rglm.inference.means.pictures.interaction_picture import GivenAxes


class PictureMethods(InteractionPicture):
    """What draws means; matplotlib is imported when it is called."""

    @check_arguments
    def plot(
        self,
        type: str | None = None,
        CIs: bool = True,
        comparisons: bool = False,
        by: str | Sequence[str] | None = None,
        alpha: float | None = None,
        adjust: str | None = None,
        int_adjust: str | None = None,
        level: float | None = None,
        horizontal: bool = True,
        ax: GivenAxes = None,
        figsize: tuple[float, float] | None = None,
    ) -> Any:
        """Draw means with their intervals, and arrows that show which differ; R's ``plot(emm)``.

        With ``comparisons=True`` two means differ significantly where the arrow of one does not
        meet the arrow of the other; intervals do not say that. See
        `rglm.plots.means.mean_plot.draw_means`.

        Parameters
        ----------
        type : {"link", "response"}, optional
            The scale; by default the one that the page shows.
        CIs : bool
            Draw the intervals.
        comparisons : bool
            Draw comparison arrows.
        by : str or sequence of str, optional
            The variables whose levels have a panel each; ``by=()`` draws all in one.
        alpha : float, optional
            The significance level of the arrows; by default 1 - level.
        adjust, int_adjust : str, optional
            The adjustments of comparisons (Tukey's by default) and of intervals for their number.
        level : float, optional
            The coverage of the intervals.
        horizontal : bool
            Whether means stand one below the other, or side by side.
        ax : Axes or sequence of Axes, optional
            Where to draw, one for each panel.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Returns
        -------
        Axes, or array of Axes
            One, or one for each group.

        Raises
        ------
        ValueError
            Comparison arrows of contrasts; a variable that the rows lack; an unknown adjustment.
        """
        options = (type, CIs, comparisons, by, alpha, adjust, int_adjust, level, horizontal)
        draw = import_module("rglm.plots.means.mean_plot").draw_means
        return draw(self, *options, ax, figsize)

    @check_arguments
    def pwpp(
        self,
        adjust: str | None = None,
        by: str | Sequence[str] | None = None,
        type: str | None = None,
        alpha: float = 0.05,
        values: bool = True,
        ax: GivenAxes = None,
        figsize: tuple[float, float] | None = None,
    ) -> Any:
        """Draw the p-value of each pair of means, between the rows of the two; R's ``pwpp``.

        Parameters
        ----------
        adjust : str, optional
            The adjustment of the comparisons for their number; by default Tukey's.
        by : str or sequence of str, optional
            The variables whose levels have a panel each; ``by=()`` draws all in one.
        type : {"link", "response"}, optional
            The scale of the means that are written.
        alpha : float
            The significance level of the dotted line.
        values : bool
            Write the means beside their names.
        ax : Axes or sequence of Axes, optional
            Where to draw, one for each panel.
        figsize : (float, float), optional
            The width and height of the new figure in inches.

        Returns
        -------
        Axes, or array of Axes
            One, or one for each group.

        Raises
        ------
        ValueError
            The rows are contrasts; a variable that they lack; an unknown adjustment.
        """
        draw = import_module("rglm.plots.means.pwpp").pwpp
        return draw(self, adjust, by, type, alpha, values, ax, figsize)
