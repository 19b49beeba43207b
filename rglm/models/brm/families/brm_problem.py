"""The likelihood of a Bayesian model, with what each of its parameters is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.bayes.distributions.distribution import Distribution


@dataclass(frozen=True)
class BrmPredictor:
    """A linear predictor of a model, and where the default priors of its coefficients lie.

    Attributes
    ----------
    dpar : str
        What brms calls the parameter of the response that it predicts: ``""`` for the mean,
        ``"zi"``, ``"hu"``, ``"mub"``.
    names : tuple of str
        The names of its columns.
    columns : (p,) int array
        The columns among those of the source.
    part : int
        Which part of the formula it has.
    intercept : int or None
        The place of the intercept among its columns.
    location : float
        g(mean y): the mean of the intercept's default prior.
    scale : float
        s, the unit of the linear predictor.
    sign : float
        -1 where the likelihood has minus this predictor.
    """

    dpar: str
    names: tuple[str, ...]
    columns: np.ndarray
    part: int
    intercept: int | None
    location: float
    scale: float
    sign: float = 1.0


@dataclass(frozen=True)
class Auxiliary:
    """A positive parameter that is no coefficient; the likelihood has its logarithm, or minus it.

    Attributes
    ----------
    name : str
        brms' name, which is its class too: "sigma", "shape", "phi".
    default : Distribution
        Its default prior.
    sign : float
        -1 where the likelihood has minus its logarithm.
    """

    name: str
    default: Distribution
    sign: float = 1.0


@dataclass(frozen=True)
class BrmProblem:
    """The likelihood of all columns, and where the search for the mode begins.

    Attributes
    ----------
    likelihood : LikelihoodModel
    source : MemorySource or ChunkedSource
    start : (P,) float array
        Parameters of the likelihood: coefficients of the predictors one after the other, then cut
        points, then auxiliary parameters.
    predictors : tuple of BrmPredictor
    auxiliaries : tuple of Auxiliary
    cut_count : int
        The number of ordered cut points.
    levels : tuple of str
        The levels of a categorical response.
    cut_default : Distribution or None
        The default prior of each cut point.
    """

    likelihood: Any
    source: Any
    start: np.ndarray
    predictors: tuple[BrmPredictor, ...]
    auxiliaries: tuple[Auxiliary, ...] = ()
    cut_count: int = 0
    levels: tuple[str, ...] = ()
    cut_default: Distribution | None = None
