"""R's pages of zero-inflated and hurdle models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.matrix import correlation_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.tables.print_pages import covariance_note, page_digits

if TYPE_CHECKING:
    from rglm.models.twopart.twopart_fit import TwoPartFit

POSITIVE_PART_TITLES = {
    "lognormal": "lognormal with identity link of log y",
    "gamma": "gamma with log link",
}


def part_titles(fit: TwoPartFit) -> tuple[str, str]:
    """The titles of the coefficients of each part."""
    if fit.zero_dist is None:
        zero = f"Zero-inflation model coefficients (binomial with {fit.link} link):"
        return f"Count model coefficients ({fit.dist} with log link):", zero
    censored = fit.zero_dist != "binomial"
    of = f"censored {fit.zero_dist} with log" if censored else f"binomial with {fit.link}"
    first = POSITIVE_PART_TITLES.get(fit.dist)
    count = f"Count model coefficients (truncated {fit.dist} with log link):"
    positive = count if first is None else f"Positive model coefficients ({first}):"
    return positive, f"Zero hurdle model coefficients ({of} link):"


def print_lines(fit: TwoPartFit) -> list[str]:
    """The lines of ``print(fit)``."""
    lines = ["", "Call:", *deparse_lines(fit.call), ""]
    for model, title in zip(("count", "zero"), part_titles(fit), strict=True):
        lines += [title, *named_vector_lines(fit.coef(model), page_digits(), gap=2)]
        lines += [*_part_scalar_lines(fit, model), ""]
    return lines


def _auxiliary_values(fit: TwoPartFit) -> Any:
    """Theta, sigma or shape; infinite where their logarithm is."""
    with np.errstate(over="ignore"):
        return np.exp(fit.scalars)


def _part_scalar_lines(fit: TwoPartFit, model: str) -> list[str]:
    """Theta, or what else a part has beside its coefficients."""
    shapes = _auxiliary_values(fit)
    shapes = shapes[[name.startswith("zero_") == (model == "zero") for name in shapes.index]]
    named = {name.partition("(")[2].rstrip(")").capitalize(): v for name, v in shapes.items()}
    return [f"{name} = {round4(value)} " for name, value in named.items()]


def round4(value: float) -> str:
    """To four decimals, as R shows theta."""
    return format_numbers([float(np.round(value, 4))])[0]


def summary_lines(summary: Any) -> list[str]:
    """The lines of ``print(summary(fit))``."""
    fit, (count, zero) = summary.fit, part_titles(summary.fit)
    tables = summary.coefficients
    lines = ["", "Call:", *deparse_lines(fit.call)]
    if summary.residuals is not None:
        lines += [
            "",
            "Pearson residuals:",
            *named_vector_lines(summary.residuals, page_digits()),
        ]
    count_cells, zero_cells = (coefmat_cells(tables[n], page_digits()) for n in ("count", "zero"))
    lines += ["", count, *cells_lines(count_cells, signif_legend=False)]
    lines += [] if fit.zero_dist else [""]
    lines += [zero, *cells_lines(zero_cells, signif_legend=False)]
    lines += _legend(tables)
    lines += [line for note in covariance_note(summary) for line in ("", note)]
    lines += ["", *footer_lines(fit)]
    if summary.correlation is not None:
        lines += ["", "Correlation of Coefficients:"]
        lines += correlation_lines(summary.correlation, page_digits())
    return lines


def footer_lines(fit: TwoPartFit) -> list[str]:
    """The lines below the tables."""
    value = f"{fit.loglik:.4g}"  # R's formatC() of four digits, which pads to five
    return [
        *scalar_lines(fit),
        f"Number of iterations in Newton optimization: {fit.iter} ",
        f"Log-likelihood: {value:>5} on {fit.edf} Df",
    ]


def scalar_lines(fit: TwoPartFit) -> list[str]:
    """The lines of the auxiliary parameters: theta of a hurdle by part, else a line each."""
    scalars = _auxiliary_values(fit)
    shown: dict[str, list[str]] = {name.removeprefix("zero_"): [] for name in scalars.index}
    for name, value in scalars.items():
        part = "zero" if name.startswith("zero_") else "count"
        shown[name.removeprefix("zero_")].append(f"{part} = {round4(value)}")
    lines = []
    for name, parts in shown.items():
        word = name.partition("(")[2].rstrip(")").capitalize()
        of_hurdle = fit.zero_dist is not None and word == "Theta"
        plain = f"{word} = {parts[0].partition(' = ')[2]} "
        lines.append(f"{word}: {', '.join(parts)}" if of_hurdle else plain)
    return lines


def _legend(tables: dict[str, pd.DataFrame]) -> list[str]:
    """The legend of the stars, where a table has any."""
    from rglm.formatting.numbers.pvalues import legend_lines
    from rglm.formatting.options import resolve_width, settings

    starred = any((table.iloc[:, 3] < 0.1).any() for table in tables.values())
    if not (starred and settings.signif_stars):
        return []
    return ["---", *legend_lines(resolve_width(None))]
