"""A formula in R's language, parsed and expanded into formulaic's terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from formulaic.parser.types import Factor, Term

from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.evaluation.parse_expression import parse_side
from rglm.design.formula.bar_syntax import refuse_bars
from rglm.design.formula.dot_expansion import DOT, has_dot, replace_dot_by_columns
from rglm.design.formula.formula_parts import split_sides
from rglm.design.formula.term_algebra import TermExpansion, is_offset
from rglm.design.syntax.syntax_tree import Node
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief


@dataclass(frozen=True)
class ParsedFormula:
    """A formula with its response, terms and offsets."""

    text: str  # the formula as R's ``deparse`` writes it, ``.`` expanded
    response: Expression
    intercept: bool
    # in R's order: by degree, then as they first appear; no intercept, no offset
    terms: tuple[Term, ...]
    offsets: tuple[Expression, ...]  # the ``offset(...)`` terms
    # the Expression of every factor of `terms`, by its text, in R's order of variables
    expressions: dict[str, Expression]
    # variables that were taken out again, ``y ~ x + z - x``: as in R their missing values
    # count
    unused: tuple[Expression, ...] = ()
    # the right side as it was written, ``.`` expanded
    side: Node = field(default=DOT, compare=False, repr=False)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        """A formula is pickled as its text."""
        return parse, (f"{self.response.source} ~ {self.side.deparse(exact=True)}",)

    @property
    def labels(self) -> tuple[str, ...]:
        """R's ``term.labels``: ``a``, ``poly(x, 2)``, ``a:b``."""
        return tuple(self.label(term) for term in self.terms)

    @property
    def right(self) -> str:
        """The right side of the text."""
        return self.text.removeprefix(f"{self.response.name} ~ ")

    @property
    def names(self) -> set[str]:
        """The names of the variables, those of columns without their backticks."""
        return {e.variable for e in self.expressions.values()}

    def label(self, term: Term) -> str:
        """A term's name in R."""
        return ":".join(self.expressions[f.expr].name for f in term.factors)


def parse(formula: str, columns: Iterable[object] = ()) -> ParsedFormula:
    """The formula of a text such as ``"y ~ a + b"``; ``.`` stands for the `columns` of the data.

    Raises FormulaError: the formula has no response, or cannot be read, with the place where
    reading stopped.
    """
    if not isinstance(formula, str):
        raise TypeError(
            f"formula= takes a string such as 'y ~ x', got {type(formula).__name__}; it comes "
            "first, then the data"
        )
    return _parse(formula, tuple(map(str, columns)) if _uses_dot(formula) else ())


@lru_cache(maxsize=512)
def _uses_dot(formula: str) -> bool:
    """Whether the right side has a ``.``; an error where a side is missing."""
    try:
        left, right = split_sides(formula)
        uses_dot = bool(left and right) and has_dot(parse_side(right))
    except FormulaError as error:
        raise FormulaError(f"formula {brief(formula)!r}: {error}") from None
    if not left:
        raise FormulaError(f"formula {brief(formula)!r} has no response: write it as 'y ~ x'")
    if not right:
        raise FormulaError(
            f"formula {brief(formula)!r} has no right side: 'y ~ 1' has the intercept only"
        )
    return uses_dot


@lru_cache(maxsize=512)
def _parse(formula: str, columns: tuple[str, ...]) -> ParsedFormula:
    left, right = split_sides(formula)
    response = expression(left)
    # of a name such as a.b the column a is read only where there is no column a.b
    of_response = {name if name in columns else name.partition(".")[0] for name in response.names}
    others = [name for name in columns if name not in of_response]
    try:
        return expand_formula(response, replace_dot_by_columns(parse_side(right), others))
    except FormulaError as error:
        raise FormulaError(f"formula {brief(formula)!r}: {error}") from None


def expand_formula(response: Expression, side: Node) -> ParsedFormula:
    """The formula of a response and the tree of its right side, ``.`` written out.

    Raises FormulaError: no model has this right side.
    """
    refuse_bars(side)
    expansion = TermExpansion()
    variable_masks = expansion.expand(side)
    variables = list(expansion.variables.values())
    offsets = {e.source for e in variables if is_offset(e.tree)}
    terms = [_term(variable_mask, variables) for variable_mask in variable_masks]
    for term in terms:
        if len(term.factors) > 1 and any(f.expr in offsets for f in term.factors):
            raise FormulaError(f"an offset cannot be part of an interaction: {term}")
    used = {factor.expr for term in terms for factor in term.factors}
    if response.source in used:
        raise FormulaError("the response is on the right side too")
    return ParsedFormula(
        text=f"{response.name} ~ {side.deparse()}",
        response=response,
        intercept=expansion.intercept,
        terms=tuple(t for t in terms if t.factors[0].expr not in offsets),
        offsets=tuple(e for e in variables if e.source in offsets & used),
        expressions={e.source: e for e in variables if e.source in used - offsets},
        unused=tuple(e for e in variables if e.source not in used | {response.source}),
        side=side,
    )


def _term(variable_mask: int, variables: list[Expression]) -> Term:
    """The Term of a set of variables, in the order in which they appear."""
    names, position = [], 0
    while variable_mask:
        lowest = (variable_mask & -variable_mask).bit_length()
        position, variable_mask = position + lowest, variable_mask >> lowest
        names.append(variables[position - 1].source)
    return Term([Factor(name, eval_method="lookup") for name in names])
