"""The result of `lm`: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.models.lm.lm_result import LmResult

if TYPE_CHECKING:
    import pandas as pd

    from rglm.models.lm import summary as _summary


class LmFit(LmResult):
    """A fitted linear model, as `lm` returns it.

    Printing shows R's short page; `summary` the long one. Row values are Series with the
    index of the data; coefficients and matrices carry R's names.

    Attributes
    ----------
    coefficients : Series (p,)
        The estimates, NaN where a coefficient is aliased.
    fitted_values : Series (n,)
        X beta + offset.
    effects : Series (n,) or None
        Q'y of the QR factorization, the first `rank` under the names of the coefficients; of data
        in chunks these alone.
    rank, df_residual : int
    sigma : float
        The residual standard error.
    r_squared, adj_r_squared : float
    fstatistic : Series or None
        ``value numdf dendf``.
    deviance, null_deviance : float
        The weighted residual sums of squares, of the model and of the intercept (and the offset).
    weights, prior_weights : Series (n,)
        The weights given, else 1.
    y : Series (n,)
        The response.
    contrasts, xlevels, formula, terms, offset, data, call, na_action
        What the fit was made of.
    """

    _function_name = "lm"
    _clustered_type = "HC1"  # as sandwich's vcovCL has it for lm, and for no other model

    def _print_lines(self) -> list[str]:
        from rglm.models.lm.pages import summary_page

        return summary_page.short_page(self)

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        from rglm.models.lm.pages import summary_page

        return summary_page.short_page_tables(self)

    def _print_footer(self) -> list[str]:
        return []

    if TYPE_CHECKING:
        summary = _summary.summary
    else:
        summary = lazy_method("models.lm.summary")
