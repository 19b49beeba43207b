"""The models that a verb compares, given as fits, as formulas that update them, or by terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.design.formula.update_formula import update_formula
from rglm.design.syntax.string_escapes import quote
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.posterior_result import NO_LIKELIHOOD_VALUE, PosteriorResult
from rglm.protocol.model_result import ModelResult


def model_sequence(fit: ModelResult, others: Sequence[object], verb: str) -> list[ModelResult]:
    """The fit and the others, each made from the one before it.

    A model that a formula or terms make is fitted to the rows of the one before it, also where
    it has lost a variable that misses values.

    Raises
    ------
    TypeError
        What is neither a model nor a formula or term.
    ValueError
        A term that the model does not have.
    """
    models = [fit]
    for other in others:
        models.append(_next_model(models[-1], other, verb))
    return models


def null_formula(fit: ModelResult) -> str:
    """The intercepts alone, and the offsets."""
    rights = [
        " + ".join(["1", *(e.name for e in parsed.offsets)]) for parsed in fit._parsed_formulas
    ]
    return f". ~ {' | '.join(rights)}"


def _next_model(before: ModelResult, other: object, verb: str) -> ModelResult:
    """A model, or the one before it updated by a formula or without some terms.

    Raises
    ------
    TypeError
        What is none of these.
    """
    if isinstance(other, ModelResult):
        return other
    if isinstance(other, PosteriorResult):
        raise TypeError(NO_LIKELIHOOD_VALUE)
    if isinstance(other, str) and "~" in other:
        return _update(before, other, verb)
    terms = [other] if isinstance(other, str) else other
    if not (isinstance(terms, (list, tuple)) and terms and all(isinstance(t, str) for t in terms)):
        raise TypeError(
            f"{verb}() takes fitted models, formulas such as '. ~ . - x', terms, lists of terms; "
            f"got {other if isinstance(other, (int, float)) else type(other).__name__}"
        )
    return _update(before, _formula_without_terms(before, terms, verb), verb)


def _update(before: ModelResult, formula: str, verb: str) -> ModelResult:
    """The updated fit; to its own rows where the new one lacks a variable that misses values.

    Raises
    ------
    ValueError
        The formula changes nothing.
    """
    text = update_formula(before._parsed_formulas, formula)
    if text == update_formula(before._parsed_formulas, "~ ."):
        raise ValueError(
            f"{verb}() tests nested models, and {formula!r} leaves {before.formula!r} as it is: "
            "they are the same model, and there is nothing to test"
        )
    submodel = before._submodel(text, same_rows=True)
    if submodel is not None:
        return submodel
    after = before.update(formula)
    if before.na_action is None or after._row_sums.n == before._row_sums.n:
        return after
    lost = [name for name in _variables(before) if name not in _variables(after)]
    subset = _rows_of(before, lost) if lost else None
    return after if subset is None else before.update(formula, subset=subset)


def _rows_of(fit: ModelResult, variables: Sequence[str]) -> str | np.ndarray | None:
    """``subset=`` of the rows of a fit, which miss no value of some variables; None if unknown."""
    subset = fit._model_call.subset
    if isinstance(subset, str | None):
        conditions = [f"({subset})"] * (subset is not None)
        conditions += [f"!is_na({quote(name, '`')})" for name in variables]
        return " & ".join(conditions)
    if fit._is_chunked or not fit.data.index.is_unique:
        return None
    return np.asarray(fit.data.index.get_indexer(fit._index))


def _variables(fit: ModelResult) -> list[str]:
    """The columns of the data that the formula of a fit reads."""
    parts, columns = fit._parsed_formulas, set(fit.data.columns)
    expressions = [e for part in parts for e in (*part.expressions.values(), *part.offsets)]
    return list(dict.fromkeys(name for e in expressions for name in e.reads if name in columns))


def _formula_without_terms(fit: ModelResult, terms: Sequence[str], verb: str) -> str:
    """The formula of ``update()`` that leaves terms out.

    Of a model of two parts ``zero_x`` is x of the second part, and x that of the first (of both,
    where both have the same formula).
    """
    named = [_named_part(fit, term, verb) for term in terms]
    if not any(prefix for prefix, _ in named):
        return f". ~ . - {' - '.join(terms)}"
    first, *_ = prefixes = list(fit._formula_by_prefix)
    every = prefixes if len(fit._parsed_formulas) == 1 else [first]
    rights = []
    for prefix in prefixes:
        out = [bare for part, bare in named if part == prefix or (not part and prefix in every)]
        rights.append(" - ".join([".", *out]))
    return f". ~ {' | '.join(rights)}"


def _named_part(fit: ModelResult, term: str, verb: str) -> tuple[str, str]:
    """The prefix of the part that a term is of, where it has one, and the term without it."""
    whole = update_formula(fit._parsed_formulas, ". ~ .")
    if update_formula(fit._parsed_formulas, f". ~ . - {term}") != whole:
        return "", term
    for prefix, parsed in fit._formula_by_prefix.items():
        bare = term.removeprefix(prefix)
        if bare != term and bare in parsed.labels:
            return prefix, bare
    hint = did_you_mean(term, fit.terms)
    raise ValueError(
        f"{verb}(): the model has no term {term!r}{hint}; it has {', '.join(fit.terms)}"
    )
