"""Weights of models for a mixture of them: ``brms::loo_model_weights`` and ``model_weights``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.bayes.comparison.model_weights import (
    bootstrapped_pseudo_bma_weights,
    pseudo_bma_weights,
    stacking_weights,
)
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.numbers.fixed_number import fixed_number
from rglm.formatting.tables.html import html_tables
from rglm.inference.random_seed import Seed, generator
from rglm.linalg.threads import single_threaded
from rglm.models.brm.comparison.compared_fits import check_same_responses
from rglm.models.brm.comparison.loo import loo_of
from rglm.models.brm.comparison.loo_compare import estimates_of
from rglm.models.brm.comparison.pages.elpd_estimate import RULE, ElpdEstimate
from rglm.models.brm.comparison.pages.text_matrix import left_lines

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

TITLES = {"stacking": "stacking", "pseudobma": "pseudo-BMA+ with Bayesian bootstrap"}


@dataclass(frozen=True, repr=False)
class ModelWeights:
    """Weights of models, whose sum is 1.

    Attributes
    ----------
    weights : Series (K,)
        By the name of the model.
    method : str
        As the page names it.
    """

    weights: pd.Series
    method: str

    def print_tables(self) -> dict[str, pd.DataFrame]:
        """The weights as text."""
        cells = [fixed_number(value, 3) for value in self.weights]
        return {"": pd.DataFrame({"weight": cells}, index=self.weights.index)}

    def __repr__(self) -> str:
        cells = self.print_tables()[""]
        return "\n".join([f"Method: {self.method}", RULE, *left_lines(cells)])

    def _repr_html_(self) -> str:
        return html_tables("", self.print_tables(), heading=[f"Method: {self.method}"])


@single_threaded
def loo_model_weights(
    *fits: BrmFit | ElpdEstimate,
    method: str = "stacking",
    BB: bool = True,
    seed: Seed = None,
    **named: BrmFit | ElpdEstimate,
) -> ModelWeights:
    """Weights of models for averaging their predictions; ``brms::loo_model_weights``.

        stacking: max over w of sum_i log sum_k w_k p_k(y_i | y_-i),  w_k >= 0, sum of w = 1
        pseudo-BMA: w_k ~ exp(elpd_loo of k)

    Parameters
    ----------
    *fits : BrmFit, or what `loo` or `kfold` return
        Models of the same rows, under the names of the caller's variables.
    method : {"stacking", "pseudobma"}
        Stacking gives the best mixture; pseudo-BMA looks at each model alone.
    BB : bool
        Of pseudo-BMA: the mean over Bayesian bootstraps of the rows (pseudo-BMA+).
    seed : int, optional
        Of the bootstraps.
    **named
        Models under names of their own.

    Returns
    -------
    ModelWeights
        Its `weights` are a Series.

    Raises
    ------
    TypeError
        What is neither a fit nor an estimate.
    ValueError
        Fewer than two models; models of different rows or responses.

    References
    ----------
    Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive
    distributions, Bayesian Analysis 13.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> one = brm("mpg ~ wt", cars, seed=1, draws=1000)
    >>> two = brm("mpg ~ 1", cars, seed=1, draws=1000)
    >>> bool(one.loo_model_weights(two).weights["one"] > 0.9)
    True
    """
    check_option("method", method, tuple(TITLES))
    found = estimates_of("loo_model_weights", fits, named, loo_of)
    title = TITLES[method] if BB or method == "stacking" else "pseudo-BMA"
    return ModelWeights(_weights(found, method, BB, seed), title)


def _weights(
    found: dict[str, ElpdEstimate], method: str, bootstrap: bool, seed: Seed
) -> pd.Series:
    """The weights of models of the same rows."""
    parts = list(found.values())
    check_same_responses([one._rows_key for one in parts], [len(one.pointwise) for one in parts])
    elpd = np.column_stack([one.pointwise_elpd for one in parts])
    if method == "stacking":
        weights = stacking_weights(elpd)
    elif bootstrap:
        weights = bootstrapped_pseudo_bma_weights(elpd, generator(seed))
    else:
        weights = pseudo_bma_weights(elpd)
    return pd.Series(weights, index=list(found), name="weight")


@single_threaded
def model_weights(
    *fits: BrmFit, weights: str = "stacking", seed: Seed = None, **named: BrmFit
) -> pd.Series:
    """Weights of models by a criterion of choice; ``brms::model_weights``.

    Parameters
    ----------
    *fits : BrmFit
        Models of the same rows, under the names of the caller's variables.
    weights : {"stacking", "pseudobma", "loo", "waic", "bma"}
        As `loo_model_weights`; proportional to exp(elpd_loo) or exp(elpd_waic); or to the
        evidence p(y), as `post_prob`.
    seed : int, optional
        Of what is random.
    **named : BrmFit
        Models under names of their own.

    Returns
    -------
    Series (K,)
        The weights by the name of the model; their sum is 1.

    Raises
    ------
    TypeError
        What is no fit of `brm`.
    ValueError
        Fewer than two models; models of different rows or responses; "bma" with flat priors.

    References
    ----------
    Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive
    distributions, Bayesian Analysis 13.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> cars = load("mtcars")
    >>> one = brm("mpg ~ wt", cars, seed=1, draws=1000)
    >>> two = brm("mpg ~ 1", cars, seed=1, draws=1000)
    >>> one.model_weights(two, weights="bma").round(3).to_dict()
    {'one': 1.0, 'two': 0.0}
    """
    from rglm.models.brm.comparison.evidence.bayes_factor import post_prob
    from rglm.models.brm.comparison.waic import waic_of

    given: dict[str, Any] = dict(named)
    check_option("weights", weights, ("stacking", "pseudobma", "loo", "waic", "bma"))
    if weights == "bma":
        return post_prob(*fits, seed=seed, **given).rename("weight")
    estimate = waic_of if weights == "waic" else loo_of
    found = estimates_of("model_weights", fits, given, estimate)
    method = "stacking" if weights == "stacking" else "pseudobma"
    return _weights(found, method, weights == "pseudobma", seed)
