"""The result of `aov`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.models.lm.lm_result import LmResult

if TYPE_CHECKING:
    from rglm.models.aov import aov_summary as _aov_summary
    from rglm.models.aov import model_tables as _model_tables
    from rglm.models.aov import tukey_hsd as _tukey_hsd
    from rglm.models.lm import summary as _lm_summary


class AovFit(LmResult):
    """A fitted analysis of variance, as `aov` returns it.

    All of an `LmFit`; printing shows the sums of squares of the terms, `summary` their F tests.
    ``summary_lm()`` is the page of the coefficients, R's ``summary.lm(fit)``.
    """

    _function_name = "aov"

    def _print_lines(self) -> list[str]:
        from rglm.models.aov.aov_pages import short_page

        return short_page(self)

    def _print_footer(self) -> list[str]:
        return []

    def _repr_html_(self) -> str:
        from rglm.models.aov.aov_pages import short_page_html

        return short_page_html(self)

    if TYPE_CHECKING:
        summary = _aov_summary.summary
        summary_lm = _lm_summary.summary
        TukeyHSD = _tukey_hsd.TukeyHSD
        model_tables = _model_tables.model_tables
    else:
        summary = lazy_method("models.aov.aov_summary")
        summary_lm = lazy_method("models.lm.summary", "summary")
        TukeyHSD = lazy_method("models.aov.tukey_hsd")
        model_tables = lazy_method("models.aov.model_tables")
