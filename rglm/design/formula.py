"""A formula in R's language, parsed and expanded by formulaic.

formulaic reads Wilkinson & Rogers' (1973) algebra: ``+ - : * / ^ %in% .``; this file hands it R's
expressions as names, and puts what comes back in R's order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from formulaic import Formula
from formulaic.errors import FormulaicError
from formulaic.formula import SimpleFormula
from formulaic.parser.types import Factor, Term

from rglm.design.errors import FormulaError
from rglm.design.expressions import Expression, column, expression
from rglm.design.tokens import Piece, deparse_side, key, read_pieces


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
    """

    text: str
    response: Expression | None
    intercept: bool
    terms: tuple[Term, ...]
    offsets: tuple[Expression, ...]
    expressions: dict[str, Expression]
    unused: tuple[Expression, ...] = ()

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
    context = {"__formulaic_variables_available__": [key(column(name)) for name in others]}
    symbols = " ".join(piece.symbol for piece in pieces)
    parsed = Formula(f"~ {symbols}", _context=context, _ordering="degree")
    if not isinstance(parsed, SimpleFormula):
        raise FormulaError(f"formula {formula!r}: this model has one part, so no '|'")
    known = _variables(pieces, others)
    if any(e.name == response.name for e in known.values()):
        raise FormulaError(f"formula {formula!r}: the response is on the right side too")
    if scaled := [t for t in parsed if not _is_one(t) and any(map(_is_number, t.factors))]:
        raise FormulaError(f"formula {formula!r}: a number does not scale a term ({scaled[0]})")
    order = {name: place for place, name in enumerate(known)}
    offsets = [t.factors[0].expr for t in parsed if _is_offset(t)]
    kept = [t for t in parsed if not _is_offset(t) and not _is_one(t)]
    terms = tuple(Term(sorted(t.factors, key=lambda f: order.get(f.expr, 0))) for t in kept)
    used = {f.expr for term in terms for f in term.factors if f.expr in known}
    return ParsedFormula(
        text=f"{response.name} ~ {deparse_side(pieces, others)}",
        response=response,
        intercept=any(_is_one(term) for term in parsed),
        terms=terms,
        offsets=tuple(known[name] for name in offsets),
        expressions={name: e for name, e in known.items() if name in used},
        unused=tuple(e for name, e in known.items() if name not in used and name not in offsets),
    )


def _variables(pieces: list[Piece], others: list[str]) -> dict[str, Expression]:
    """Every expression of a right side by formulaic's name of it, as they first appear."""
    out: dict[str, Expression] = {}
    for piece in pieces:
        if piece.expression is not None:
            out.setdefault(key(piece.expression), piece.expression)
        elif piece.text == ".":
            for name in others:
                out.setdefault(key(column(name)), column(name))
    return out


def _is_number(factor: Factor) -> bool:
    return factor.eval_method is Factor.EvalMethod.LITERAL


def _is_one(term: Term) -> bool:
    return all(map(_is_number, term.factors))


def _is_offset(term: Term) -> bool:
    found = [f for f in term.factors if f.expr.startswith("=offset(")]
    if found and len(term.factors) > 1:
        raise FormulaError(f"an offset cannot be part of an interaction: {term}")
    return bool(found)
