"""A formula from another one: R's update.formula."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.parse_expression import parse_side
from rglm.design.formula.dot_expansion import drop_variables, has_dot, prepend_terms, replace_dot
from rglm.design.formula.formula_parts import split_parts, split_sides
from rglm.design.formula.parsed_formula import ParsedFormula, expand_formula
from rglm.design.syntax.syntax_tree import Node
from rglm.design.syntax.tokens import replace_dots
from rglm.errors import FormulaError


def update_formula(old: Sequence[ParsedFormula], new: str) -> str:
    """R's ``update.formula``: ``.`` on a side of `new` is that side of `old`, then simplified.

    Of a formula of several parts each is updated by its own; a part that `new` lacks stays.

    Examples
    --------
    >>> from rglm.design.formula.parsed_formula import parse
    >>> update_formula([parse("y ~ a + b * x")], ". ~ . - a")
    'y ~ b + x + b:x'
    >>> update_formula([parse("y ~ a + b"), parse("y ~ z")], ". ~ . - a | . + b")
    'y ~ b | z + b'
    """
    first, *others = split_parts(new)
    updated = [_update_part(old[0], first)]
    if len(others) >= len(old) > 1:
        raise FormulaError(f"update(): {new!r} has more parts than the model, {len(old)}")
    response = split_sides(updated[0])[0]
    for part, text in zip(old[1:], others + ["."] * len(old), strict=False):
        updated.append(split_sides(_update_part(part, f"{response} ~ {text}"))[1])
    added = [] if len(old) > 1 else [f"{response} ~ {text}" for text in others]
    updated += [split_sides(_update_part(old[0], text))[1] for text in added]
    return " | ".join(updated)


def simplify(parsed: ParsedFormula) -> str:
    """The formula as the sum of its terms, offsets last, ``- 1`` for no intercept."""
    variables = [[parsed.expressions[f.expr] for f in term.factors] for term in parsed.terms]
    offsets = [e.source for e in parsed.offsets]
    right = " + ".join([*map(_readable_label, variables), *offsets]) or "1"
    right = right if parsed.intercept else f"{right} - 1"
    return f"{parsed.response.source} ~ {right}"


def _update_part(old: ParsedFormula, new: str) -> str:
    left, right = split_sides(new)
    if not right or (not left and "~" not in new):
        raise FormulaError(f"update() takes a formula such as '. ~ . - x', got {new!r}")
    response = replace_dots(left, old.response.source) or old.response.source
    return simplify(expand_formula(expression(response), _insert_old(parse_side(right), old)))


def _insert_old(side: Node, old: ParsedFormula) -> Node:
    """The side with the old one as it was written in place of ``.``.

    The old offsets go in front, where operators of the new side do not reach them.
    """
    if not has_dot(side):
        return side
    terms = drop_variables(old.side, {e.source for e in old.offsets})
    return prepend_terms([e.tree for e in old.offsets], replace_dot(side, terms))


def _readable_label(variables: Sequence[Expression]) -> str:
    """A term's label, with the parentheses by which it is read again."""
    is_interaction = len(variables) > 1
    return ":".join(
        f"({variable.source})"
        if variable.is_condition or (is_interaction and variable.is_operation)
        else variable.source
        for variable in variables
    )
