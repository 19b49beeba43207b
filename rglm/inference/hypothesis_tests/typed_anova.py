"""Type II and type III tests of each term; car's Anova."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.diagnostics.dispersion import pearson_chi2
from rglm.inference.hypothesis_tests.wald_anova import Comparison, wald_statistics
from rglm.inference.nesting.submodels import submodels
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.warnings import FitWarning

TESTS = {None: "LR", "LR": "LR", "LRT": "LR", "Chisq": "LR", "Wald": "Wald", "F": "F"}
ERROR_ESTIMATES = {
    "pearson": "Pearson residuals",
    "dispersion": "estimated dispersion",
    "deviance": "deviance",
}


def typed_anova(
    fit: HasWorkingWeights,
    type: str,
    test: str | bool | None,
    error_estimate: str = "pearson",
    vcov: Any = None,
    singular_ok: bool | None = None,
) -> tuple[pd.DataFrame, str]:
    """The table and the heading of `anova` for type II or III; see there."""
    name, type = _check_arguments(fit, type, test, error_estimate, vcov, singular_ok)
    heading = [f"Analysis of Deviance Table (Type {type} tests)\n", f"Response: {_response(fit)}"]
    if name == "Wald":
        table = _wald_table(fit, type, vcov)
        heading += ["Note: Coefficient covariance matrix supplied.\n"] if vcov is not None else []
        return table, "\n".join(heading)
    compared = term_comparisons(fit, type)
    df, change = differences(fit, compared)
    labels = [comparison.label for comparison in compared]
    if name == "LR":
        return _likelihood_ratio_table(fit, labels, df, change), "\n".join(heading)
    source, error = _error_estimate(fit, error_estimate)
    table = _f_table(fit, labels, df, change, error, type)
    return table, "\n".join([*heading, f"Error estimate based on {source} \n"])


def _check_arguments(
    fit: HasWorkingWeights,
    type: str,
    test: Any,
    error_estimate: str,
    vcov: Any,
    singular_ok: bool | None,
) -> tuple[str, str]:
    """The test and the type of test; an error where the fit does not allow them."""
    if not (test is None or isinstance(test, str)) or test not in TESTS:
        hint = did_you_mean(test, ["LR", "Wald", "F"])
        raise ValueError(f"test={test!r}: with type={type!r} use LR, Wald or F{hint}")
    check_option("error_estimate", error_estimate, ERROR_ESTIMATES)
    name = TESTS[test]
    if vcov is not None and name != "Wald":
        raise ValueError(f"vcov= is for test='Wald'; {name} tests compare deviances")
    check_aliased_allowed(fit, type, singular_ok)
    if not fit.terms:
        if name != "Wald":
            raise ValueError(
                f"the model {fit.formula!r} has no terms to test; type='III' with test='Wald' "
                "tests an intercept"
            )
        type = type_without_terms(fit, type)
    return name, type


def check_aliased_allowed(fit: HasWorkingWeights, type: str, singular_ok: bool | None) -> None:
    """Check that no coefficient is aliased, unless the type of test or ``singular_ok=`` allows it.

    Type II allows it unless told otherwise; type III does not.
    """
    aliased = fit.coefficients.index[fit.coefficients.isna()]
    if not len(aliased) or (type == "II" if singular_ok is None else singular_ok):
        return
    why = (
        "what type III tests mean depends on them; type='II' does not, and singular_ok=True tests "
        "by how far the rank falls without a term"
        if type == "III"
        else "they are refused; singular_ok=True allows them"
    )
    raise ValueError(
        f"there are aliased coefficients in the model ({', '.join(aliased[:20])}), and {why}"
    )


def type_without_terms(fit: HasWorkingWeights, type: str) -> str:
    """The type of test of an intercept alone: III.

    Raises
    ------
    ValueError
        There is none.
    """
    if not fit._schema.parsed.intercept:
        raise ValueError(f"the model {fit.formula!r} has no terms to test")
    if type == "II":
        message = "the model contains only an intercept: Type III test substituted"
        warn(message, FitWarning)
    return "III"


def _response(fit: HasWorkingWeights) -> str:
    return fit._schema.parsed.response.variable


def term_comparisons(
    fit: HasWorkingWeights, type: str, intercept: bool = False
) -> list[Comparison]:
    """A term is tested in the full model (III), or without the terms that contain it (II)."""
    assign, terms = np.asarray(fit._schema.assign), fit._schema.parsed.terms
    factors = [set(term.factors) for term in terms]
    out = []
    if intercept and fit._schema.parsed.intercept:
        all_columns = np.ones(len(assign), dtype=bool)
        out.append(Comparison("(Intercept)", all_columns, assign != 0))
    for k, label in enumerate(fit.terms):
        relatives = [
            j + 1 for j, other in enumerate(factors) if type == "II" and factors[k] < other
        ]
        larger = ~np.isin(assign, relatives)
        out.append(Comparison(label, larger, larger & (assign != k + 1)))
    return out


def differences(
    fit: HasWorkingWeights, compared: list[Comparison]
) -> tuple[np.ndarray, np.ndarray]:
    """By how much the rank falls and the deviance rises without each term."""
    sets = {c.tobytes(): c for one in compared for c in (one.larger, one.smaller) if not c.all()}
    column_sets = [np.flatnonzero(columns) for columns in sets.values()]
    found = dict(zip(sets, submodels(fit, column_sets, fit._refit_columns), strict=True))
    pairs = [
        tuple(found.get(c.tobytes(), fit._solution) for c in (one.larger, one.smaller))
        for one in compared
    ]
    df = np.array([large.rank - small.rank for large, small in pairs], dtype=float)
    return df, np.array([small.deviance - large.deviance for large, small in pairs])


def _likelihood_ratio_table(
    fit: HasWorkingWeights, labels: list[str], df: np.ndarray, change: np.ndarray
) -> pd.DataFrame:
    with np.errstate(all="ignore"):  # of a perfect fit 0 / 0, as R has it
        ratio = np.where(df > 0, change / fit.dispersion, np.nan)
    columns = {"LR Chisq": ratio, "Df": df, "Pr(>Chisq)": chisq_upper_tail(df, ratio)}
    return pd.DataFrame(columns, index=labels)


def _error_estimate(fit: HasWorkingWeights, error_estimate: str) -> tuple[str, float]:
    """The name and the value of what an F test divides by."""
    if error_estimate == "dispersion" and not np.isnan(fit.family.dispersion):
        warn(
            f"the dispersion of {fit.family.name} is known and not estimated; the F tests use "
            "Pearson's residuals instead",
            FitWarning,
        )
        error_estimate = "pearson"
    rest = fit.df_residual
    if error_estimate == "dispersion":
        value = fit.dispersion
    else:
        squares = pearson_chi2(fit) if error_estimate == "pearson" else fit.deviance
        value = squares / rest if rest > 0 else np.nan
    return ERROR_ESTIMATES[error_estimate], value


def _f_table(
    fit: HasWorkingWeights,
    labels: list[str],
    df: np.ndarray,
    change: np.ndarray,
    error: float,
    type: str,
) -> pd.DataFrame:
    from scipy.special import fdtrc

    rest = fit.df_residual
    tested = df > 0
    change = np.where(tested, change, 0.0 if type == "III" else np.nan)  # as car's pages
    with np.errstate(all="ignore"):  # of a perfect fit 0 / 0, as R has it
        ratio = np.where(tested, change / np.maximum(df, 1) / np.float64(error), np.nan)
    p = fdtrc(np.maximum(df, 1), max(rest, 1), np.maximum(ratio, 0))
    columns = {
        "Sum Sq": [*change, error * rest if rest > 0 else 0.0],
        "Df": [*df, rest],
        "F value" if type == "II" else "F values": [*ratio, np.nan],  # two names in car, too
        "Pr(>F)": [*np.where(np.isnan(ratio), np.nan, p), np.nan],
    }
    return pd.DataFrame(columns, index=[*labels, "Residuals"], dtype=float)


def _wald_table(fit: HasWorkingWeights, type: str, vcov: Any) -> pd.DataFrame:
    compared = term_comparisons(fit, type, intercept=type == "III")
    df, chi2 = wald_statistics(fit, compared, vcov)
    columns = {"Df": df, "Chisq": chi2, "Pr(>Chisq)": chisq_upper_tail(df, chi2)}
    return pd.DataFrame(columns, index=[comparison.label for comparison in compared])
