"""The cells of a table of models: templates to fill, and numbers to fill them with."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from rglm.formatting.hints.did_you_mean import did_you_mean

__all__ = ["CELL_FIELDS", "Template", "decimal", "p_value", "stars_of", "read_template"]

CELL_FIELDS = ("estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "stars")
EXPONENT_FROM = 1e10  # numbers from here on, and below its inverse, have an exponent
BRACKET_WORDS = {"(": " in parentheses", "[": " in brackets", "{": " in braces"}


@dataclass(frozen=True)
class Template:
    """A text with the names of numbers in braces, such as ``"({std_error})"``."""

    text: str
    fields: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """The text with its numbers; ``p = {p_value}`` can become ``p < 0.001``."""
        return self.text.format_map(values).replace("= <", "< ")

    @property
    def number_fields(self) -> tuple[str, ...]:
        """The fields that are numbers."""
        return tuple(name for name in self.fields if name != "stars")

    @property
    def group(self) -> str:
        """The name of the lines that are aligned with each other: those of one number alone."""
        is_number = (
            len(self.number_fields) == 1 and self.text.index("{" + self.number_fields[0]) <= 1
        )
        return "number" if is_number else self.text

    @property
    def is_explained(self) -> bool:
        """Whether its own words name its numbers, as in ``p = {p_value}``."""
        return any(character.isalpha() for character in re.sub(r"\{\w*\}", "", self.text))

    def brackets_of(self, field: str) -> str:
        """The words for the brackets around a number: `` in parentheses``, or "" without any."""
        bracket = re.search(rf"([(\[])[^()\[\]]*\{{{field}\}}", self.text)
        return BRACKET_WORDS[bracket[1]] if bracket else ""


def read_template(text: str, argument: str) -> Template:
    """Read a template.

    Raises
    ------
    TypeError
        It is no string.
    ValueError
        It has no field, an unknown one, or braces that do not match.
    """
    known = ", ".join(f"{{{name}}}" for name in CELL_FIELDS)
    if not isinstance(text, str):
        raise TypeError(f"{argument}= takes a text with fields such as {known}, got {text!r}")
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError as error:
        raise ValueError(f"{argument}={text!r} cannot be read: {error}") from None
    for _, name, spec, conversion in fields:
        if name not in CELL_FIELDS:
            raise ValueError(
                f"{argument}={text!r}: there is no field {{{name}}}; use {known}"
                f"{did_you_mean(str(name), CELL_FIELDS)}"
            )
        if spec or conversion:
            raise ValueError(f"{argument}={text!r}: digits= says how {{{name}}} is shown")
    if not fields:
        raise ValueError(f"{argument}={text!r} shows no number: name some in braces, {known}")
    return Template(text, tuple(str(name) for _, name, _, _ in fields))


def decimal(x: float, places: int, significant: bool = False) -> str:
    """A number with `places` decimals or significant digits; what rounds to 0 has no sign.

    Examples
    --------
    >>> decimal(-0.0004, 3), decimal(1234.5, 3, True), decimal(0.00012345, 3, True)
    ('0.000', '1234', '0.000123')
    """
    if not math.isfinite(x):
        return "NaN" if math.isnan(x) else "Inf" if x > 0 else "-Inf"
    if abs(x) >= EXPONENT_FROM or (significant and 0 < abs(x) < 1 / EXPONENT_FROM):
        return f"{x:.{max(places - significant, 0)}e}"
    if significant:
        exponent = int(f"{x:.{places - 1}e}".partition("e")[2])
        places = max(0, places - 1 - exponent)
    text = f"{x:.{places}f}"
    return text.lstrip("-") if float(text) == 0 else text


def p_value(p: float, places: int, significant: bool = False) -> str:
    """A p-value with `places` decimals; one that would be 0 is ``<0.001``."""
    smallest = 10.0**-places
    if p < smallest:
        return f"<{smallest:.{places}f}"
    return decimal(p, places, significant)


def stars_of(p: float, cuts: Mapping[str, float]) -> str:
    """The stars of a p-value: those of the smallest cut above it."""
    reached = [(cut, stars) for stars, cut in cuts.items() if p < cut]
    return min(reached)[1] if reached else ""
