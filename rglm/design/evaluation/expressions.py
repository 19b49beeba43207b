"""R expressions inside a formula: read once, named as R names them, evaluated on columns.

``log(x + 1)``, ``I(x^2)``, ``as.factor(g)``, ``x %in% c("a", "b")`` are R; Python's ``**``,
``and``, ``or``, ``not``, ``in``, ``True`` and ``[1, 2]`` are read too.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rglm.design.evaluation.evaluate import Evaluator
from rglm.design.evaluation.formula_functions import (
    FORMULA_CONSTANTS,
    contrast_function,
    vocabulary_name,
)
from rglm.design.evaluation.parse_expression import parse_expression
from rglm.design.syntax.grammar import COMPARISONS
from rglm.design.syntax.r_spelling import quote_name
from rglm.design.syntax.syntax_tree import Attribute, Binary, Call, Name, Node, Unary
from rglm.design.syntax.tree_walks import walk

if TYPE_CHECKING:
    from rglm.design.evaluation.scope import Scope


@dataclass(frozen=True)
class Expression:
    """An expression of R code, ready to be evaluated.

    Attributes
    ----------
    name : str
        R's name for it.
    source : str
        The text that is read back as the same expression; it differs from the name in numbers of
        more than 15 digits.
    tree : Node
    column : str or None
        The column, if the expression is a column's name and no more.
    reads : tuple of str
        The names that may be columns; of ``a.b`` also ``a``.
    names : tuple of str
        The names of columns, constants and objects, as they are written.
    functions : tuple of str
        The names of the functions that are not in the vocabulary.
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
        """The name in ``contrasts=`` and ``xlevels``: that of a column has no backticks."""
        return self.name if self.column is None else self.column

    @property
    def is_condition(self) -> bool:
        """Whether it is of lower precedence than ``+``, so that a sum needs parentheses."""
        if isinstance(self.tree, Binary):
            return self.tree.operator in (*COMPARISONS, "&", "|")
        return isinstance(self.tree, Unary)

    @property
    def is_operation(self) -> bool:
        """Whether it is an operator's, so that an interaction needs parentheses."""
        return isinstance(self.tree, (Binary, Unary))

    @property
    def is_constant(self) -> bool:
        """Whether it reads nothing but numbers and texts, ``-c(6, 16)``."""
        return not (self.names or self.reads or self.functions or self.has_attributes)

    def missing_names(self, columns: Container[str], borrowed: Container[str]) -> list[str]:
        """The names that are neither columns nor constants, nor borrowed of a context."""
        missing = []
        for name in self.names:
            heads = {name} if self.column == name else {name, name.partition(".")[0]}
            is_constant = name in FORMULA_CONSTANTS or contrast_function(name) is not None
            if not is_constant and not any(h in columns or h in borrowed for h in heads):
                missing.append(name)
        return missing

    def columns_of(self, known: Container[str]) -> list[str]:
        """The columns, among those `known`, that it reads: ``a.b`` is not ``a`` if it is one."""
        heads = {name.partition(".")[0] for name in self.names if name not in known}
        return [n for n in self.reads if n in known and (n in self.names or n in heads)]

    def __reduce__(self) -> tuple[Callable[[str], Expression], tuple[str]]:
        """An expression is pickled as its text."""
        return expression, (self.source,)

    def evaluate(self, scope: Scope) -> Any:
        """The value over the rows of a scope."""
        return self.tree.accept(Evaluator(scope))


@lru_cache(maxsize=4096)
def column(name: str) -> Expression:
    """The expression of a column's name, in backticks unless R can read it bare."""
    text = quote_name(name)
    return Expression(text, text, Name(name, quoted=True), name, (name,), (name,))


@lru_cache(maxsize=4096)
def expression(code: str) -> Expression:
    """The expression of R code, as it stands in a formula or in ``weights="..."``.

    Raises FormulaError: the code is not an expression.
    """
    return expression_of_tree(parse_expression(code))


def expression_of_tree(tree: Node) -> Expression:
    """The expression of a syntax tree."""
    if isinstance(tree, Name) and tree.quoted:
        return column(tree.text)
    names: dict[str, None] = {}
    reads: dict[str, None] = {}
    functions: dict[str, None] = {}
    has_attributes = False
    for node in walk(tree):
        if isinstance(node, Name):
            names[node.text] = reads[node.text] = None
            if "." in node.text and not node.quoted:
                reads[node.text.partition(".")[0]] = None
        elif isinstance(node, Call) and isinstance(node.function, Name):
            functions[node.function.text] = None
        has_attributes |= isinstance(node, Attribute)
    return Expression(
        name=tree.deparse(),
        source=tree.deparse(exact=True),
        tree=tree,
        column=tree.text if isinstance(tree, Name) else None,
        reads=tuple(name for name in reads if name),
        names=tuple(names),
        functions=tuple(name for name in functions if vocabulary_name(name) is None),
        has_attributes=has_attributes,
    )
