"""The answers of `check_model` in words, and their figure."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from os import PathLike
from textwrap import wrap
from typing import TYPE_CHECKING

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.options import settings
from rglm.inference.model_checks.model_checks import ModelChecks
from rglm.inference.simulated_residuals.simulated_residuals import SimulatedResiduals
from rglm.inference.simulated_residuals.verdict import (
    VerdictTable,
    heading_html,
    verdict_html,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class ModelCheck(AttributeHints):
    """What `check_model` has found; printing shows it in words.

    Attributes
    ----------
    tests : DataFrame
        By question ``statistic p_value status verdict``; NaN where there is no test.
    figure : Figure or None
        None with ``plot=False``.
    residuals : SimulatedResiduals or None
        The residuals and simulations behind it; None of a quasi family.
    """

    _checks: ModelChecks
    figure: Figure | None

    @property
    def tests(self) -> VerdictTable:
        """A row for each question."""
        return VerdictTable.of(self._checks.verdicts.values())

    @property
    def residuals(self) -> SimulatedResiduals | None:
        """The simulated residuals; None of a quasi family."""
        return self._checks.residuals

    def save(self, path: str | PathLike[str], dpi: float | None = None) -> None:
        """Write the figure to a file, whose name says of which kind: ``"check.png"``.

        Parameters
        ----------
        path : str or path
        dpi : float, optional
            Dots per inch; by default those of the figure.

        Raises
        ------
        ValueError
            There is no figure.
        """
        if self.figure is None:
            raise ValueError("there is no figure: check_model(plot=False) was asked for none")
        self.figure.savefig(path, dpi=dpi or "figure")

    def __repr__(self) -> str:
        summary = wrap(self._checks.summary(), settings.width)
        head = ["", "Model check", *self._checks.heading, "", *summary, ""]
        return "\n".join([*head, repr(self.tests), ""])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        lines = heading_html(self._checks.heading)
        summary = f"<p>{escape(self._checks.summary())}</p>"
        page = f"<p><b>Model check</b><br>{lines}</p>{summary}{verdict_html(self.tests)}"
        return page + self._image()

    def _image(self) -> str:
        """The figure for a notebook that pyplot does not show it in."""
        if self.figure is None or self.figure.canvas.manager is not None:
            return ""
        from base64 import b64encode
        from io import BytesIO

        page = BytesIO()
        self.figure.savefig(page, format="png", dpi=100)
        return f'<img alt="" src="data:image/png;base64,{b64encode(page.getvalue()).decode()}">'
