"""A formula from another one: R's update.formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.formula.dot_expansion import has_dot, put_in_front, replace_dot, without
from rglm.design.formula.formula_parts import split_parts, split_sides, whole_parts
from rglm.design.formula.parsed_formula import ParsedFormula, from_side, parse
from rglm.design.syntax.parser import parse_side
from rglm.design.syntax.syntax_tree import Node
from rglm.design.syntax.tokens import with_dot
from rglm.errors import FormulaError


def update_formula(old: Sequence[ParsedFormula], new: str) -> str:
    """R's ``update.formula``: ``.`` on a side of `new` is that side of `old`, then simplified.

    Of a formula of several parts each is updated by its own; one that `new` lacks stays.

    Examples
    --------
    >>> from rglm.design.formula.parsed_formula import parse
    >>> update_formula([parse("y ~ a + b * x")], ". ~ . - a")
    'y ~ b + x + b:x'
    >>> update_formula([parse("y ~ a + b"), parse("y ~ z")], ". ~ . - a | . + b")
    'y ~ b | z + b'
    """
    first, *others = split_parts(new)
    changed = [_updated(old[0], first)]
    if len(others) >= len(old) > 1:
        raise FormulaError(f"update(): {new!r} has more parts than the model, {len(old)}")
    response = split_sides(changed[0])[0]
    for part, text in zip(old[1:], others + ["."] * len(old), strict=False):
        changed.append(split_sides(_updated(part, f"{response} ~ {text}"))[1])
    further = [] if len(old) > 1 else [f"{response} ~ {text}" for text in others]
    changed += [split_sides(_updated(old[0], text))[1] for text in further]
    return " | ".join(changed)


def kept_contrasts(
    formula: str, contrasts: Mapping[str, Any] | None, columns: Sequence[str]
) -> Mapping[str, Any] | None:
    """The contrasts of the factors that are still in a formula."""
    if not contrasts:
        return contrasts
    left = set().union(*(parse(part, columns).names for part in whole_parts(formula)))
    return {name: made for name, made in contrasts.items() if name in left}


def _updated(old: ParsedFormula, new: str) -> str:
    left, right = split_sides(new)
    if not right or (not left and "~" not in new):
        raise FormulaError(f"update() takes a formula such as '. ~ . - x', got {new!r}")
    response = with_dot(left, old.response.source) or old.response.source
    return simplified(from_side(expression(response), _with_old(parse_side(right), old)))


def _with_old(side: Node, old: ParsedFormula) -> Node:
    """The side with the old one as it was written in place of ``.``.

    Its offsets go in front, where what the new side does to the terms leaves them be.
    """
    if not has_dot(side):
        return side
    kept = without(old.side, {e.source for e in old.offsets})
    return put_in_front([e.tree for e in old.offsets], replace_dot(side, kept))


def _labels(parsed: ParsedFormula) -> list[str]:
    """The labels of the terms, with the parentheses by which they are read again."""
    return [_label([parsed.expressions[f.expr] for f in term.factors]) for term in parsed.terms]


def _label(variables: Sequence[Expression]) -> str:
    several = len(variables) > 1
    return ":".join(
        f"({found.source})"
        if found.is_condition or (several and found.is_operation)
        else found.source
        for found in variables
    )


def simplified(parsed: ParsedFormula) -> str:
    """The formula as the sum of its terms, offsets last, ``- 1`` for no intercept."""
    offsets = [e.source for e in parsed.offsets]
    pieces = [*_labels(parsed), *offsets]
    right = " + ".join(pieces) or "1"
    right = right if parsed.intercept else f"{right} - 1"
    return f"{parsed.response.source} ~ {right}"
