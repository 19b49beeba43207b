"""Wilkinson & Rogers' (1973, Applied Statistics 22) algebra: a formula's side expanded into terms.

A term is a set of variables; here it is a whole number with a bit for each, so that ``a:b`` is
``a | b`` and a term that comes twice is found at once. ``+ - : * / ^ %in%`` are operators of the
algebra; everything else is a variable.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable

from rglm.design.evaluation.expressions import Expression, of_tree
from rglm.design.formula.dot_expansion import NOTHING
from rglm.design.size_limits import MAX_INTERACTIONS, MAX_PRODUCTS, MAX_TERMS
from rglm.design.syntax.deparse import deparse
from rglm.design.syntax.syntax_tree import (
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Unary,
    is_product_or_sum,
    spine,
)
from rglm.errors import FormulaError

SUMS = ("+", "-")
Terms = dict[int, None]  # an ordered set


def is_algebra(node: Node) -> bool:
    """Whether a node is of the algebra, and not a variable."""
    if isinstance(node, Paren):
        return is_algebra(node.inside)
    if isinstance(node, Unary):
        return node.operator in SUMS
    return is_product_or_sum(node) or _is_number(node)


def _is_number(node: Node) -> bool:
    numeric = isinstance(node, Constant) and isinstance(node.value, (int, float))
    return numeric and not isinstance(node.value, bool)


class Expansion:
    """The terms of a right side.

    Attributes
    ----------
    variables : dict
        The Expression of each variable by its text, in the order in which they appear.
    offsets : int
        The bits of the ``offset(...)`` variables.
    intercept : bool
    """

    def __init__(self) -> None:
        self.variables: dict[str, Expression] = {}
        self.bits: dict[str, int] = {}
        self.offsets = 0
        self.intercept = True
        self.products = 0
        self.taking = False  # whether what is read is taken away

    def expand(self, side: Node) -> list[int]:
        """The terms of a right side in R's order: by degree, then as they come; offsets last."""
        kept = self._sum({}, "+", side)
        return sorted(kept, key=lambda term: (bool(term & self.offsets), term.bit_count()))

    def terms(self, node: Node) -> Terms:
        """The terms of a node, in the order in which they come.

        Raises
        ------
        FormulaError
            A number that is neither 0 nor 1, a power that is none, or too many terms.
        """
        if isinstance(node, Paren) and is_algebra(node.inside):
            return self._sum({}, "+", node.inside)
        if isinstance(node, Unary) and node.operator in SUMS:
            return self._sum({}, node.operator, node.operand)
        if is_product_or_sum(node):
            return self._chain(node)
        if _is_number(node):
            raise FormulaError(
                f"a number in a formula is 1 or 0, with or without the intercept, not "
                f"{deparse(node)}; it does not scale a term (write I(2 * x))"
            )
        if isinstance(node, Constant):
            raise FormulaError(
                f"{deparse(node)} cannot be read as a term; a column's name stands without "
                "quotes, or in backticks"
            )
        if node == NOTHING:
            return {}
        return {self._variable(of_tree(_bare(node))): None}

    def _variable(self, found: Expression) -> int:
        key = found.source
        if key not in self.bits:
            self.bits[key] = 1 << len(self.bits)
            self.variables[key] = found
            if is_offset(found.tree):
                self.offsets |= self.bits[key]
        return self.bits[key]

    def _chain(self, node: Node) -> Terms:
        """A chain of operators from left to right; a sign in front is of the first summand."""
        first, rest = spine(node, of_terms=True)
        sign = "+"
        if isinstance(first, Unary) and first.operator in SUMS:
            sign, first = first.operator, first.operand
        out = self._sum({}, sign, first) if rest[0][0] in SUMS else self.terms(first)
        for symbol, right in rest:
            if symbol in SUMS:
                out, sign = self._sum(out if sign == "+" else {}, symbol, right), "+"
            else:
                out = self._product(symbol, out, right)
        return out if sign == "+" else {}

    def _sum(self, left: Terms, sign: str, node: Node) -> Terms:
        """`left` with the terms of a node added or taken away."""
        alone = _bare(node)
        value = alone.value if isinstance(alone, Constant) else None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value in (0, 1):
            self.intercept = ((sign == "+") == (value == 1)) != self.taking
            return left
        before = self.taking
        self.taking = before != (sign == "-")
        right = self.terms(node)
        self.taking = before
        if sign == "-":
            return {term: None for term in left if term not in right}
        return self._checked({**left, **right})

    def _product(self, symbol: str, left: Terms, node: Node) -> Terms:
        if symbol == "^":
            return self._power(left, node)
        right = self.terms(node)
        if symbol == "*":
            return self._checked({**left, **right, **self._crossed(left, right)})
        if symbol == "/":
            return self._checked({**left, **self._crossed([_union(left)], right)})
        if symbol == "%in%":
            return self._crossed(left, [_union(right)])
        return self._crossed(left, right)

    def _power(self, base: Terms, node: Node) -> Terms:
        node = _bare(node)
        power = node.value if isinstance(node, Constant) else None
        if not isinstance(power, (int, float)) or not 1 <= power < float("inf") or power % 1:
            raise FormulaError(f"the power of terms is a whole number from 1, not {deparse(node)}")
        out = dict(base)
        for _ in range(int(power) - 1):
            more = self._crossed(out, base)
            if len(more) == len(out):
                break  # every combination is there
            out = more
        return out

    def _crossed(self, left: Iterable[int], right: Iterable[int]) -> Terms:
        left, right = list(left), list(right)
        self.products += len(left) * len(right)
        if self.products > MAX_PRODUCTS:
            raise too_large(MAX_INTERACTIONS)
        return self._checked(
            {one | other: None for one in left for other in right}, MAX_INTERACTIONS
        )

    def _checked(self, terms: Terms, limit: int = MAX_TERMS) -> Terms:
        if len(terms) > limit:
            raise too_large(limit)
        return terms


def _union(terms: Iterable[int]) -> int:
    """All variables of some terms."""
    return functools.reduce(operator.or_, terms, 0)


def too_large(limit: int) -> FormulaError:
    """The error of a formula that would have more terms than can be fitted."""
    return FormulaError(
        f"the formula has more than {limit:,} terms when it is expanded, which is the limit; "
        "take fewer variables, or (a + b + c)^2 for products of two alone"
    )


def is_offset(node: Node) -> bool:
    """Whether a variable is an ``offset(...)``."""
    return isinstance(node, Call) and node.function in (Name("offset"), Name("stats::offset"))


def _bare(node: Node) -> Node:
    while isinstance(node, Paren):
        node = node.inside
    return node
