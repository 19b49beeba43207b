"""A formula from another one: R's update.formula."""

from __future__ import annotations

import re

from rglm.design.errors import FormulaError
from rglm.design.formula import ParsedFormula, parse


def update_formula(old: ParsedFormula, new: str) -> str:
    """R's ``update.formula``: ``.`` on a side of `new` is that side of `old`, then simplified.

    Examples
    --------
    >>> from rglm.design.formula import parse
    >>> update_formula(parse("y ~ a + b * x"), ". ~ . - a")
    'y ~ b + x + b:x'
    """
    old_left, old_right = old.text.split("~", 1)
    left, tilde, right = new.partition("~")
    if not tilde:
        raise FormulaError(f"update() takes a formula such as '. ~ . - x', got {new!r}")
    dot = re.compile(r"(?<![\w.)`'\"])\.(?![\w.(])")
    left = dot.sub(lambda _: old_left.strip(), left.strip()) or old_left.strip()
    right = dot.sub(lambda _: f"({old_right.strip()})", right.strip())
    return simplified(parse(f"{left} ~ {right}"), left)


def simplified(parsed: ParsedFormula, left: str | None = None) -> str:
    """The formula as the sum of its terms, offsets last, ``- 1`` for no intercept."""
    offsets = [e.name for e in parsed.offsets]
    pieces = [*parsed.labels, *offsets]
    right = " + ".join(pieces) or ("1" if parsed.intercept else "")
    if not parsed.intercept:
        right = f"{right} - 1" if right else "-1"
    response = parsed.response.name if parsed.response else left
    return f"{response} ~ {right}"
