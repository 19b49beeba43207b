"""R's printed pages of a fit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import signif
from rglm.formatting.options import settings
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells, undefined_cells
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import correlation_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines

# arguments that are shown as they were written; the strings of others are choices, in quotes
EXPRESSIONS = ("weights", "subset", "na_action", "offset", "contrasts")

STANDARD_ERRORS = "Standard errors"  # begins the line that names another covariance


def covariance_note(summary: Any) -> list[str]:
    """The line that names another covariance than the model's."""
    return [f"{STANDARD_ERRORS}: {summary.covariance}"] if summary.covariance is not None else []


def call(fit: Any) -> str:
    """The call in R's form: ``glm(formula = y ~ x, family = binomial(link = "logit"))``."""
    parts = [f"formula = {fit.formula}"]
    parts += [f"{name} = {_written(name, v)}" for name, v in fit._model_call.shown_arguments()]
    return f"{fit._function_name}({', '.join(parts)})"


def _written(name: str, given: Any) -> str:
    """An argument as R deparses it: ``binomial(link = "logit")``; names of choices in quotes."""
    if name in EXPRESSIONS:
        return str(given) if isinstance(given, (str, dict)) else "<array>"
    return f'"{given}"' if isinstance(given, str) else repr(given).replace("=", " = ")


def digits() -> int:
    """R's ``max(3, getOption("digits") - 3)``."""
    return max(3, settings.digits - 3)


def short(fit: Any) -> list[str]:
    """The page of ``print(fit)``."""
    first, *rest = deparse_lines(fit.call)
    lines = ["", f"Call:  {first}", *rest, ""]
    if len(fit.coefficients):
        lines += ["Coefficients:", *named_vector_lines(fit.coefficients, digits(), gap=2)]
    else:
        lines += ["No coefficients", ""]
    lines += [
        "",
        f"Degrees of Freedom: {fit.df_null} Total (i.e. Null);  {fit.df_residual} Residual",
    ]
    if fit.na_action is not None:
        lines.append(f"  ({fit.na_action.naprint()})")
    null, residual, aic = (
        format_numbers(signif([v], digits()))[0]
        for v in (fit.null_deviance, fit.deviance, fit.aic)
    )
    lines.append(f"Null Deviance:\t    {null} ")
    lines.append(f"Residual Deviance: {residual} \tAIC: {aic}")
    return lines


def long(summary: Any) -> list[str]:
    """The page of ``fit.summary()``, as R prints it from version 4.3 on."""
    fit, table = summary.fit, summary.coefficients
    lines = ["", "Call:", *deparse_lines(fit.call), ""]
    if not len(table):
        lines += ["No Coefficients"]
    else:
        aliased = int(table["Estimate"].isna().sum())
        note = f" ({aliased} not defined because of singularities)" if aliased else ""
        lines += [
            f"Coefficients:{note}",
            *cells_lines(coefmat_cells(table, digits(), nan_cells=undefined_cells(table))),
        ]
    dispersion = format_numbers([summary.dispersion], 7, na="NaN")[0]
    lines.append("")
    if summary.standard_errors is not None:
        lines.append(f"{STANDARD_ERRORS}: {summary.standard_errors}")
    lines += [
        f"(Dispersion parameter for {fit.family.name} family taken to be {dispersion})",
        "",
        *_deviances(fit),
    ]
    if fit.na_action is not None:
        lines.append(f"  ({fit.na_action.naprint()})")
    title = fit._estimator.title
    lines += [
        f"AIC: {' ' * bool(title)}{format_numbers([fit.aic], max(4, digits() + 1))[0]}",
        "",
        *([f"Type of estimator: {title}"] if title else []),
        f"Number of Fisher Scoring iterations: {fit.iter}",
    ]
    if summary.correlation is not None and len(summary.correlation) > 1:
        lines += ["", "Correlation of Coefficients:"]
        lines += correlation_lines(summary.correlation, digits())
    return [*lines, "", *fit._print_footer()]


def _deviances(fit: Any) -> list[str]:
    values = format_numbers([fit.null_deviance, fit.deviance], max(5, digits() + 1))
    degrees = format_numbers([fit.df_null, fit.df_residual], 7)
    names = ("    Null", "Residual")
    return [
        f"{name} deviance: {value}  on {df}  degrees of freedom"
        for name, value, df in zip(names, values, degrees, strict=True)
    ]


def short_html(fit: Any) -> str:
    """``print(fit)`` for a notebook."""
    values = format_numbers(fit.coefficients, digits())
    cells = pd.DataFrame({"Coefficient": values}, index=fit.coefficients.index)
    page = short(fit)
    footer = [line for line in page[page.index("", 3) :] if line]
    return html_tables(fit.call, {"Coefficients": cells}, footer)


def long_html(summary: Any) -> str:
    """``fit.summary()`` for a notebook."""
    page = long(summary)
    first = (STANDARD_ERRORS, "(Dispersion")
    place = next(i for i, line in enumerate(page) if line.startswith(first))
    footer = [line for line in page[place:] if line]
    cells = coefmat_cells(summary.coefficients, digits())
    return html_tables(summary.fit.call, {"Coefficients": cells}, footer)
