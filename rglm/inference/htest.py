"""The result of a test of one hypothesis, printed as R prints an ``htest``."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap

import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_text
from rglm.formatting.tables.named_vector import named_vector_lines

ALTERNATIVE_TEXTS = {
    "two.sided": "not equal to",
    "two_sided": "not equal to",
    "less": "less than",
    "greater": "greater than",
}


@dataclass(frozen=True)
class HTest(AttributeHints):
    """A test; printing shows R's page.

    Attributes
    ----------
    statistic : dict
        The statistic under its name, ``{"z": 2.1}``.
    p_value : float
    method : str
    data_name : str
        What was tested.
    parameter : dict
        Of its distribution, ``{"df": 5}``.
    estimate : dict
        What the test estimates, by name.
    null_value : dict
        The value under the hypothesis, by name.
    alternative : {"two.sided", "less", "greater", None}
    note : str
        A line below the page; empty in what R knows.

    Examples
    --------
    >>> HTest({"X-squared": 12.592}, 0.05, "Pearson's chi-squared", "fit", {"df": 6})
    <BLANKLINE>
        Pearson's chi-squared
    <BLANKLINE>
    data:  fit
    X-squared = 12.592, df = 6, p-value = 0.05
    <BLANKLINE>
    """

    statistic: dict[str, float]
    p_value: float
    method: str
    data_name: str
    parameter: dict[str, float] = field(default_factory=dict)
    estimate: dict[str, float] = field(default_factory=dict)
    null_value: dict[str, float] = field(default_factory=dict)
    alternative: str | None = None
    note: str = ""

    def __repr__(self) -> str:
        return "\n".join(htest_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def htest_lines(test: HTest) -> list[str]:
    """The lines of R's ``print.htest``."""
    lines = ["", *(f"\t{line}" for line in wrap(test.method, 70)), ""]
    lines += [f"data:  {test.data_name}", *wrap(_numbers(test), int(0.9 * settings.width))]
    if test.alternative is not None:
        lines += _alternative(test)
    if test.estimate:
        estimates = pd.Series(test.estimate, dtype=float)
        lines += ["sample estimates:", *named_vector_lines(estimates)]
    lines.append("")
    return (
        [*lines, *wrap(test.note, settings.width, break_on_hyphens=False), ""]
        if test.note
        else lines
    )


def _numbers(test: HTest) -> str:
    """``z = 2.1, df = 5, p-value = 0.04``."""
    digits = max(1, settings.digits - 2)
    parts = [
        f"{name} = {format_numbers([value], digits, na='NaN')[0]}"
        for name, value in {**test.statistic, **test.parameter}.items()
    ]
    p = format_pval([test.p_value], max(1, settings.digits - 3), na="NaN")[0]
    return ", ".join([*parts, f"p-value {p.strip()}" if p.startswith("<") else f"p-value = {p}"])


def _alternative(test: HTest) -> list[str]:
    if len(test.null_value) != 1 or test.alternative is None:
        return [f"alternative hypothesis: {test.alternative}"]
    ((name, value),) = test.null_value.items()
    null = format_numbers([value], 15)[0]
    return [f"alternative hypothesis: true {name} is {ALTERNATIVE_TEXTS[test.alternative]} {null}"]
