"""How formulas read the columns of their data: as numbers, as levels, or in steps."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

from rglm.design.evaluation.expressions import Expression
from rglm.design.evaluation.formula_functions import vocabulary_name
from rglm.design.frame.schema import Schema
from rglm.design.syntax.syntax_tree import Binary, Call, Name, Node
from rglm.design.syntax.tree_walks import walk, without_parentheses

# functions that make a level of each value, and how many of their arguments are columns
LEVEL_FUNCTIONS = {
    "factor": 1,
    "as_factor": 1,
    "ordered": 1,
    "as_ordered": 1,
    "as_character": 1,
    "relevel": 1,
    "C": 1,
    "interaction": None,
}
LEVEL_OPERATORS = ("==", "!=", "%in%")  # they ask for the very value
STEP_FUNCTIONS = ("cut", "round", "floor", "ceiling", "trunc", "sign", "as_integer", "as_logical")
STEP_OPERATORS = ("<", ">", "<=", ">=", "%/%", "%%")


def term_expressions(schemas: Iterable[Schema]) -> list[Expression]:
    """The variables of the terms of formulas."""
    return [e for schema in schemas for e in schema.parsed.expressions.values()]


def offset_expressions(schemas: Iterable[Schema]) -> list[Expression]:
    """The offsets of formulas."""
    return [e for schema in schemas for e in schema.offset_expressions]


def all_expressions(schemas: Sequence[Schema]) -> list[Expression]:
    """The variables of the terms and the offsets of formulas."""
    return [*term_expressions(schemas), *offset_expressions(schemas)]


def columns_read(expressions: Iterable[Expression], columns: Container[str]) -> list[str]:
    """The columns that expressions read, in their order."""
    return list(dict.fromkeys(name for e in expressions for name in e.columns_of(columns)))


def columns_of_terms(
    schemas: Iterable[Schema], columns: Container[str], least: int = 1
) -> list[set[str]]:
    """The columns that each term reads, of the terms with at least so many factors."""
    return [
        set(columns_read([schema.parsed.expressions[f.expr] for f in term.factors], columns))
        for schema in schemas
        for term in schema.parsed.terms
        if len(term.factors) >= least
    ]


def columns_as_levels(expressions: Iterable[Expression]) -> dict[str, str]:
    """The names read as levels, ``factor(x)`` or ``x == 1``, each with the text that does."""
    nodes = _nodes(expressions)
    return {name: node.deparse() for node in nodes for name in _levels_read(node)}


def columns_in_steps(expressions: Iterable[Expression]) -> dict[str, str]:
    """The names read in steps, ``cut(x, 3)`` or ``x > 1``, each with the text that does."""
    nodes = _nodes(expressions)
    return {name: node.deparse() for node in nodes for name in _columns_in_steps(node)}


def check_has_slope(schema: Schema, name: str) -> None:
    """Check that a formula reads a column as a number.

    Raises ValueError: it reads it as levels or in steps.
    """
    expressions = all_expressions([schema])
    levels, steps = columns_as_levels(expressions), columns_in_steps(expressions)
    for kind, texts in (("as levels", levels), ("in steps", steps)):
        if name in texts:
            raise ValueError(
                f"there is no slope of {name!r}: the formula reads it {kind}, {texts[name]}; "
                f"compare values of it, avg_comparisons(fit, {{{name!r}: [low, high]}})"
            )


def _nodes(expressions: Iterable[Expression]) -> Iterator[Node]:
    for expression in expressions:
        yield from walk(expression.tree)


def _levels_read(node: Node) -> list[str]:
    """The names that stand where a node asks for levels."""
    operands: Sequence[Node] = ()
    if isinstance(node, Binary) and node.operator in LEVEL_OPERATORS:
        operands = node.children
    elif isinstance(node, Call) and (name := _function(node)) in LEVEL_FUNCTIONS:
        operands = [value for _, value in node.arguments][: LEVEL_FUNCTIONS[name]]
    plain = map(without_parentheses, operands)
    return [operand.text for operand in plain if isinstance(operand, Name)]


def _columns_in_steps(node: Node) -> list[str]:
    is_step = (isinstance(node, Binary) and node.operator in STEP_OPERATORS) or (
        isinstance(node, Call) and _function(node) in STEP_FUNCTIONS
    )
    return [inside.text for inside in walk(node) if is_step and isinstance(inside, Name)]


def _function(call: Call) -> str:
    name = call.function.text if isinstance(call.function, Name) else ""
    return vocabulary_name(name) or ""
