"""A fit of `brm` as the object that ArviZ summarises and draws."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from rglm.formatting.hints.warning_location import silent_import
from rglm.models.brm.hypotheses.parameter_words import draw_names
from rglm.models.brm.hypotheses.prior_at_point import prior_draws
from rglm.models.brm.prediction.drawn_rows import DrawnBlock, DrawnRows
from rglm.models.brm.prediction.posterior_predict import response_generator
from rglm.models.brm.prediction.row_quantities import log_likelihood as row_log_likelihood
from rglm.models.brm.prediction.row_quantities import random_response
from rglm.protocol.drawn_response import whole_numbers

if TYPE_CHECKING:
    from rglm.bayes.diagnostics.sampling_report import SamplingReport
    from rglm.inference.random_seed import Seed
    from rglm.models.brm.brm import BrmCall
    from rglm.models.brm.brm_fit import BrmFit

ROW_DIMENSION = "obs"
Group = dict[str, np.ndarray]


def as_arviz(
    fit: BrmFit,
    log_likelihood: bool = True,
    posterior_predictive: bool = True,
    seed: Seed = None,
) -> Any:
    """The draws as ArviZ has them, for its summaries, pictures and comparisons.

    Parameters
    ----------
    log_likelihood, posterior_predictive : bool
        Whether to add these numbers of each row and draw, 8 n S bytes each.
    seed : int or numpy Generator, optional
        Of the new responses; by default that of the fit.

    Returns
    -------
    InferenceData (ArviZ below 1.0, as on Python 3.11) or DataTree
        The groups

        - posterior: a variable for each column of ``fit.draws``, of dimensions (chain, draw);
        - sample_stats: ``lp``, and of Markov chains ``diverging``, ``tree_depth``, ``n_steps``,
          ``energy``, ``acceptance_rate``;
        - log_likelihood, posterior_predictive, observed_data: the response, of dimension ``obs``
          with the labels of the rows; of trials the successes, of categories their places among
          the levels, from 0;
        - prior: as many draws, with ``sample_prior="yes"``, of what no flat prior is part of.

    Raises
    ------
    ImportError
        ArviZ is not installed.

    Notes
    -----
    Draws of importance sampling are one chain, and independent: ArviZ's R-hat and effective sample
    sizes say nothing about them. Look at ``fit.k_hat``.

    References
    ----------
    Kumar, R., Carroll, C., Hartikainen, A. and Martin, O. (2019). ArviZ a unified library for
    exploratory analysis of Bayesian models in Python. Journal of Open Source Software 4(33).

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> list(fit.as_arviz().posterior.data_vars)  # doctest: +SKIP
    ['Intercept', 'logmass']
    """
    groups = {"posterior": _draws(fit), "sample_stats": _statistics(fit)}
    rows = DrawnRows.of(fit)
    name, observed = fit.formula.partition("~")[0].strip(), _observed(fit, rows)
    shape = (*fit._sample.u.shape[:2], len(rows.index))
    if log_likelihood:
        values = rows.by_row(row_log_likelihood(fit, rows.theta), lambda drawn: drawn)
        groups["log_likelihood"] = {name: values.T.reshape(shape)}
    if posterior_predictive:
        quantity = random_response(fit, response_generator(fit, seed))
        values = rows.by_row(quantity, lambda drawn: drawn)
        groups["posterior_predictive"] = {name: whole_numbers(values.T.reshape(shape))}
    groups["observed_data"] = {name: observed}
    groups.update(_prior(fit))
    return _from_groups(groups, {name: [ROW_DIMENSION]}, {ROW_DIMENSION: _labels(rows.index)})


def _draws(fit: BrmFit) -> Group:
    """The parameters by name, (chains, draws) each."""
    shape = fit._sample.u.shape[:2]
    pairs = zip(_names(fit), fit.draws.to_numpy().T, strict=True)
    return {name: values.reshape(shape) for name, values in pairs}


def _names(fit: BrmFit) -> Sequence[str]:
    """The names of the parameters; brms' ``b_sigma`` where a column has an auxiliary's name."""
    is_unique = len(set(fit.names)) == len(fit.names)
    return fit.names if is_unique else draw_names(fit)


def _statistics(fit: BrmFit) -> Group:
    """The logarithm of the density of each draw, and what happened to the chains."""
    report = fit._sample.sampling
    return {"lp": fit._sample.log_density, **({} if report is None else _of_chains(report))}


def _of_chains(report: SamplingReport) -> Group:
    return {
        "diverging": report.divergences > 0,
        "tree_depth": report.tree_depth,
        "n_steps": report.steps,
        "energy": report.energy,
        "acceptance_rate": report.acceptance,
    }


def _observed(fit: BrmFit, rows: DrawnRows) -> np.ndarray:
    """The response of each row (N,): a number, successes, or the place of a category."""

    def response(part: DrawnBlock) -> np.ndarray:
        y = part.rows.y
        is_indicator = fit.family.has_levels and y.ndim == 2  # a column for each category
        return np.argmax(y, axis=1) if is_indicator else part.observed

    return whole_numbers(rows.by_row(response, lambda response: response))


def _labels(index: pd.Index) -> np.ndarray:
    """The labels of the rows: numbers, or text."""
    return index.to_numpy() if index.dtype.kind in "iuf" else np.array([str(i) for i in index])


def _prior(fit: BrmFit) -> dict[str, Group]:
    """As many draws of the prior, where asked for, without what depends on a flat prior."""
    if cast("BrmCall", fit._model_call).sample_prior not in (True, "yes"):
        return {}
    chains, count, _ = fit._sample.u.shape
    values = prior_draws(fit, chains * count, np.random.default_rng(fit.seed))
    named = zip(_names(fit), values.reshape(-1, chains, count), strict=True)
    return {"prior": {name: one for name, one in named if not np.isnan(one).any()}}


def _from_groups(groups: dict[str, Group], dims: dict[str, Any], coords: dict[str, Any]) -> Any:
    """InferenceData of ArviZ below 1.0, else a DataTree."""
    try:
        with silent_import():
            arviz: Any = import_module("arviz")
    except ImportError as error:
        raise ImportError('as_arviz needs ArviZ: pip install "rglm[bayes]"') from error
    if int(arviz.__version__.partition(".")[0]) < 1:
        return arviz.from_dict(**groups, dims=dims, coords=coords)
    return arviz.from_dict(groups, dims=dims, coords=coords)
