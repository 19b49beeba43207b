"""R's short page of a glm, and the parts that the pages of all models share."""

from __future__ import annotations

from typing import Any, Protocol

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import signif
from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_tables, number_cells
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult

# arguments that are shown as they were written; strings of others are shown in quotes
EXPRESSION_ARGUMENTS = ("weights", "subset", "na_action", "offset", "contrasts")

STANDARD_ERRORS = "Standard errors"  # begins the line that names another covariance


class NamesCovariance(Protocol):
    """A summary that names the covariance of its standard errors, if it is not the model's own."""

    @property
    def covariance(self) -> str | None:
        """The name."""
        ...


class HasCall(Protocol):
    """A fit whose call can be printed."""

    @property
    def formula(self) -> str:
        """The formula."""
        ...

    @property
    def _function_name(self) -> str:
        """The model's function."""
        ...

    @property
    def _model_call(self) -> Any:
        """Its arguments."""
        ...


def covariance_note(summary: NamesCovariance) -> list[str]:
    """The line that names another covariance than the model's."""
    return [f"{STANDARD_ERRORS}: {summary.covariance}"] if summary.covariance is not None else []


def call_text(fit: HasCall) -> str:
    """The call in R's form: ``glm(formula = y ~ x, family = binomial(link = "logit"))``."""
    parts = [f"formula = {fit.formula}"]
    parts += [
        f"{name} = {_argument_text(name, v)}" for name, v in fit._model_call.shown_arguments()
    ]
    return f"{fit._function_name}({', '.join(parts)})"


def _argument_text(name: str, given: Any) -> str:
    """An argument as R deparses it: ``binomial(link = "logit")``; names of choices in quotes."""
    if name in EXPRESSION_ARGUMENTS:
        return str(given) if isinstance(given, (str, dict)) else "<array>"
    return f'"{given}"' if isinstance(given, str) else repr(given).replace("=", " = ")


def page_digits() -> int:
    """R's ``max(3, getOption("digits") - 3)``."""
    return max(3, settings.digits - 3)


def omitted_rows_note(fit: ModelResult) -> list[str]:
    """The line that counts the rows left out for missing values."""
    return [] if fit.na_action is None else [f"  ({fit.na_action.naprint()})"]


def short_page(fit: HasWorkingWeights) -> list[str]:
    """The page of ``print(fit)``."""
    first, *rest = deparse_lines(fit.call)
    lines = ["", f"Call:  {first}", *rest, ""]
    if len(fit.coefficients):
        lines += ["Coefficients:", *named_vector_lines(fit.coefficients, page_digits(), gap=2)]
    else:
        lines += ["No coefficients", ""]
    return [*lines, "", *_short_footer(fit)]


def _short_footer(fit: HasWorkingWeights) -> list[str]:
    """The lines below the coefficients."""
    null, residual, aic = (
        format_numbers(signif([v], page_digits()))[0]
        for v in (fit.null_deviance, fit.deviance, fit.aic)
    )
    return [
        f"Degrees of Freedom: {fit.df_null} Total (i.e. Null);  {fit.df_residual} Residual",
        *omitted_rows_note(fit),
        f"Null Deviance:\t    {null} ",
        f"Residual Deviance: {residual} \tAIC: {aic}",
    ]


def short_page_html(fit: HasWorkingWeights) -> str:
    """``print(fit)`` for a notebook."""
    cells = number_cells(fit.coefficients, page_digits(), "Coefficient")
    tables = {"Coefficients": cells} if len(cells) else {}
    footer = [*([] if tables else ["No coefficients"]), *_short_footer(fit)]
    return html_tables(fit.call, tables, footer)
