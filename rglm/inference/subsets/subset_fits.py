"""The estimates and likelihoods of the models with some of the terms of a fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.inference.subsets.subset_space import Subset, SubsetSpace
from rglm.inference.terms.update import refit_same_rows
from rglm.protocol.model_result import ModelResult

MAX_REFITS = 2**10


@dataclass(frozen=True)
class SubsetFits:
    """Estimates and likelihoods of m models.

    Attributes
    ----------
    subsets : list of frozenset, m
        The places of the terms of each.
    estimates : DataFrame (m, q)
        The coefficients of intercepts and of terms of one number, NaN where a model has none.
    df, loglik : (m,) arrays
    nobs : float
    linear : DataFrame (m, 3) or None
        ``rss rank adj_r_squared`` of linear models.
    """

    subsets: list[Subset]
    estimates: pd.DataFrame
    df: np.ndarray
    loglik: np.ndarray
    nobs: float
    linear: pd.DataFrame | None = None


def numeric_names(fit: ModelResult, space: SubsetSpace) -> list[str]:
    """The names of the intercepts, and of the coefficients of terms of one number."""
    intercepts = [f"{prefix}(Intercept)" for prefix in fit._formula_by_prefix]
    labels = set(space.labels)
    return [name for name in fit.names if name in intercepts or name in labels]


def refitted_subsets(space: SubsetSpace, linear: Mapping[str, str] | None = None) -> SubsetFits:
    """The models fitted one by one, to the rows of the fit.

    Parameters
    ----------
    linear : dict, optional
        The attributes of the columns of `SubsetFits.linear`.

    Raises
    ------
    ValueError
        They are too many, or one would have other rows.
    """
    fit = space.fit
    check_model_count(space, MAX_REFITS, f"{fit._function_name}() fits them one by one")
    subsets, names = space.subsets(), numeric_names(fit, space)
    estimates = np.full((len(subsets), len(names)), np.nan)
    df, loglik = np.empty(len(subsets)), np.empty(len(subsets))
    measures = []
    for i, subset in enumerate(subsets):
        formula = space.formula(subset)
        one: ModelResult | None = fit
        if len(subset) < len(space.labels):
            one = fit._submodel(formula, same_rows=True)
        one = refit_same_rows(fit, formula, formula) if one is None else one
        likelihood = one.logLik()
        df[i], loglik[i] = likelihood.df, float(likelihood)
        if linear is not None:
            measures.append({name: getattr(one, attribute) for name, attribute in linear.items()})
        values = dict(zip(one.names, one._estimates, strict=True))
        estimates[i] = [values.get(name, np.nan) for name in names]
    table = pd.DataFrame(estimates, columns=names)
    n = float(fit.logLik().nobs)
    return SubsetFits(
        subsets, table, df, loglik, n, pd.DataFrame(measures) if linear is not None else None
    )


def check_model_count(space: SubsetSpace, limit: int, reason: str) -> None:
    """Check that there are not more models than a limit.

    Raises
    ------
    ValueError
        There are; it says how to have fewer.
    """
    count = space.candidate_count()
    if count > limit:
        raise ValueError(
            f"{len(space.free)} terms make {count:,} models, and {reason}, at most {limit:,}; "
            "give the largest number of terms, max_terms=, or terms that stay, fixed=['x', ...]"
        )
