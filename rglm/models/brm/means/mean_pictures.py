"""The pictures of the means of a posterior, as methods of their table."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.inference.means.contrasts.same_groups import SAME
from rglm.inference.means.pictures.interaction_picture import InteractionPicture

if TYPE_CHECKING:
    from rglm.inference.means.pictures.interaction_picture import GivenAxes


class MeanPictures(InteractionPicture):
    """What draws means; matplotlib is imported when it is called."""

    _interaction_plot = ("rglm.plots.means.posterior_emmip", "draw_posterior_emmip")

    @check_arguments
    def plot(
        self,
        type: str | None = None,
        CIs: bool = True,
        comparisons: bool = False,
        by: str | Sequence[str] | None = None,
        level: float | None = None,
        horizontal: bool = True,
        ax: GivenAxes = None,
        figsize: tuple[float, float] | None = None,
    ) -> Any:
        """Draw the medians with their intervals of highest density; R's ``plot(emm)``.

        Parameters
        ----------
        type : {"link", "response"}, optional
            The scale; by default the one that the page shows.
        CIs : bool
            Draw the intervals.
        comparisons : bool
            Arrows of tests, which a posterior has not: an error.
        by : str or sequence of str, optional
            The variables whose levels have a panel each; ``by=()`` draws all in one.
        level : float, optional
            The probability of the intervals.
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
            Comparison arrows; a variable that the rows lack.
        """
        if comparisons:
            raise ValueError(
                "comparisons=True: the arrows show tests, and a posterior has none; "
                "emm.pairs().plot() draws the intervals of the differences"
            )
        draw = import_module("rglm.plots.means.posterior_means_plot").draw_posterior_means
        return draw(self, type, CIs, SAME if by is None else by, level, horizontal, ax, figsize)
