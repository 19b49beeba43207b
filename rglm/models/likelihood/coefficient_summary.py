"""The base class of summaries with one table of coefficients."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import correlation_cells
from rglm.inference.tables.maketables_summary import MaketablesSummary
from rglm.inference.tables.print_pages import page_digits

if TYPE_CHECKING:
    from rglm.protocol.capabilities import HasLikelihoodModel


@dataclass(frozen=True)
class CoefficientSummary(MaketablesSummary, AttributeHints, ABC):
    """One table of coefficients with z tests, as a page and in a notebook."""

    coefficients: pd.DataFrame
    fit: HasLikelihoodModel
    correlation: pd.DataFrame | None = None
    covariance: str | None = None
    vcov: Any = None

    @abstractmethod
    def lines(self) -> list[str]:
        """The lines of the page."""

    @abstractmethod
    def footer(self) -> list[str]:
        """The lines below the table."""

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        cells = {"Coefficients": coefmat_cells(self.coefficients, page_digits())}
        if self.correlation is not None:
            cells["Correlation of Coefficients"] = correlation_cells(
                self.correlation, page_digits()
            )
        return html_tables(self.fit.call, cells, self.footer())
