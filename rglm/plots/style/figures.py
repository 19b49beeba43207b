"""Axes to draw on: those that the user gives, or new ones on a figure of their own.

A picture of one axes has the width of a column, 4.6 inches, unless the user asks for a size: by
``figsize=`` or by ``figure.figsize`` in the ``rcParams`` of matplotlib. `sessions` says who shows
the figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numpy as np

from rglm.formatting.hints.argument_kinds import describe_value, is_axes, is_number
from rglm.plots.style.axes_array import Panels, PngPanels, figure_png
from rglm.plots.style.lettering import font_scale
from rglm.plots.style.sessions import is_ipython, shows_pyplot_figures
from rglm.plots.style.settings import user_setting

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AxesOrPanels: TypeAlias = Any  # an Axes or `Panels` of several: how many is known when called
GivenAxes: TypeAlias = "Axes | Sequence[Axes] | np.ndarray | None"
Size: TypeAlias = "tuple[float, float] | None"

WIDTH, HEIGHT = 4.6, 3.4
GRID_WIDTH, PANEL_HEIGHT = 7.2, 2.8  # of a grid of two columns, and of a row of it
PANEL_WIDTH = 2.7  # of three or four columns
PANEL_COLUMNS = ((6, 2), (12, 3), (10**9, 4))  # up to how many panels stand in so many columns
LEAST_PANEL_HEIGHT = 1.8  # of a row, where the user's figures are low
DPI = 150

Function = TypeVar("Function", bound=Callable[..., Any])
_new_figures: ContextVar[list[Figure] | None] = ContextVar("_new_figures", default=None)


def picture(function: Function) -> Function:
    """The function that draws, which says what to install where matplotlib is missing.

    After an error no empty figure is left to be shown.
    """

    @wraps(function)
    def draw(*args: Any, **kwargs: Any) -> Any:
        require_matplotlib()
        with _closed_after_error():
            return function(*args, **kwargs)

    return cast(Function, draw)


def require_matplotlib() -> None:
    """Raise ImportError where there is no matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError:
        raise ImportError('pictures need matplotlib: pip install "rglm[plots]"') from None


@contextmanager
def _closed_after_error() -> Iterator[None]:
    """Close the figures of pyplot that are made inside, if an error is raised."""
    token = _new_figures.set([])
    try:
        yield
    except BaseException:
        made = _new_figures.get()
        if made:
            from matplotlib import pyplot

            for figure in made:
                pyplot.close(figure)
        raise
    finally:
        _new_figures.reset(token)


def axes(
    ax: Axes | None = None,
    width: float = WIDTH,
    height: float = HEIGHT,
    figsize: Size = None,
    least_height: float = 0.0,
) -> Axes:
    """The axes given, or new axes on their own figure; see `grid` for the sizes."""
    if ax is not None:
        _check_no_size(figsize)
        return ax
    new = grid(1, 1, width, height, figsize=figsize, least_height=least_height)
    if isinstance(new, PngPanels):
        # of the figure, not of the array: a circle through an array is never freed
        new[0, 0]._repr_png_ = partial(figure_png, new.figure)
    return new[0, 0]


def panels(
    ax: GivenAxes,
    count: int,
    what: str,
    height: float = PANEL_HEIGHT,
    figsize: Size = None,
) -> AxesOrPanels:
    """The axes that ``ax=`` gives, or new ones: one, or a grid of two to four columns.

    Parameters
    ----------
    ax : Axes, sequence of Axes or None
    count : int
    what : str
        What each of them shows, for messages.
    height : float
        The height of a row of the grid, in inches.
    figsize : (float, float), optional
        The size of the whole figure.

    Raises
    ------
    TypeError, ValueError
        The values given are no axes, or not `count` of them; a size of axes that are given.
    """
    if ax is not None:
        _check_no_size(figsize)
        return _check_axes(ax, count, what)
    if count == 1:
        return axes(figsize=figsize)
    columns = next(columns for most, columns in PANEL_COLUMNS if count <= most)
    rows, width = -(-count // columns), GRID_WIDTH if columns == 2 else PANEL_WIDTH * columns
    least = LEAST_PANEL_HEIGHT * rows
    new = grid(rows, columns, width, height * rows, figsize=figsize, least_height=least)
    for unused in new.ravel()[count:]:
        unused.set_axis_off()
    return new


def column(
    ax: GivenAxes, heights: Sequence[float], what: str, figsize: Size = None
) -> AxesOrPanels:
    """The axes that ``ax=`` gives, or new ones, one below the other, of some heights in inches."""
    if ax is not None:
        _check_no_size(figsize)
        return _check_axes(ax, len(heights), what)
    total = sum(heights)
    if len(heights) == 1:
        return axes(height=total, figsize=figsize, least_height=total)
    return grid(len(heights), 1, WIDTH, total, heights, figsize, total)


def _check_axes(ax: Any, count: int, what: str) -> AxesOrPanels:
    several = np.ravel(np.asarray(ax, dtype=object))
    if len(several) != count:
        raise ValueError(f"ax= has {len(several)} axes for {count} {what}")
    for one in several:
        if not is_axes(one):
            raise TypeError(f"ax= takes matplotlib's axes, got {describe_value(one)}")
    return ax if count == 1 and not np.ndim(ax) else several.view(Panels)


def _check_no_size(figsize: Size) -> None:
    if figsize is not None:
        raise ValueError(
            "figsize= is the size of a new figure, and ax= gives axes that have a figure: "
            "leave one of them out"
        )


def grid(
    rows: int,
    columns: int,
    width: float,
    height: float,
    height_ratios: Sequence[float] | None = None,
    figsize: Size = None,
    least_height: float = 0.0,
) -> Panels:
    """New axes (rows, columns) on one figure.

    Parameters
    ----------
    rows, columns : int
    width, height : float
        Its size in inches where the user asks for none.
    height_ratios : sequence of float, optional
        The heights of the rows, relative to each other.
    figsize : (float, float), optional
        The size that the user asks for in the call.
    least_height : float
        What the picture needs where the user's ``figure.figsize`` is lower.

    Raises
    ------
    ImportError
        There is no matplotlib.
    """
    require_matplotlib()
    size = _figure_size(width, height, figsize, least_height)
    dpi = user_setting("figure.dpi") or DPI
    figure, kind = _new_figure(figsize=size, layout="constrained", dpi=dpi)
    several = figure.subplots(rows, columns, squeeze=False, height_ratios=height_ratios)
    return several.view(kind)


def _figure_size(
    width: float, height: float, figsize: Size, least_height: float
) -> tuple[float, float]:
    """The size of a new figure: the user's, or that of the picture, in proportion to the font."""
    if figsize is not None:
        pair = tuple(figsize) if np.ndim(figsize) == 1 else ()
        if len(pair) != 2 or not all(is_number(v) and 0 < v < np.inf for v in pair):
            raise ValueError(
                f"figsize={describe_value(figsize)}: give width and height in inches, (6, 4)"
            )
        return float(pair[0]), float(pair[1])
    if own := user_setting("figure.figsize"):
        return float(own[0]), max(float(own[1]), least_height)
    scale = max(1.0, font_scale())
    return scale * width, scale * height


def _new_figure(**options: Any) -> tuple[Figure, type[Panels]]:
    """A figure of pyplot where a session shows those; else one that nobody has to close."""
    if shows_pyplot_figures():
        from matplotlib import pyplot

        figure = pyplot.figure(**options)
        made = _new_figures.get()
        if made is not None:
            made.append(figure)
        return figure, Panels if is_ipython() else PngPanels
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(**options)
    FigureCanvasAgg(figure)
    return figure, PngPanels
