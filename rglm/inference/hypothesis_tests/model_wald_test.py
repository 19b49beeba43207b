"""Wald tests of nested models; lmtest's waldtest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from rglm.formatting.text.printable import listed
from rglm.inference.hypothesis_tests.anova import numbered_formulas
from rglm.inference.hypothesis_tests.wald_statistic import (
    WaldTest,
    covariance_of,
    statistic_columns,
    whiten,
)
from rglm.inference.nesting.comparable_fits import check_models
from rglm.inference.nesting.model_sequence import model_sequence, null_formula
from rglm.inference.nesting.nested_models import ADVICE, nested_pairs
from rglm.inference.perfect_fit import check_residuals
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasLeastSquares, HasWorkingWeights
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True)
class _Pair:
    """The test of one model against the one before it.

    Attributes
    ----------
    value : Series (q,)
        The coefficients of the larger that the smaller lacks.
    covariance : (q, q) array
    squares : float
        Wald's statistic.
    rest : float
        The residual degrees of freedom of the larger.
    """

    value: pd.Series
    covariance: np.ndarray
    squares: float
    rest: float


def compare_models(
    fit: ModelResult,
    others: Sequence[object],
    test: str | None,
    vcov: Vcov,
) -> WaldTest:
    """Each model against the one before it; see `wald_test`."""
    models = model_sequence(fit, others or [_smallest_formula(fit)], "wald_test")
    check_models(models)
    nested_pairs(models, [model.logLik().df for model in models], "wald_test")
    numbered = pairwise(enumerate(models, 1))
    pairs = [_test_pair(*one, *two, vcov) for one, two in numbered]
    return WaldTest(
        _table(models, pairs, test), _heading(models), _values(pairs), _covariances(pairs)
    )


def _test_pair(i: int, one: ModelResult, j: int, two: ModelResult, vcov: Vcov) -> _Pair:
    is_first_larger = one.df_residual < two.df_residual
    (m, large), (n, small) = ((i, one), (j, two)) if is_first_larger else ((j, two), (i, one))
    if isinstance(large, HasLeastSquares):
        check_residuals(large, "wald_test")
    places = _added_places(large, m, small, n)
    covariance = covariance_of(large, vcov, places)
    value = large._estimates.iloc[places]
    what = f"the coefficients of model {m} that model {n} lacks"
    white = whiten(value.to_numpy(), covariance, what)
    return _Pair(value, covariance, float((white**2).sum()), float(large.df_residual))


def _added_places(large: ModelResult, m: int, small: ModelResult, n: int) -> np.ndarray:
    """The places of the coefficients of a model that a smaller one lacks.

    Raises
    ------
    ValueError
        The others are not those of the smaller: the models are of different kinds, or their
        columns are coded in different ways.
    """
    if large._likelihood_structure != small._likelihood_structure:
        raise ValueError(
            f"wald_test() tests whether coefficients of one model are 0, and models {n} and {m} "
            f"have different distributions ({small.model_name}, {large.model_name}); "
            "lrtest(m1, m2) compares them by their likelihoods"
        )
    of_large, of_small = _estimable_identities(large), _estimable_identities(small)
    common = set(of_large.values()) & set(of_small.values())
    if len(common) < len(of_small):
        names = listed([str(key[0]) for key in of_small.values() if key not in common])
        raise ValueError(
            f"wald_test() tests whether coefficients of model {m} are 0, and model {n} has "
            f"others, {names}: its columns are coded in another way. {ADVICE}"
        )
    return np.array([place for place, key in of_large.items() if key not in common], dtype=int)


def _estimable_identities(fit: ModelResult) -> dict[int, tuple[str, str, int]]:
    """What tells the estimable coefficients apart, by their places."""
    is_estimable = fit._estimates.notna()
    identities = enumerate(fit._estimate_identities)
    return {place: key for place, key in identities if is_estimable.iloc[place]}


def _smallest_formula(fit: ModelResult) -> str:
    """The intercepts alone, and the offsets; without an intercept the offsets alone."""
    parsed = fit._parsed_formulas
    if len(parsed) > 1 or parsed[0].intercept:
        return null_formula(fit)
    return " + ".join([". ~ 0", *(e.name for e in parsed[0].offsets)])


def _table(models: Sequence[ModelResult], pairs: list[_Pair], test: str | None) -> pd.DataFrame:
    first = models[0]
    name = test or ("F" if isinstance(first, HasWorkingWeights) else "Chisq")  # as lmtest
    degrees = np.array([float(model.df_residual) for model in models])
    squares, rest = (np.array([getattr(p, n) for p in pairs]) for n in ("squares", "rest"))
    df = np.array([len(pair.value) for pair in pairs])
    columns = {"Res.Df": degrees, "Df": np.r_[np.nan, -np.diff(degrees)]}
    columns |= statistic_columns(name, squares, df, rest)
    return pd.DataFrame(columns, index=[str(i + 1) for i in range(len(models))], dtype=float)


def _heading(models: Sequence[ModelResult]) -> str:
    return f"Wald test\n\n{numbered_formulas(models)}"


def _values(pairs: list[_Pair]) -> pd.Series:
    return pd.concat([pair.value for pair in pairs])


def _covariances(pairs: list[_Pair]) -> pd.DataFrame:
    """The covariance of the coefficients tested, NaN between those of different models."""
    names = list(_values(pairs).index)
    out, start = np.full((len(names),) * 2, np.nan), 0
    for pair in pairs:
        place = slice(start, start + len(pair.value))
        out[place, place] = pair.covariance
        start = place.stop
    return pd.DataFrame(out, index=names, columns=names)
