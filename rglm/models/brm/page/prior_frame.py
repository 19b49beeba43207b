"""The table of priors as brms shows it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.bayes.priors.prior_table import PriorTable
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.wide_frame import WideFrame
from rglm.formatting.text.text_layout import string_matrix_lines

COLUMNS = ("prior", "class", "coef", "dpar", "lb", "ub", "source")


class PriorFrame(WideFrame):
    """A table of priors that prints as in brms: aligned to the right, without row names."""

    @property
    def _constructor(self) -> type[PriorFrame]:
        return PriorFrame

    @property
    def _has_text_alone(self) -> bool:
        """Whether it is still a table of texts, and not what a computation made of it."""
        return len(self) > 0 and all(isinstance(v, str) for v in self.to_numpy().ravel())

    def __repr__(self) -> str:
        if not self._has_text_alone:
            return super().__repr__()
        columns = [self.iloc[:, j].tolist() for j in range(self.shape[1])]
        names = [str(name) for name in self.columns]
        return "\n".join(string_matrix_lines(columns, [""] * len(self), names))

    __str__ = __repr__

    def _repr_html_(self) -> str | None:
        if not self._has_text_alone:
            return super()._repr_html_()  # type: ignore[misc]
        return html_table(pd.DataFrame(self).set_axis([""] * len(self), axis=0))


def prior_frame(priors: PriorTable) -> PriorFrame:
    """The priors, a row for each class that shares one and for each parameter; bounds as text."""
    rows = [
        (
            row.prior,
            row.class_,
            row.coef,
            row.dpar,
            _bound(row.lb),
            _bound(row.ub),
            row.source,
        )
        for row in priors.rows
    ]
    return PriorFrame(rows, columns=list(COLUMNS))


def _bound(value: float) -> str:
    return f"{value:.4g}" if np.isfinite(value) else ""
