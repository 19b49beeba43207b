"""The predictors of the terms of a formula, and which of them interact."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from rglm.design.formula.parsed_formula import ParsedFormula


def predictors_by_term(
    parsed: ParsedFormula, constants: Container[str]
) -> dict[str, tuple[str, ...]]:
    """The columns of the data that each term reads, by its label.

    Parameters
    ----------
    constants : container of str
        Names from outside the data, which are no predictors.
    """
    out = {}
    for label, term in zip(parsed.labels, parsed.terms, strict=True):
        names: dict[str, None] = {}
        for factor in term.factors:
            expression = parsed.expressions[factor.expr]
            columns = [name for name in expression.reads if name not in constants]
            names |= dict.fromkeys(columns or [expression.name])
        out[label] = tuple(names)
    return out


def interacting_predictors(
    predictors: Mapping[str, Sequence[str]],
) -> dict[str, list[str]]:
    """The predictors that each predictor is in a term with.

    Examples
    --------
    >>> interacting_predictors({"a": ["a"], "b": ["b"], "a:b": ["a", "b"], "c": ["c"]})
    {'a': ['b'], 'b': ['a'], 'c': []}
    """
    partners: dict[str, dict[str, None]] = {
        name: {} for names in predictors.values() for name in names
    }
    for names in predictors.values():
        for name in names:
            partners[name] |= dict.fromkeys(other for other in names if other != name)
    return {name: list(others) for name, others in partners.items()}
