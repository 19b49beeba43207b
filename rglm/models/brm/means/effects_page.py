"""Averages of predictions and of their changes on marginaleffects' page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.tables.html import html_tables
from rglm.inference.estimands.estimands import Estimands, LinearEstimands
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.inference.marginal_effects.hypotheses.read_hypotheses import read_hypotheses
from rglm.inference.marginal_effects.page import effect_cells, page_lines, shown_rows
from rglm.models.brm.tables.tidy import interval_ends

LIMITS = ("conf_low", "conf_high")


@dataclass(frozen=True, repr=False)
class PosteriorEffects(ColumnTable):
    """Averages draw by draw, with their medians and intervals of equal tails.

    Attributes
    ----------
    labels : DataFrame (k, ...)
        What each is of.
    draws : DataFrame (S, k)
        The draws of each.
    conf_level : float
    type : str
        "response" or "link".
    rows : DataFrame or None
        The row that each is of, where they are not averages.
    """

    labels: pd.DataFrame
    draws: pd.DataFrame
    conf_level: float
    type: str
    rows: pd.DataFrame | None = None

    @property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """What each is of, the median, and the ends of the interval."""
        values = self.draws.to_numpy()
        out = self.labels.copy()
        out["estimate"] = np.median(values, axis=0)
        out[list(LIMITS)] = interval_ends(values, self.conf_level)
        if self.rows is None:
            return out
        other = self.rows[[name for name in self.rows if name not in out]]
        return pd.concat([out, other.set_axis(out.index)], axis=1)

    def hypotheses(self, hypothesis: Any) -> PosteriorEffects:
        """Functions of the estimates, draw by draw; marginaleffects' ``hypotheses``.

        Parameters
        ----------
        hypothesis : str, list of str, vector, matrix or DataFrame
            Equations of the estimates b1, b2, ... (counted from 1), ``"b1 = b2"``; comparisons of
            rows, ``"difference ~ pairwise"``, ``"ratio ~ reference | group"``; weights.

        Returns
        -------
        PosteriorEffects

        Raises
        ------
        ValueError
            It is none of these, or it names what is not there; a number, which nothing tests.

        Examples
        --------
        >>> from rglm import brm
        >>> from rglm.datasets import load
        >>> fit = brm("breaks ~ tension", load("warpbreaks"), seed=1)
        >>> fit.avg_predictions(by="tension").hypotheses("sequential")["term"].tolist()
        ['M - L', 'H - M']
        """
        if isinstance(hypothesis, (int, float, np.number)):
            raise ValueError(
                f"hypothesis={hypothesis!r}: a posterior tests no value; its draws say how "
                f"probable more is, (effects.draws > {hypothesis!r}).mean()"
            )
        values = self.draws.to_numpy()
        k = values.shape[1]
        own = LinearEstimands(np.eye(k), np.zeros(k), np.zeros((k, 0)))
        parameters = Parameters(values.mean(axis=0), np.full((k, k), np.nan), np.inf)
        found = read_hypotheses(hypothesis, self.labels, Estimated(own, parameters))
        drawn = _at_draws(found.estimated.estimands, values)
        frame = pd.DataFrame(drawn, index=self.draws.index)
        return replace(self, labels=found.labels, draws=frame, rows=None)

    def _shown(self) -> tuple[pd.DataFrame, str, list[str]]:
        """The texts of the table, the line on rows that are left out, and the notes."""
        table = replace(self, rows=None).table.drop(columns="rowid", errors="ignore")
        shown, omitted = shown_rows(table)
        names = [str(name) for name in self.labels if name != "rowid"]
        cells = effect_cells(shown, names, self.conf_level)
        return cells, omitted, [f"Type: {self.type}"]

    def __repr__(self) -> str:
        return "\n".join(page_lines(*self._shown()))

    def _repr_html_(self) -> str:
        cells, omitted, notes = self._shown()
        return html_tables("", {"": cells}, [omitted, *notes] if omitted else notes)


def _at_draws(estimands: Estimands, values: np.ndarray) -> np.ndarray:
    """Functions of the estimates at each draw of these, (S, k) to (S, m)."""
    if estimands.is_linear:
        return values @ estimands.at(values[0])[1].T
    return np.array([estimands.at(one)[0] for one in values])
