"""Tested hypotheses on brms' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.formatting.tables.data_frame import data_frame_cells
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.models.base.lazy_method import lazy_method
from rglm.models.brm.hypotheses.hypothesis_test import HypothesisTest

if TYPE_CHECKING:
    from rglm.plots.posterior import hypothesis_plot as _hypothesis_plot

DIGITS = 2  # behind the point, of the page
COLUMNS = (
    *("Hypothesis", "Estimate", "Est.Error", "CI.Lower", "CI.Upper"),
    *("Evid.Ratio", "Post.Prob", "Star"),
)


@dataclass(frozen=True, eq=False)
class BrmHypothesis:
    """Tested hypotheses; prints brms' page, and `plot` draws prior and posterior.

    Attributes
    ----------
    hypothesis : DataFrame (k, 8)
        Hypothesis, Estimate, Est.Error, CI.Lower, CI.Upper, Evid.Ratio, Post.Prob and Star, a row
        for each hypothesis.
    samples : DataFrame (S, k)
        The draws of what is tested against 0, the left side minus the right; columns H1, H2, ...
    prior_samples : DataFrame (n, k)
        Draws of the same from the prior; NaN where that is flat.
    class_ : str or None
        The class of the names.
    alpha : float
    notes : tuple of str
        What is wrong with the evidence ratio of a point hypothesis.
    """

    hypothesis: pd.DataFrame
    samples: pd.DataFrame
    prior_samples: pd.DataFrame
    class_: str | None
    alpha: float
    notes: tuple[str, ...] = ()

    if TYPE_CHECKING:
        plot = _hypothesis_plot.draw_hypotheses
    else:
        plot = lazy_method("plots.posterior.hypothesis_plot", "draw_hypotheses")

    @property
    def title(self) -> str:
        """The first line of the page."""
        return f"Hypothesis Tests for class {self.class_ or ''}:"

    def footer(self) -> list[str]:
        """The lines below the table: what intervals and stars are."""
        one, two = (f"{100 * (1 - k * self.alpha):g}%" for k in (2, 1))
        return [
            f"'CI': {one}-CI for one-sided and {two}-CI for two-sided hypotheses.",
            f"'*': For one-sided hypotheses, the posterior probability exceeds {two};",
            f"for two-sided hypotheses, the value tested against lies outside the {two}-CI.",
            "Posterior probabilities of point hypotheses assume equal prior probabilities.",
            *self.notes,
        ]

    def _cells(self) -> pd.DataFrame:
        shown = self.hypothesis.round(DIGITS).set_axis(self._numbers(), axis=0)
        return data_frame_cells(shown)

    def _numbers(self) -> list[str]:
        return [str(i + 1) for i in range(len(self.hypothesis))]

    def __repr__(self) -> str:
        cells = self._cells()
        columns = [cells.iloc[:, j].tolist() for j in range(cells.shape[1])]
        table = string_matrix_lines(columns, self._numbers(), list(cells.columns))
        return "\n".join([self.title, *table, "---", *self.footer()])

    def _repr_html_(self) -> str:
        return html_table(self._cells(), self.title, self.footer())


def hypothesis_page(
    tests: Sequence[HypothesisTest], names: Sequence[str], class_: str | None, alpha: float
) -> BrmHypothesis:
    """The page of tests; a name that is not empty is shown in the place of the hypothesis."""
    labels = [name or test.parsed.label for name, test in zip(names, tests, strict=True)]
    rows = [
        (label, t.estimate, t.error, t.lower, t.upper, t.evidence_ratio, t.probability, star)
        for label, t in zip(labels, tests, strict=True)
        for star in ["*" if t.is_starred else ""]
    ]
    columns = [f"H{i + 1}" for i in range(len(tests))]
    return BrmHypothesis(
        pd.DataFrame(rows, columns=COLUMNS),
        pd.DataFrame(np.column_stack([test.draws for test in tests]), columns=columns),
        pd.DataFrame(np.column_stack([test.prior_draws for test in tests]), columns=columns),
        class_,
        alpha,
        tuple(
            f"{label} {test.problem}."
            for label, test in zip(labels, tests, strict=True)
            if test.problem
        ),
    )
