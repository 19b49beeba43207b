"""Type II tests of the terms of a fit by maximum likelihood; car's Anova."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.formula.update_formula import simplify
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.anova import Anova
from rglm.inference.selection.likelihood_drop_add import again
from rglm.inference.terms.part_terms import join_parts


def anova_by_type(fit: Any, others: tuple[Any, ...], type: Any, test: Any) -> Anova:
    """The table of ``anova(type=)`` of one fit.

    Raises
    ------
    ValueError
        Another type than II, several models, or no test.
    """
    if str(type) not in ("II", "2"):
        instead = (
            "; type='III' is of glm() and glm_nb(), here wald_test() tests any coefficients"
            if str(type) in ("III", "3")
            else ""
        )
        raise ValueError(f"type={type!r}: use 'I' or 'II'{instead}")
    if others:
        raise ValueError(
            f"type={type!r} is of the terms of one model, got {1 + len(others)} models"
        )
    if test in ("none", False):
        raise ValueError(f"test={test!r}: type={type!r} is of tests; leave test= out")
    return type_two_anova(fit)


def type_two_anova(fit: Any) -> Anova:
    """The likelihood ratio test of each term, after all others but those that contain it.

    Of a model of two parts the terms are those of each part, the other part staying whole.
    """
    fit.rows_source  # noqa: B018  an error after strip()
    rows, fits = (
        {},
        {join_parts(fit, prefix, p.text): fit for prefix, p in fit._formula_parts.items()},
    )
    for prefix, parsed in fit._formula_parts.items():
        for term in parsed.terms:
            label = prefix + parsed.label(term)
            pair = []
            for formula in _with_and_without(parsed, term):
                text = join_parts(fit, prefix, formula)
                if text not in fits:
                    fits[text] = again(fit, label, text)
                pair.append(fits[text])
            rows[label] = _test(*pair)
    table = pd.DataFrame(rows.values(), index=list(rows), columns=["LR Chisq", "Df"], dtype=float)
    table["Pr(>Chisq)"] = chisq_upper_tail(table["Df"].to_numpy(), table["LR Chisq"].to_numpy())
    response = fit.schema.parsed.response.name
    return Anova(table, f"Analysis of Deviance Table (Type II tests)\n\nResponse: {response}")


def _with_and_without(parsed: ParsedFormula, term: Any) -> list[str]:
    """The formulas without the terms that contain a term, and without that term as well."""
    kept = [t for t in parsed.terms if not set(t.factors) > set(term.factors)]
    whole = parsed.text if len(kept) == len(parsed.terms) else None
    large = whole or simplify(replace(parsed, terms=tuple(kept)))
    small = simplify(replace(parsed, terms=tuple(t for t in kept if t is not term)))
    return [large, small]


def _test(large: Any, small: Any) -> tuple[float, float]:
    """Twice the difference of the log-likelihoods, and that of the numbers of parameters."""
    df = float(large.edf - small.edf)
    return (max(small.deviance - large.deviance, 0.0) if df > 0 else np.nan), df
