"""A formula in R's language, parsed and expanded; its terms are formulaic's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from formulaic.parser.types import Factor, Term

from rglm.design.evaluation.expressions import Expression, expression
from rglm.design.formula.bar_syntax import refuse_bars
from rglm.design.formula.dot_expansion import NOTHING, has_dot, replace_dot_by_columns
from rglm.design.formula.formula_parts import split_sides
from rglm.design.formula.term_algebra import Expansion, is_offset
from rglm.design.syntax.deparse import deparse
from rglm.design.syntax.parser import parse_side
from rglm.design.syntax.syntax_tree import Node
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief


@dataclass(frozen=True)
class ParsedFormula:
    """A formula's parts.

    Attributes
    ----------
    text : str
        The formula as R's ``deparse`` writes it, ``.`` expanded.
    response : Expression or None
    intercept : bool
    terms : tuple of formulaic's Term
        In R's order: by degree, then as they first appear; no intercept, no offset.
    offsets : tuple of Expression
        The ``offset(...)`` terms.
    expressions : dict
        The Expression of every factor of `terms`, by its text, in R's order of variables.
    unused : tuple of Expression
        Those that were taken out again, ``y ~ x + z - x``: as in R their missing values count.
    side : Node
        The right side as it was written, ``.`` expanded.
    """

    text: str
    response: Expression | None
    intercept: bool
    terms: tuple[Term, ...]
    offsets: tuple[Expression, ...]
    expressions: dict[str, Expression]
    unused: tuple[Expression, ...] = ()
    side: Node = field(default=NOTHING, compare=False, repr=False)

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        """Its text says all of it."""
        return parse, (f"{self.response.source} ~ {deparse(self.side, exact=True)}",)

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
        """The names of its variables, those of columns without their backticks."""
        return {e.variable for e in self.expressions.values()}

    def label(self, term: Term) -> str:
        """A term's name in R."""
        return ":".join(self.expressions[f.expr].name for f in term.factors)


def parse(formula: str, columns: Sequence[str] = ()) -> ParsedFormula:
    """Parse ``"y ~ a + b"``; `columns` are the data's, which ``.`` stands for.

    Raises
    ------
    FormulaError
        The formula has no response, or cannot be read, with the place where reading stopped.
    """
    if not isinstance(formula, str):
        raise TypeError(
            f"formula= takes a string such as 'y ~ x', got {type(formula).__name__}; it comes "
            "first, then the data"
        )
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
    return _parse(formula, tuple(map(str, columns)) if uses_dot else ())


@lru_cache(maxsize=512)
def _parse(formula: str, columns: tuple[str, ...]) -> ParsedFormula:
    left, right = split_sides(formula)
    response = expression(left)
    others = [name for name in columns if name not in response.reads]
    try:
        return from_side(response, replace_dot_by_columns(parse_side(right), others))
    except FormulaError as error:
        raise FormulaError(f"formula {brief(formula)!r}: {error}") from None


def from_side(response: Expression, side: Node) -> ParsedFormula:
    """The formula of a response and the tree of its right side, ``.`` written out.

    Raises
    ------
    FormulaError
        The right side is not that of a model.
    """
    refuse_bars(side)
    expansion = Expansion()
    found = expansion.expand(side)
    variables = list(expansion.variables.values())
    if response.source in expansion.variables:
        raise FormulaError("the response is on the right side too")
    offset = {e.source for e in variables if is_offset(e.tree)}
    terms = [_term(bits, variables) for bits in found]
    for term in terms:
        if len(term.factors) > 1 and any(f.expr in offset for f in term.factors):
            raise FormulaError(f"an offset cannot be part of an interaction: {term}")
    used = {factor.expr for term in terms for factor in term.factors}
    return ParsedFormula(
        text=f"{response.name} ~ {deparse(side)}",
        response=response,
        intercept=expansion.intercept,
        terms=tuple(t for t in terms if t.factors[0].expr not in offset),
        offsets=tuple(e for e in variables if e.source in offset & used),
        expressions={e.source: e for e in variables if e.source in used - offset},
        unused=tuple(e for e in variables if e.source not in used),
        side=side,
    )


def _term(bits: int, variables: list[Expression]) -> Term:
    """The term, a Term of formulaic, of a set of variables, in the order in which they appear."""
    names, place = [], 0
    while bits:
        low = (bits & -bits).bit_length()
        place, bits = place + low, bits >> low
        names.append(variables[place - 1].source)
    return Term([Factor(name, eval_method="lookup") for name in names])
