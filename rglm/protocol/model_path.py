"""The path of models that a stepwise search takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from rglm.formatting.tables.data_frame import data_frame_cells, data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.deparse_lines import deparse_lines


class Step(NamedTuple):
    """A model of the path, and the change that led to it."""

    change: str
    df_residual: float
    deviance: float
    aic: float


@dataclass(frozen=True)
class ModelPath:
    """The steps from the first model to the last (R's ``fit$anova``); printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        ``Step``, ``Df``, ``Deviance``, ``Resid. Df``, ``Resid. Dev`` and ``AIC`` (``Cp`` of a
        linear model whose variance is known).
    heading : str
        The first and the last formula.
    """

    table: pd.DataFrame
    heading: str

    def __repr__(self) -> str:
        return "\n".join(data_frame_lines(self.table))

    def _repr_html_(self) -> str:
        return html_table(data_frame_cells(self.table), self.heading.strip())


def model_path(steps: Sequence[Step], first: str, last: str, criterion: str = "AIC") -> ModelPath:
    """The path of some steps between two formulas; `criterion` names what fell."""
    changes, rest, deviances, aics = (list(column) for column in zip(*steps, strict=True))
    columns = {
        "Step": changes,
        "Df": np.r_[np.nan, np.diff(rest)],
        "Deviance": np.r_[np.nan, np.abs(np.diff(deviances))],
        "Resid. Df": rest,
        "Resid. Dev": deviances,
        criterion: aics,
    }
    initial, final = ("\n".join(deparse_lines(formula)) for formula in (first, last))
    title = "Stepwise Model Path \nAnalysis of Deviance Table"
    heading = f"{title}\n\nInitial Model:\n{initial}\n\nFinal Model:\n{final}\n\n"
    return ModelPath(pd.DataFrame(columns, index=range(1, len(steps) + 1)), heading)
