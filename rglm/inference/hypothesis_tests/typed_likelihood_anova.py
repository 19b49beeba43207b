"""Type II and type III tests of the terms of a fit by maximum likelihood; car's Anova."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.formula.update_formula import simplify
from rglm.formatting.hints.warning_location import warn
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.anova import Anova, anova_type
from rglm.inference.hypothesis_tests.restricted_likelihood import restricted_maximum
from rglm.inference.terms.part_terms import join_parts
from rglm.inference.terms.update import refit_same_rows
from rglm.protocol.capabilities import HasLikelihoodModel
from rglm.warnings import ConvergenceWarning

Tests = dict[str, tuple[float, float]]  # by term: the likelihood ratio statistic, and its df


def anova_by_type(fit: HasLikelihoodModel, others: tuple[Any, ...], type: Any, test: Any) -> Anova:
    """The table of ``anova(type=)`` of one fit, for type II or III.

    Raises
    ------
    ValueError
        Another type, several models, or no test; type III of a fit with aliased coefficients or
        without terms.
    """
    kind = anova_type(type)
    if others:
        raise ValueError(
            f"type={type!r} is of the terms of one model, got {1 + len(others)} models"
        )
    if test in ("none", False):
        raise ValueError(f"test={test!r}: type={type!r} is of tests; leave test= out")
    fit._rows_source  # noqa: B018  an error after strip()
    tests = type_two_tests(fit) if kind == "II" else type_three_tests(fit)
    ratio, df = np.array(list(tests.values()), dtype=float).reshape(-1, 2).T
    columns = {"LR Chisq": ratio, "Df": df, "Pr(>Chisq)": chisq_upper_tail(df, ratio)}
    table = pd.DataFrame(columns, index=list(tests))
    response = fit._schema.parsed.response.variable
    return Anova(table, f"Analysis of Deviance Table (Type {kind} tests)\n\nResponse: {response}")


def type_two_tests(fit: HasLikelihoodModel) -> Tests:
    """The likelihood ratio test of each term, after all others but those that contain it.

    Of a model of two parts the terms are those of each part, the other part staying whole.
    """
    tests, parts = {}, fit._formula_by_prefix
    fits = {join_parts(fit, prefix, parsed.text): fit for prefix, parsed in parts.items()}
    for prefix, parsed in parts.items():
        for term in parsed.terms:
            label = prefix + parsed.label(term)
            pair = []
            for formula in _with_and_without(parsed, term):
                text = join_parts(fit, prefix, formula)
                if text not in fits:
                    fits[text] = refit_same_rows(fit, label, text)
                pair.append(fits[text])
            tests[label] = _test(*pair)
    return tests


def _with_and_without(parsed: ParsedFormula, term: Any) -> list[str]:
    """The formulas without the terms that contain a term, and without that term as well."""
    remaining = [t for t in parsed.terms if not set(t.factors) > set(term.factors)]
    whole = parsed.text if len(remaining) == len(parsed.terms) else None
    large = whole or simplify(replace(parsed, terms=tuple(remaining)))
    small = simplify(replace(parsed, terms=tuple(t for t in remaining if t is not term)))
    return [large, small]


def _test(large: HasLikelihoodModel, small: HasLikelihoodModel) -> tuple[float, float]:
    """Twice the difference of the log-likelihoods, and that of the numbers of parameters."""
    df = float(large.edf - small.edf)
    return (max(small.deviance - large.deviance, 0.0) if df > 0 else np.nan), df


def type_three_tests(fit: HasLikelihoodModel) -> Tests:
    """The likelihood ratio test of each term after all others: its coefficients held at zero."""
    if not any(parsed.terms for parsed in fit._formula_by_prefix.values()):
        raise ValueError(f"the model {fit.formula!r} has no terms to test")
    aliased = fit._estimates.index[fit._estimates.isna()]
    if len(aliased):
        raise ValueError(
            f"there are aliased coefficients in the model ({', '.join(aliased[:20])}), and what "
            "type III tests mean depends on them; type='II' does not"
        )
    tests = {}
    for label, is_zero in _coefficients_of_terms(fit):
        maximum = restricted_maximum(fit, is_zero)
        if not maximum.converged:
            warn(f"the model without {label!r}: no maximum was found", ConvergenceWarning)
        tests[label] = max(-2 * maximum.value - fit.deviance, 0.0), float(is_zero.sum())
    return tests


def _coefficients_of_terms(fit: HasLikelihoodModel) -> Iterator[tuple[str, np.ndarray]]:
    """Each term of each part of the formula, and which parameters are its coefficients, (P,)."""
    for (prefix, parsed), schema in zip(fit._formula_by_prefix.items(), fit._schemas, strict=True):
        for number, label in enumerate(parsed.labels, 1):
            out = np.zeros(len(fit._parameters), dtype=bool)
            for predictor in fit._predictor_parts:
                if predictor.schema is schema:
                    out[predictor.places] = predictor.assign == number
            yield prefix + label, out
