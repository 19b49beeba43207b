"""A formula in R's language, parsed and expanded by formulaic.

formulaic reads Wilkinson & Rogers' (1973) algebra: ``+ - : * / ^ %in% .``; this file hands it R's
expressions in Python's spelling, and puts what comes back in R's order and under R's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from formulaic import Formula
from formulaic.errors import FormulaicError
from formulaic.formula import SimpleFormula
from formulaic.parser.algos.tokenize import tokenize
from formulaic.parser.types import Factor, Term, Token

from rglm.design.errors import FormulaError
from rglm.design.expressions import Expression, column, expression, to_python
from rglm.design.names import quoted

TIGHT = {":", "^", "/", "**"}
CONDITION = re.compile(r"[<>!&]|==")


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
        The Expression of every factor of `terms`, by formulaic's name of it.
    """

    text: str
    response: Expression | None
    intercept: bool
    terms: tuple[Term, ...]
    offsets: tuple[Expression, ...]
    expressions: dict[str, Expression]

    @property
    def labels(self) -> tuple[str, ...]:
        """R's ``term.labels``: ``a``, ``poly(x, 2)``, ``a:b``."""
        return tuple(self.label(term) for term in self.terms)

    @property
    def names(self) -> set[str]:
        """The names of its variables."""
        return {e.name for e in self.expressions.values()}

    def label(self, term: Term) -> str:
        """A term's name in R."""
        return ":".join(self.expressions[factor.expr].name for factor in term.factors)


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
    response, tokens = expression(left.strip()), conditions(list(tokenize(right)), right)
    others = [name for name in columns if name not in response.reads]
    context = {"__formulaic_variables_available__": others}
    parsed = Formula(f"~ {_python_formula(tokens)}", _context=context, _ordering="degree")
    if not isinstance(parsed, SimpleFormula):
        raise FormulaError(f"formula {formula!r}: this model has one part, so no '|'")
    expressions = _expressions(parsed)
    if any(e.name == response.name for e in expressions.values()):
        raise FormulaError(f"formula {formula!r}: the response is on the right side too")
    order = _appearance(tokens, expressions, others)
    offsets = tuple(t for t in parsed if _is_offset(t))
    kept = [t for t in parsed if not _is_offset(t) and not _is_one(t)]
    terms = tuple(Term(sorted(t.factors, key=lambda f: order[f.expr])) for t in kept)
    return ParsedFormula(
        text=f"{response.name} ~ {_text(tokens, terms, expressions)}",
        response=response,
        intercept=any(_is_one(term) for term in parsed),
        terms=terms,
        offsets=tuple(expressions[term.factors[0].expr] for term in offsets),
        expressions={f.expr: expressions[f.expr] for term in terms for f in term.factors},
    )


def conditions(tokens: list[Token], source: str) -> list[Token]:
    """The tokens with each condition as one expression.

    A condition stands in parentheses, ``(x > 3)``; or it is the whole side, since R's ``>`` and
    ``!`` bind looser than ``+``.
    """
    if _is_condition(tokens):
        return [Token(source.strip(), kind="python", source=source)]
    out: list[Token] = []
    place = 0
    while place < len(tokens):
        end = _closing(tokens, place)
        if end and _is_condition(tokens[place + 1 : end]):
            inside = source[tokens[place].source_start + 1 : tokens[end].source_start]
            out.append(Token(inside.strip(), kind="python", source=source))
            place = end + 1
        else:
            out.append(tokens[place])
            place += 1
    return out


def _is_condition(tokens: list[Token]) -> bool:
    """Whether an operator outside of parentheses compares."""
    place = 0
    while place < len(tokens):
        if tokens[place].kind is Token.Kind.OPERATOR and CONDITION.search(tokens[place].token):
            return True
        place = (_closing(tokens, place) or place) + 1
    return False


def _closing(tokens: list[Token], place: int) -> int | None:
    """Where the parenthesis that opens at `place` closes; None if none opens there."""
    depth = 0
    for i in range(place, len(tokens)):
        if tokens[i].kind is Token.Kind.CONTEXT:
            depth += {"(": 1, ")": -1}.get(tokens[i].token, 0)
        if depth == 0:
            return i if i > place else None
    return None


def _python_formula(tokens: Iterable[Token]) -> str:
    """The formula again, with R's expressions in Python; ``%in%`` crosses, as R's does."""
    out = []
    for token in tokens:
        kind, text = token.kind.value, token.token
        if kind == "python":
            out.append(f"{{{to_python(text)}}}")
        elif kind == "name":
            out.append(f"`{text}`")
        elif kind == "operator" and text == "in":
            out.append(":")
        else:
            out.append(text)
    return " ".join(out)


def _expressions(terms: Iterable[Term]) -> dict[str, Expression]:
    """An Expression for every factor, by formulaic's name of it."""
    return {f.expr: _read_factor(f) for term in terms for f in term.factors}


def _read_factor(factor: Factor) -> Expression:
    if factor.eval_method is Factor.EvalMethod.LOOKUP:
        return column(factor.expr)
    return expression(factor.expr)


def _is_one(term: Term) -> bool:
    return all(f.eval_method is Factor.EvalMethod.LITERAL for f in term.factors)


def _is_offset(term: Term) -> bool:
    found = [f for f in term.factors if f.expr.startswith("offset(")]
    if found and len(term.factors) > 1:
        raise FormulaError(f"an offset cannot be part of an interaction: {term}")
    return bool(found)


def _appearance(
    tokens: list[Token], expressions: dict[str, Expression], columns: Sequence[str]
) -> dict[str, int]:
    """The place of each factor by first appearance: R's order of variables within a term."""
    seen: dict[str, int] = {}
    for token in tokens:
        if token.kind.value == "name":
            seen.setdefault(quoted(token.token), len(seen))
        elif token.kind.value == "python":
            seen.setdefault(expression(token.token).name, len(seen))
        elif token.token == ".":
            for name in columns:
                seen.setdefault(quoted(name), len(seen))
    return {expr: seen.get(e.name, len(seen)) for expr, e in expressions.items()}


def _text(tokens: list[Token], terms: tuple[Term, ...], expressions: dict[str, Any]) -> str:
    """R's deparse of the right side; where it has a ``.``, of its expansion (by terms)."""
    if any(token.token == "." for token in tokens):
        dropped = any(t.token in ("0", "1") for t in tokens)
        labels = [":".join(expressions[f.expr].name for f in t.factors) for t in terms]
        offsets = [_token_text(t) for t in tokens if t.token.startswith("offset(")]
        return (" + ".join([*labels, *offsets]) or "1") + (" - 1" if dropped else "")
    out = ""
    for place, token in enumerate(tokens):
        text = _token_text(token)
        out += _spaced(text, tokens, place) if token.kind.value == "operator" else text
    return out.strip()


def _spaced(text: str, tokens: list[Token], place: int) -> str:
    unary = place == 0 or tokens[place - 1].kind.value == "operator"
    unary = unary or tokens[place - 1].token == "("
    if unary:
        return text
    return text.replace("**", "^") if text in TIGHT else f" {text} "


def _token_text(token: Token) -> str:
    kind, text = token.kind.value, token.token
    if kind == "python":
        return expression(text).name
    if kind == "name":
        return quoted(text)
    return "%in%" if text == "in" and kind == "operator" else text
