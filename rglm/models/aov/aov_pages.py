"""R's short page of an analysis of variance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_each, format_numbers
from rglm.formatting.numbers.rounding import zapsmall
from rglm.formatting.tables.html import html_tables
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.models.aov.aov_split import split_groups
from rglm.models.lm.lm_result import LmResult
from rglm.models.lm.term_squares import column_group_squares

ROWS = ("Sum of Squares", "Deg. of Freedom")
MAX_OFF_DIAGONAL = 1e-8  # of the R factor's largest entry, in a design with balanced effects


def short_page(fit: LmResult) -> list[str]:
    """The page of ``print(fit)``."""
    cells = _cells(fit)
    columns, names = cells.to_numpy().T.tolist(), [str(name) for name in cells]
    return [
        "Call:",
        *("   " + line if i == 0 else line for i, line in enumerate(deparse_lines(fit.call))),
        "",
        "Terms:",
        *string_matrix_lines(columns, ROWS, names),
        "",
        *_notes(fit),
    ]


def short_page_html(fit: LmResult) -> str:
    """``print(fit)`` for a notebook."""
    return html_tables(fit.call, {"Terms": _cells(fit)}, _notes(fit))


def _cells(fit: LmResult) -> pd.DataFrame:
    """Sums of squares and degrees of freedom of the terms and the residuals, as text."""
    groups = split_groups(fit, {}, False)
    df, squares = column_group_squares(fit, list(groups.values()))
    labels = [name for name, degrees in zip(groups, df, strict=True) if degrees > 0]
    df, squares = df[df > 0], squares[df > 0]
    if fit.df_residual > 0:
        labels.append("Residuals")
        df = np.append(df, fit.df_residual)
        squares = np.append(squares, fit._printed_numbers.deviance)
    texts = [format_numbers(zapsmall(squares)), format_numbers(df)]
    return pd.DataFrame(np.array(texts, dtype=object), index=list(ROWS), columns=labels)


def _notes(fit: LmResult) -> list[str]:
    """Residual standard error, aliased effects, balance, and rows left out."""
    lines = []
    if fit.df_residual > 0:
        lines.append(f"Residual standard error: {format_each([fit.sigma])[0]}")
    p, rank = len(fit.names), fit.rank
    if rank < p:
        lines.append(f"{p - rank} out of {p} effects not estimable")
    if rank > int(fit._schema.parsed.intercept):
        lines.append(f"Estimated effects {'are ' if _is_balanced(fit) else 'may be un'}balanced")
    if fit.na_action is not None:
        lines.append(fit.na_action.naprint())
    return lines


def _is_balanced(fit: LmResult) -> bool:
    """Whether the columns are orthogonal, so that no effect depends on the order of the terms."""
    unscaled = fit._solution.system.covariance()
    size = np.sqrt(np.diag(unscaled))
    correlation = np.abs(unscaled / np.outer(size, size))
    np.fill_diagonal(correlation, 0.0)
    return bool(correlation.max(initial=0.0) < MAX_OFF_DIAGONAL)
