"""A formula in R's language, parsed and expanded by formulaic.

formulaic reads Wilkinson & Rogers' (1973) algebra: ``+ - : * / ^ %in% .``; this file hands it R's
expressions as names, and puts what comes back in R's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from formulaic.errors import FormulaicError
from formulaic.parser.types import Factor, Term

from rglm.design.algebra import expand
from rglm.design.errors import FormulaError
from rglm.design.expressions import Expression, expression
from rglm.design.tokens import Piece, deparse_side, key, read_pieces, write_out


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
        The Expression of every factor of `terms`, by formulaic's name of it, in R's order of
        variables.
    unused : tuple of Expression
        Those that were taken out again, ``y ~ x + z - x``: as in R their missing values count.
    pieces : tuple of Piece
        The right side as it was written, ``.`` expanded.
    """

    text: str
    response: Expression | None
    intercept: bool
    terms: tuple[Term, ...]
    offsets: tuple[Expression, ...]
    expressions: dict[str, Expression]
    unused: tuple[Expression, ...] = ()
    pieces: tuple[Piece, ...] = ()

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
        """The names of its variables."""
        return {e.name for e in self.expressions.values()}

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
        raise TypeError(f"formula= takes a string such as 'y ~ x', got {type(formula).__name__}")
    uses_dot = re.search(r"(?<![\w.)`'\"])\.(?![\w.(])", formula) is not None
    try:
        return _parse(formula, tuple(map(str, columns)) if uses_dot else ())
    except (FormulaicError, SyntaxError) as error:
        message = str(error).splitlines()[0]  # what follows shows our translation of the formula
        raise FormulaError(f"formula {formula!r} cannot be read: {message}") from None


@lru_cache(maxsize=512)
def _parse(formula: str, columns: tuple[str, ...]) -> ParsedFormula:
    left, _, right = formula.partition("~")
    if not left.strip() or "~" not in formula:
        raise FormulaError(f"formula {formula!r} has no response: write it as 'y ~ x'")
    if not right.strip():
        raise FormulaError(
            f"formula {formula!r} has no right side: 'y ~ 1' has the intercept only"
        )
    response, pieces = expression(left.strip()), read_pieces(right)
    others = [name for name in columns if name not in response.reads]
    return from_pieces(response, write_out(pieces, others))


def from_pieces(response: Expression, pieces: Sequence[Piece]) -> ParsedFormula:
    """The formula of a response and the pieces of its right side, ``.`` written out.

    Raises
    ------
    FormulaError
        The right side is not that of a model.
    """
    text = f"{response.name} ~ {deparse_side(pieces)}"
    for piece in pieces:
        if piece.text in ("|", "~"):
            one = "one part, so no '|'" if piece.text == "|" else "one '~'"
            raise FormulaError(f"formula {text!r} cannot be read: a model has {one}")
    try:
        intercept, found = expand(pieces)
    except FormulaicError as error:
        message = str(error).splitlines()[0]  # what follows shows our translation of the formula
        raise FormulaError(f"formula {text!r} cannot be read: {message}") from None
    known = {key(p.expression): p.expression for p in pieces if p.expression is not None}
    if any(e.name == response.name for e in known.values()):
        raise FormulaError(f"formula {text!r}: the response is on the right side too")
    if scaled := [t for t in found if any(map(_is_number, t.factors))]:
        raise FormulaError(f"formula {text!r}: a number does not scale a term ({scaled[0]})")
    order = {name: place for place, name in enumerate(known)}
    offsets = [t.factors[0].expr for t in found if _is_offset(t)]
    kept = [t for t in found if not _is_offset(t)]
    terms = tuple(Term(sorted(t.factors, key=lambda f: order.get(f.expr, 0))) for t in kept)
    used = {f.expr for term in terms for f in term.factors if f.expr in known}
    return ParsedFormula(
        text=text,
        response=response,
        intercept=intercept,
        terms=terms,
        offsets=tuple(known[name] for name in offsets),
        expressions={name: e for name, e in known.items() if name in used},
        unused=tuple(e for name, e in known.items() if name not in used and name not in offsets),
        pieces=tuple(pieces),
    )


def _is_number(factor: Factor) -> bool:
    return factor.eval_method is Factor.EvalMethod.LITERAL


def _is_offset(term: Term) -> bool:
    found = [f for f in term.factors if f.expr.startswith("=offset(")]
    if found and len(term.factors) > 1:
        raise FormulaError(f"an offset cannot be part of an interaction: {term}")
    return bool(found)
