"""How a formula reads the numeric columns of its data: as numbers, as levels, or in steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rglm.design.evaluation.formula_functions import vocabulary_name
from rglm.design.syntax.syntax_tree import Binary, Call, Name, Node
from rglm.design.syntax.tree_walks import walk, without_parentheses
from rglm.protocol.model_result import ModelResult

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


def predictor_columns(fit: ModelResult) -> list[str]:
    """The columns of the data that the terms of the formula read, those of offsets left out."""
    reads = (name for e in fit._schema.parsed.expressions.values() for name in e.reads)
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def level_columns(fit: ModelResult) -> set[str]:
    """The columns that the formula reads as levels somewhere, ``factor(x)`` or ``x == 1``."""
    return {name for node in _nodes(fit) for name in _levels_read(node) if name in fit.data}


def step_columns(fit: ModelResult) -> dict[str, str]:
    """The columns that the formula reads in steps somewhere, each with the text that does."""
    steps = ((name, node) for node in _nodes(fit) for name in _columns_in_steps(node))
    return {name: node.deparse() for name, node in steps if name in fit.data}


def _nodes(fit: ModelResult) -> Iterator[Node]:
    for expression in fit._schema.parsed.expressions.values():
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
