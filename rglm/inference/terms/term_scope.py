"""Which terms may leave a formula, and which may enter: marginality.

A term may leave when no other term of the formula contains it, and enter when the formula has
every term of the scope that it contains (Nelder 1977, "A reformulation of linear models", JRSS A
140); ``a:b`` contains ``a`` and ``b``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rglm.design.formula.parsed_formula import ParsedFormula, parse
from rglm.design.formula.update_formula import update_formula
from rglm.design.frame.augmented_design import find_term
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.protocol.model_result import ModelResult

Terms = list[tuple[ParsedFormula, Any]]  # a term with the formula that it is of


def scope_formula(parsed: ParsedFormula, scope: Any, name: str = "scope") -> ParsedFormula:
    """The formula that a scope names: ``.`` stands for the model's own side.

    Raises
    ------
    TypeError
        It is no formula.
    """
    scope = scope_text(scope)
    if not isinstance(scope, str):
        raise TypeError(f"{name}= takes a formula such as '~ . + x', got {scope!r}")
    return parse(update_formula([parsed], scope if "~" in scope else f"~ {scope}"))


def scope_text(scope: Any) -> Any:
    """The formula of a scope that is a fit; another scope as it is."""
    return scope.formula if isinstance(scope, ModelResult) else scope


def is_formula(scope: Any) -> bool:
    """Whether a scope is a formula (or a fit that has one), and not a list of labels."""
    return (isinstance(scope, str) and "~" in scope) or isinstance(scope, ModelResult)


def droppable(parsed: ParsedFormula, lower: ParsedFormula | None = None) -> list[Any]:
    """The terms that may leave; R's ``drop.scope``.

    Those of `lower` stay; as in R a term that only they contain may leave.

    Raises
    ------
    ValueError
        `lower` has a term that the model does not have.
    """
    fixed = [] if lower is None else [(lower.label(term), term) for term in lower.terms]
    for label, term in fixed:
        if find_term(term, parsed.terms) is None:
            raise ValueError(
                f"the lower scope has the term {label!r}, which the model "
                f"{parsed.text!r} does not have; start from a model that has it"
            )
    fixed_terms = [term for _, term in fixed]
    free = [term for term in parsed.terms if find_term(term, fixed_terms) is None]
    return [t for t in free if not any(set(t.factors) < set(other.factors) for other in free)]


def addable(parsed: ParsedFormula, upper: ParsedFormula) -> list[Any]:
    """The terms of `upper` that may enter; R's ``add.scope``.

    Raises
    ------
    ValueError
        The model has a term that `upper` does not have.
    """
    for term in parsed.terms:
        if find_term(term, upper.terms) is None:
            raise ValueError(
                f"the upper scope lacks the model's term {parsed.label(term)!r}; it must have "
                "all of them: '~ . + x' adds to the model"
            )
    missing = [term for term in upper.terms if find_term(term, parsed.terms) is None]
    return [t for t in missing if not any(set(o.factors) < set(t.factors) for o in missing)]


def terms_to_drop(parsed: ParsedFormula, scope: Any) -> list[int]:
    """The places of the terms that ``drop1(scope=)`` asks for.

    Raises
    ------
    ValueError
        The model does not have one of them.
    """
    if scope is None:
        return [parsed.terms.index(term) for term in droppable(parsed)]
    places = []
    for owner, term in _listed(parsed, scope):
        place = find_term(term, parsed.terms)
        if place is None:
            label = owner.label(term)
            hint = did_you_mean(label, parsed.labels)
            has = ", ".join(parsed.labels) or "none"
            raise ValueError(f"scope=: the model has no term {label!r}{hint}; its terms: {has}")
        places.append(place)
    return places


def terms_to_add(parsed: ParsedFormula, scope: Any) -> Terms:
    """The terms that ``add1(scope=)`` asks for: of a formula those that may enter, of a list all.

    Raises
    ------
    ValueError
        There is none.
    """
    if is_formula(scope):
        upper = scope_formula(parsed, scope)
        terms = [(upper, term) for term in addable(parsed, upper)]
    else:
        listed = _listed(parsed, scope)
        terms = [pair for pair in listed if find_term(pair[1], parsed.terms) is None]
    if not terms:
        raise ValueError(f"scope={scope!r} has no term that could be added to {parsed.text!r}")
    return terms


def _listed(parsed: ParsedFormula, scope: Any) -> Terms:
    """The terms of a scope in its order."""
    if is_formula(scope):
        formula = scope_formula(parsed, scope)
        return [(formula, term) for term in formula.terms]
    labels = [scope] if isinstance(scope, str) else scope
    if not isinstance(labels, Sequence) or not all(isinstance(label, str) for label in labels):
        raise TypeError(f"scope= takes a formula such as '~ . + x' or labels, got {scope!r}")
    owners = [parse(f"{parsed.response.name} ~ {label}") for label in labels]
    return [(owner, term) for owner in owners for term in owner.terms]
