"""R expressions inside a formula: read once, named as R names them, evaluated on columns.

``log(x + 1)``, ``I(x^2)``, ``as.factor(g)``, ``x %in% c("a", "b")`` are R; Python's ``**``,
``and``, ``or``, ``not``, ``in``, ``True`` and ``[1, 2]`` are read too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rglm.design.evaluation.evaluate import evaluate, is_contrasts
from rglm.design.evaluation.formula_functions import word_of
from rglm.design.syntax.deparse import deparse, quoted
from rglm.design.syntax.grammar import COMPARISONS
from rglm.design.syntax.parser import parse_expression
from rglm.design.syntax.syntax_tree import (
    Attribute,
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Sequence,
    Unary,
)

if TYPE_CHECKING:
    from rglm.design.evaluation.scope import Scope


@dataclass(frozen=True)
class Expression:
    """An expression ready to be evaluated.

    Attributes
    ----------
    name : str
        R's name for it.
    source : str
        The text that is read back as the same expression: the name, but for numbers of more than
        15 digits.
    tree : Node
    column : str or None
        The column that it is, if it is no more than one's name.
    reads : tuple of str
        The names that may be columns which it reads; of ``a.b`` also ``a``.
    names : tuple of str
        The names of columns, constants and objects as they are written.
    functions : tuple of str
        The names of the functions that are no words of the vocabulary.
    has_attributes : bool
        Whether it reads an attribute, which an empty context refuses.
    """

    name: str
    source: str
    tree: Node = field(compare=False, repr=False)  # its depth is that of a long sum
    column: str | None
    reads: tuple[str, ...]
    names: tuple[str, ...]
    functions: tuple[str, ...] = ()
    has_attributes: bool = False

    @property
    def variable(self) -> str:
        """By what ``contrasts=`` and ``xlevels`` know it: a column without backticks."""
        return self.name if self.column is None else self.column

    @property
    def is_condition(self) -> bool:
        """Whether it binds looser than ``+``, so that a sum needs it in parentheses."""
        if isinstance(self.tree, Binary):
            return self.tree.operator in (*COMPARISONS, "&", "|")
        return isinstance(self.tree, Unary)

    @property
    def is_operation(self) -> bool:
        """Whether it is an operator's, so that a product of variables needs it in parentheses."""
        return isinstance(self.tree, (Binary, Unary))

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        """Its text says all of it."""
        return expression, (self.source,)

    def evaluate(self, scope: Scope) -> Any:
        """The value over the rows of `scope`, whose ``states`` keep what words learn."""
        return evaluate(self.tree, scope)


@lru_cache(maxsize=4096)
def column(name: str) -> Expression:
    """The expression that is a column's bare name; R quotes one that is no identifier."""
    return Expression(quoted(name), quoted(name), Name(name, quoted=True), name, (name,), (name,))


@lru_cache(maxsize=4096)
def expression(code: str) -> Expression:
    """Read R code, as it stands in a formula or in ``weights="..."``.

    Raises
    ------
    FormulaError
        The code is not an expression.
    """
    return of_tree(parse_expression(code))


def of_tree(tree: Node) -> Expression:
    """The expression of a tree."""
    if isinstance(tree, Name) and tree.quoted:
        return column(tree.text)
    names: dict[str, None] = {}
    heads: dict[str, None] = {}
    functions: dict[str, None] = {}
    has_attributes = False
    for node in walk(tree):
        if isinstance(node, Name):
            names[node.text] = heads[node.text] = None
            if "." in node.text and not node.quoted:
                heads[node.text.partition(".")[0]] = None
        elif isinstance(node, Call) and _is_borrowed(node.function):
            functions[node.function.text] = None
        has_attributes |= isinstance(node, Attribute)
    only = tree.text if isinstance(tree, Name) else None
    reads = tuple(name for name in heads if name)
    texts = deparse(tree), deparse(tree, exact=True)
    known = tuple(names), tuple(functions), has_attributes
    return Expression(*texts, tree, only, reads, *known)


def _is_borrowed(function: Node) -> bool:
    return isinstance(function, Name) and word_of(function.text) is None


def walk(tree: Node) -> Iterator[Node]:
    """Every node of a tree, from left to right; a called function's name is none of them."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        todo += reversed(_children(node))


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Binary):
        return node.left, node.right
    if isinstance(node, Call):
        called = () if isinstance(node.function, Name) else (node.function,)
        return (*called, *(value for _, value in node.given if not is_contrasts(node, value)))
    if isinstance(node, (Name, Constant)):
        return ()
    if isinstance(node, Sequence):
        return node.items
    if isinstance(node, Attribute):
        return (node.value,)
    return (node.inside,) if isinstance(node, Paren) else (node.operand,)
