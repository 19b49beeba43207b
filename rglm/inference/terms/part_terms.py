"""Formulas with a term less or a term more, in each part of a model's formula.

A part has a prefix by which its terms are called, ``count_x`` and ``zero_x``; a model of one part
has none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rglm.design.formula.formula_parts import split_parts
from rglm.design.formula.parsed_formula import FormulaError, ParsedFormula, parse
from rglm.design.frame.augmented_design import add_terms, drop_term, find_term
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.terms.term_scope import (
    Terms,
    addable,
    droppable,
    is_formula,
    scope_formula,
    scope_text,
    terms_to_add,
    terms_to_drop,
)
from rglm.protocol.model_result import ModelResult

Formulas = dict[str, str]  # by the label of the term by which they differ from the model's


def deletions(fit: ModelResult, scope: Any) -> Formulas:
    """The formulas that ``drop1(scope=)`` asks for.

    Raises
    ------
    ValueError
        The model does not have one of the terms.
    """
    if len(fit._formula_by_prefix) == 1:
        (parsed,) = fit._formula_by_prefix.values()
        terms: Any = [parsed.terms[place] for place in terms_to_drop(parsed, scope)]
        return {parsed.label(term): drop_term(parsed, term) for term in terms}
    return _changed_formulas(fit, scope, _terms_to_drop, _without_term, "drop from")


def additions(fit: ModelResult, scope: Any) -> Formulas:
    """The formulas that ``add1(scope=)`` asks for.

    Raises
    ------
    ValueError
        There is no term to add.
    """
    if len(fit._formula_by_prefix) == 1:
        (parsed,) = fit._formula_by_prefix.values()
        terms = terms_to_add(parsed, scope)
        return {owner.label(t): add_terms(parsed, [owner], [t]) for owner, t in terms}
    return _changed_formulas(fit, scope, _terms_to_add, _with_term, "add to")


def formulas_without_terms(fit: ModelResult, lower: Mapping[str, ParsedFormula]) -> Formulas:
    """The formulas without each term that may leave its part, those of `lower` apart."""
    return {
        prefix + parsed.label(term): join_parts(fit, prefix, drop_term(parsed, term))
        for prefix, parsed in fit._formula_by_prefix.items()
        for term in droppable(parsed, lower.get(prefix))
        if fit._is_identified_without_terms(prefix)
    }


def formulas_with_terms(fit: ModelResult, upper: Mapping[str, ParsedFormula]) -> Formulas:
    """The formulas with each term of `upper` that may enter its part."""
    out = {}
    for prefix, parsed in fit._formula_by_prefix.items():
        if (owner := upper.get(prefix)) is None:
            continue
        for term in addable(parsed, owner):
            formula = add_terms(parsed, [owner], [term])
            out[prefix + owner.label(term)] = join_parts(fit, prefix, formula)
    return out


def scope_parts(fit: ModelResult, scope: Any, name: str = "scope") -> dict[str, ParsedFormula]:
    """The formula that a scope names for each part; without ``|`` the same for all of them.

    Raises
    ------
    FormulaError
        It has more parts than the model.
    """
    own = fit._formula_by_prefix
    given = scope_text(scope)
    if len(own) == 1 or not isinstance(given, str):
        return {prefix: scope_formula(parsed, given, name) for prefix, parsed in own.items()}
    parts = split_parts(given)
    if len(parts) > len(own):
        raise FormulaError(f"{name}={given!r} has {len(parts)} parts and the model {len(own)}")
    if len(parts) == 1:
        parts *= len(own)
    rights = [part.partition("~")[2] if "~" in part else part for part in parts]
    return {
        prefix: scope_formula(parsed, f"~ {right.strip() or '1'}", name)
        for (prefix, parsed), right in zip(own.items(), rights, strict=True)
    }


def lower_parts(fit: ModelResult, scope: Any) -> dict[str, ParsedFormula]:
    """The terms that stay in each part; those of a scope without ``|`` stay where they are.

    Raises
    ------
    ValueError
        A term that no part has.
    """
    parts = scope_parts(fit, scope, "lower")
    if len(parts) == 1 or "|" in scope_text(scope):
        return parts
    _check_known(fit, parts, scope)
    return {
        prefix: replace(parts[prefix], terms=_shared(parts[prefix], own))
        for prefix, own in fit._formula_by_prefix.items()
    }


def _shared(lower: ParsedFormula, own: ParsedFormula) -> tuple[Any, ...]:
    return tuple(term for term in lower.terms if find_term(term, own.terms) is not None)


def join_parts(fit: ModelResult, prefix: str, formula: str) -> str:
    """The formula of the model with another one in a part, which is given with its response."""
    parts = {name: parsed.text for name, parsed in fit._formula_by_prefix.items()} | {
        prefix: formula
    }
    first, *others = parts.values()
    response = f"{fit._schema.parsed.response.name} ~ "
    return " | ".join([first, *(text.removeprefix(response) for text in others)])


Finder = Callable[[Any, str, ParsedFormula, Any], Terms]
Change = Callable[[ParsedFormula, ParsedFormula, Any], str]


def _changed_formulas(
    fit: ModelResult, scope: Any, find: Finder, change: Change, what: str
) -> Formulas:
    """The changed formulas of a model of several parts."""
    out = {}
    for prefix, parsed in fit._formula_by_prefix.items():
        for owner, term in find(fit, prefix, parsed, scope):
            out[prefix + owner.label(term)] = join_parts(fit, prefix, change(parsed, owner, term))
    if not out and scope is not None:
        raise ValueError(f"scope={scope!r} has no term to {what} the model {fit.formula!r}")
    return out


def _without_term(parsed: ParsedFormula, owner: ParsedFormula, term: Any) -> str:
    return drop_term(parsed, term)


def _with_term(parsed: ParsedFormula, owner: ParsedFormula, term: Any) -> str:
    return add_terms(parsed, [owner], [term])


def _terms_to_drop(fit: ModelResult, prefix: str, parsed: ParsedFormula, scope: Any) -> Terms:
    """The terms of a part that are to be left out."""
    if scope is None:
        return [(parsed, t) for t in droppable(parsed) if fit._is_identified_without_terms(prefix)]
    if is_formula(scope):
        requested = scope_parts(fit, scope)
        _check_known(fit, requested, scope)
        terms = requested[prefix].terms
    else:
        terms = tuple(term for _, term in _terms_of_labels(fit, prefix, scope, True))
    places = [find_term(term, parsed.terms) for term in terms]
    return [(parsed, parsed.terms[place]) for place in places if place is not None]


def _terms_to_add(fit: ModelResult, prefix: str, parsed: ParsedFormula, scope: Any) -> Terms:
    """The terms that a part is to be given."""
    if is_formula(scope):
        upper = scope_parts(fit, scope)[prefix]
        return [(upper, term) for term in addable(parsed, upper)]
    listed = _terms_of_labels(fit, prefix, scope, False)
    return [pair for pair in listed if find_term(pair[1], parsed.terms) is None]


def _check_known(fit: ModelResult, requested: Mapping[str, ParsedFormula], scope: Any) -> None:
    """Check that a term that is to be dropped is somewhere."""
    own = fit._formula_by_prefix
    alike = len(split_parts(scope_text(scope))) == 1
    for prefix, parsed in requested.items():
        for term in parsed.terms:
            places = own.values() if alike else [own[prefix]]
            if all(find_term(term, place.terms) is None for place in places):
                raise _no_term(fit, ("" if alike else prefix) + parsed.label(term))


def _terms_of_labels(fit: ModelResult, prefix: str, scope: Any, known: bool) -> Terms:
    """The terms of a list that are meant for a part.

    Those are the ones with its prefix, and those without any, which are meant for all parts.
    `known`: each has to be in the model.
    """
    labels = [scope] if isinstance(scope, str) else scope
    if not isinstance(labels, Sequence) or not all(isinstance(label, str) for label in labels):
        raise TypeError(f"scope= takes a formula such as '~ x | z' or labels, got {scope!r}")
    out = []
    for label in labels:
        part, bare = named_part(fit, label, known)
        if part in ("", prefix):
            owner = parse(f"{fit._schema.parsed.response.name} ~ {bare}")
            out += [(owner, term) for term in owner.terms]
    return out


def named_part(fit: ModelResult, label: str, known: bool = True) -> tuple[str, str]:
    """The prefix of the part that a label names, or ``""``; and the label without it.

    Raises
    ------
    ValueError
        No part has such a term, where it has to be `known`.
    """
    own = fit._formula_by_prefix
    for prefix, parsed in own.items():
        bare = label.removeprefix(prefix)
        if bare != label and (_has_terms(parsed, bare) or not known):
            return prefix, bare
    if known and not any(_has_terms(parsed, label) for parsed in own.values()):
        raise _no_term(fit, label)
    return "", label


def _has_terms(parsed: ParsedFormula, label: str) -> bool:
    """Whether a part has the terms of a label."""
    terms = parse(f"{parsed.response.name} ~ {label}").terms
    return bool(terms) and all(find_term(term, parsed.terms) is not None for term in terms)


def _no_term(fit: ModelResult, label: str) -> ValueError:
    has = [prefix + name for prefix, p in fit._formula_by_prefix.items() for name in p.labels]
    hint = did_you_mean(label, has)
    return ValueError(
        f"scope=: the model has no term {label!r}{hint}; its terms: {', '.join(has) or 'none'}"
    )
