"""Wilkinson & Rogers' (1973, Applied Statistics 22) algebra: a formula's side expanded into terms.

A term is a set of variables, stored as the bits of an integer: ``a:b`` is ``a | b``, and a term
that comes twice is the same integer. ``+ - : * / ^ %in%`` are operators of the algebra;
everything else is a variable.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable

from rglm.design.evaluation.expressions import Expression, expression_of_tree
from rglm.design.formula.dot_expansion import DOT
from rglm.design.size_limits import MAX_INTERACTIONS, MAX_PRODUCTS, MAX_TERMS
from rglm.design.syntax.syntax_tree import Binary, Call, Constant, Name, Node, Paren, Unary
from rglm.design.syntax.tree_walks import is_term_operation, operator_chain, without_parentheses
from rglm.errors import FormulaError

SUM_OPERATORS = ("+", "-")
Terms = dict[int, None]  # an ordered set


class TermExpansion:
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
        self.variable_masks: dict[str, int] = {}
        self.offsets = 0
        self.intercept = True
        self.n_products = 0
        self.is_subtracting = False

    def expand(self, side: Node) -> list[int]:
        """The terms of a right side in R's order: by degree, then as they come; offsets last."""
        terms = self._add({}, "+", side)
        return sorted(terms, key=lambda term: (bool(term & self.offsets), term.bit_count()))

    def visit_name(self, node: Name) -> Terms:
        """A variable; a ``.`` that stands for no column is no term."""
        return {} if node == DOT else self._variable(node)

    def visit_constant(self, node: Constant) -> Terms:
        """The error of a constant that is neither 0 nor 1 in a sum."""
        if node.number is not None:
            raise FormulaError(
                f"a number in a formula is 1 or 0, with or without the intercept, not "
                f"{node.deparse()}; it does not scale a term (write I(2 * x))"
            )
        raise FormulaError(
            f"{node.deparse()} cannot be read as a term; a column's name stands without "
            "quotes, or in backticks"
        )

    def visit_paren(self, node: Paren) -> Terms:
        """The terms inside of parentheses."""
        inside = without_parentheses(node)
        return self._add({}, "+", inside) if _is_algebra(inside) else self._variable(inside)

    def visit_unary(self, node: Unary) -> Terms:
        """The terms behind a sign; ``!x`` is a variable."""
        if node.operator in SUM_OPERATORS:
            return self._add({}, node.operator, node.operand)
        return self._variable(node)

    def visit_binary(self, node: Binary) -> Terms:
        """The terms of a chain of operators; a sign in front belongs to the first summand."""
        if not is_term_operation(node):
            return self._variable(node)
        first, rest = operator_chain(node, of_terms=True)
        sign = "+"
        if isinstance(first, Unary) and first.operator in SUM_OPERATORS:
            sign, first = first.operator, first.operand
        is_sum = rest[0][0] in SUM_OPERATORS
        terms = self._add({}, sign, first) if is_sum else first.accept(self)
        for symbol, right in rest:
            if symbol in SUM_OPERATORS:
                terms, sign = self._add(terms if sign == "+" else {}, symbol, right), "+"
            else:
                terms = self._multiply(symbol, terms, right)
        return terms if sign == "+" else {}

    def _variable(self, node: Node) -> Terms:
        """The term of one variable."""
        variable = expression_of_tree(node)
        key = variable.source
        if key not in self.variable_masks:
            self.variable_masks[key] = 1 << len(self.variable_masks)
            self.variables[key] = variable
            if is_offset(node):
                self.offsets |= self.variable_masks[key]
        return {self.variable_masks[key]: None}

    visit_sequence = visit_attribute = visit_call = _variable

    def _add(self, left: Terms, sign: str, node: Node) -> Terms:
        """`left` with the terms of a node added or taken away; 0 and 1 set the intercept."""
        alone = without_parentheses(node)
        if isinstance(alone, Constant) and alone.number in (0, 1):
            self.intercept = ((sign == "+") == (alone.number == 1)) != self.is_subtracting
            return left
        outside = self.is_subtracting
        self.is_subtracting = outside != (sign == "-")
        right = node.accept(self)
        self.is_subtracting = outside
        if sign == "-":
            return {term: None for term in left if term not in right}
        return _check_number({**left, **right}, MAX_TERMS)

    def _multiply(self, symbol: str, left: Terms, node: Node) -> Terms:
        """The terms of ``left * node``, and of the other operators of products."""
        if symbol == "^":
            return self._power(left, node)
        right = node.accept(self)
        if symbol == "*":
            return _check_number({**left, **right, **self._cross(left, right)}, MAX_TERMS)
        if symbol == "/":
            return _check_number({**left, **self._cross([_union(left)], right)}, MAX_TERMS)
        if symbol == "%in%":
            return self._cross(left, [_union(right)])
        return self._cross(left, right)

    def _power(self, base: Terms, node: Node) -> Terms:
        node = without_parentheses(node)
        power = node.number if isinstance(node, Constant) else None
        if power is None or not 1 <= power < float("inf") or power % 1:
            raise FormulaError(
                f"the power of terms is a whole number from 1, not {node.deparse()}"
            )
        terms = dict(base)
        for _ in range(int(power) - 1):
            larger = self._cross(terms, base)
            if len(larger) == len(terms):
                break  # every combination is there
            terms = larger
        return terms

    def _cross(self, left: Iterable[int], right: Iterable[int]) -> Terms:
        """The interactions of every term on the left with every term on the right."""
        left, right = list(left), list(right)
        self.n_products += len(left) * len(right)
        if self.n_products > MAX_PRODUCTS:
            raise _too_many_terms(MAX_INTERACTIONS)
        products = {one | other: None for one in left for other in right}
        return _check_number(products, MAX_INTERACTIONS)


def is_offset(node: Node) -> bool:
    """Whether a variable is an ``offset(...)``."""
    return isinstance(node, Call) and node.function in (Name("offset"), Name("stats::offset"))


def _is_algebra(node: Node) -> bool:
    """Whether a node is of the algebra, and not a variable."""
    if isinstance(node, Unary):
        return node.operator in SUM_OPERATORS
    return is_term_operation(node) or (isinstance(node, Constant) and node.number is not None)


def _union(terms: Iterable[int]) -> int:
    """The interaction of all variables of some terms."""
    return functools.reduce(operator.or_, terms, 0)


def _check_number(terms: Terms, limit: int) -> Terms:
    if len(terms) > limit:
        raise _too_many_terms(limit)
    return terms


def _too_many_terms(limit: int) -> FormulaError:
    return FormulaError(
        f"the formula has more than {limit:,} terms when it is expanded, which is the limit; "
        "take fewer variables, or (a + b + c)^2 for products of two alone"
    )
