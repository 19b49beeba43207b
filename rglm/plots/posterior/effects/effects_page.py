"""Conditional effects: a table for each, which can be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit
    from rglm.plots.posterior.effects import effect_plot as _effect_plot

SHOWN_ROWS = 3  # of each table


class ConditionalEffects(Mapping[str, pd.DataFrame]):
    """The response at values of predictors: by the name of an effect its table.

    Prints the first rows of each; `plot` draws them, and a notebook shows the picture.

    Attributes
    ----------
    prob : float
        The coverage of the intervals.
    label : str
        What is worked out.
    """

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        effects: Mapping[str, tuple[str, ...]],
        curves: Mapping[str, np.ndarray | None],
        label: str,
        shows_levels: bool,
        prob: float,
        fit: BrmFit,
    ) -> None:
        self._tables, self._effects, self._curves = dict(tables), dict(effects), dict(curves)
        self.label, self.prob = label, prob
        self._shows_levels, self._fit = shows_levels, fit

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._tables:
            known = ", ".join(self._tables)
            raise KeyError(f"no effect {name!r}; there are {known}")
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def __repr__(self) -> str:
        lines: list[str] = []
        for name, table in self._tables.items():
            lines += ["", f"{name}: {self.label}, {100 * self.prob:g}% interval"]
            lines += _head(table).to_string().split("\n")
            if len(table) > SHOWN_ROWS:
                lines.append(f"... {len(table)} rows")
        return "\n".join(lines[1:])

    def _repr_png_(self) -> bytes | None:
        """The picture that a notebook shows; None without matplotlib."""
        if find_spec("matplotlib") is None:
            return None
        from rglm.plots.style.axes_array import figure_png

        panels: Any = self.plot()
        figure = np.ravel(np.asarray(panels, dtype=object))[0].figure
        page = figure_png(figure)
        _close(figure)
        return page

    if TYPE_CHECKING:
        plot = _effect_plot.draw_effects
    else:
        plot = lazy_method("plots.posterior.effects.effect_plot", "draw_effects")


def _head(table: pd.DataFrame) -> pd.DataFrame:
    return table.head(SHOWN_ROWS).round(4)


def _close(figure: Any) -> None:
    """Close a figure of pyplot, which would be shown a second time."""
    import sys

    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)
