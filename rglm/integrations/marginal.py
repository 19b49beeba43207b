"""A fit as a model of the Python package `marginaleffects`."""

from __future__ import annotations

from collections import Counter
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from rglm.errors import DataError
from rglm.formatting.hints.warning_location import warn
from rglm.inference.covariance.given_covariance import given_covariance
from rglm.integrations.marginal_columns import level_columns, predictor_columns, step_columns
from rglm.integrations.marginal_data import (
    has_number_categories,
    polars_rows,
    variable_type,
    with_matrices,
)
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.sources.chunks.chunked_source import NOT_IN_MEMORY_MESSAGE
from rglm.warnings import FitWarning

if TYPE_CHECKING:
    import polars as pl

INSTALL_MESSAGE = (
    'marginal effects need marginaleffects and polars: pip install "rglm[marginaleffects]"'
)
TYPES = ("response", "link")
OFFSET = "offset"
# The links that marginaleffects differentiates exactly, by family and link as it names them: only
# the link matters. It differentiates others by differences.
DIFFERENTIABLE_LINKS = {
    "log": ("poisson", "log"),
    "sqrt": ("poisson", "sqrt"),
    "logit": ("binomial", "logit"),
    "probit": ("binomial", "probit"),
    "cloglog": ("binomial", "cloglog"),
    "inverse": ("gamma", "inverse"),
}
# columns of rows that marginaleffects compares: the variable, and how
TERM, COMPARISON, SLOPES = "term", "marginaleffects_comparison", ("dydx", "eyex", "eydx", "dyex")
MODEL_ATTRIBUTES = (  # what marginaleffects asks of its models
    "get_coef",
    "get_coefnames",
    "get_vcov",
    "get_modeldata",
    "get_exog",
    "get_predict",
    "get_formula",
    "get_formula_engine",
    "get_package",
    "get_engine_running",
    "get_autodiff_args",
    "get_variable_type",
    "set_variable_type",
    "find_variables",
    "find_response",
    "find_predictors",
    "response_name",
    "df_resid",
)
_MARGINAL_OF_FIT: WeakKeyDictionary[HasWorkingWeights, Marginal] = WeakKeyDictionary()


class Marginal:
    """The model that ``marginaleffects.predictions(fit)`` works on.

    It has the coefficients that are not aliased, their covariance, the design of any rows by the
    schema of the fit, and predictions at any coefficients. An offset is a last column with the
    coefficient 1 and no standard error.

    Parameters
    ----------
    fit : GlmFit
    type : {"response", "link"}
        The scale of predictions.
    """

    def __init__(self, fit: HasWorkingWeights, type: str = "response") -> None:
        if type not in TYPES:
            raise ValueError(f"type={type!r}: use one of {', '.join(TYPES)}")
        self.model, self.type = fit, type
        self.places = np.sort(fit._solution.system.estimable)
        self.offset_columns = int(fit.offset is not None)
        self.predictors = predictor_columns(fit)
        response = fit._schema.parsed.response
        self.response_name = next((n for n in response.reads if n in fit.data), response.name)
        categories = {str(name) for name in fit.data if has_number_categories(fit.data[name])}
        levels = level_columns(fit) | categories
        self.data = polars_rows(fit, self.find_variables(), levels)
        self.types = {n: variable_type(self.data[n], n in levels) for n in self.data.columns}
        self.steps = step_columns(fit)
        # inf makes tests normal; else they are Student's t
        self.df_resid = float(fit.df_residual) if fit._has_t_tests else np.inf

    def get_coef(self) -> np.ndarray:
        """The coefficients that are not aliased, and the 1 of an offset."""
        return np.append(self.model._solution.beta[self.places], [1.0] * self.offset_columns)

    def get_coefnames(self) -> np.ndarray:
        """The names of the coefficients; equal names with their terms, ``f1 [f]``."""
        identities = [self.model._estimate_identities[i] for i in self.places]
        identities += [(OFFSET, f"{OFFSET}()", 0)] * self.offset_columns
        count = Counter(name for name, *_ in identities)
        return np.array([_distinct_name(*i) if count[i[0]] > 1 else i[0] for i in identities])

    def get_vcov(self, vcov: Vcov | bool = True) -> np.ndarray | None:
        """The covariance of the coefficients: the fit's own, or what ``vcov=`` of rglm takes."""
        if vcov is None or vcov is False:
            return None
        covariance = given_covariance(self.model, None if vcov is True else vcov)
        return np.pad(covariance[np.ix_(self.places, self.places)], (0, self.offset_columns))

    def get_modeldata(self) -> pl.DataFrame:
        """The rows of the fit."""
        return self.data

    def get_exog(self, newdata: pd.DataFrame | pl.DataFrame) -> np.ndarray:
        """The columns of X of some rows, and the offset as a last column if there is one."""
        data = newdata if isinstance(newdata, pd.DataFrame) else newdata.to_pandas()
        self._warn_of_steps(data)
        columns, offset = self.model._schema.apply(with_matrices(data, self.model.data))
        x = columns.select(self.places).matrix(spare=self.offset_columns)
        x[:, len(self.places) :] = offset[:, None]
        return x

    def get_predict(
        self, params: np.ndarray, newdata: np.ndarray | pd.DataFrame | pl.DataFrame
    ) -> pl.DataFrame:
        """Predictions at some coefficients, of rows or of their columns from `get_exog`."""
        import polars as pl

        x = newdata if isinstance(newdata, np.ndarray) else self.get_exog(newdata)
        with np.errstate(all="ignore"):
            estimate = self._predict(x, np.asarray(params, dtype=float))
        rowid = np.arange(len(estimate), dtype=np.int32)
        return pl.DataFrame({"rowid": rowid, "estimate": estimate})

    def _predict(self, x: np.ndarray, params: np.ndarray) -> np.ndarray:
        """The predictions at some coefficients; where one differs from its estimate, expanded.

        marginaleffects takes differences, by one coefficient after the other, of differences by a
        variable. Of the first-order expansion these are derivatives to within rounding.
        """
        link, coef = self.model.family.link, self.get_coef()
        is_step = np.count_nonzero(params != coef) == 1
        eta = x @ (coef if is_step else params)
        change = x @ (params - coef) if is_step else 0.0
        if self.type == "link":
            return eta + change
        return link.linkinv(eta) + (link.mu_eta(eta) * change if is_step else 0.0)

    def _warn_of_steps(self, data: pd.DataFrame) -> None:
        """Warn of slopes of a column that the formula reads in steps."""
        if COMPARISON not in data or TERM not in data:
            return
        is_slope = data[COMPARISON].astype(str).str.startswith(SLOPES)
        for name in self.steps.keys() & {*data.loc[is_slope, TERM]}:
            warn(
                f"slopes of {name!r} have no meaning: the formula reads it in steps, "
                f"{self.steps[name]}, and the difference across a step is divided by a number "
                "near 0; compare two values, "
                f"avg_comparisons(fit, variables={{{name!r}: [low, high]}})",
                FitWarning,
            )

    def get_formula(self) -> str:
        """A formula with the columns that predictions need."""
        return f"{self.response_name} ~ {' + '.join(f'`{n}`' for n in self.predictors) or '1'}"

    def get_formula_engine(self) -> str:
        """``"rglm"``, which makes the designs."""
        return "rglm"

    get_package = get_formula_engine

    def get_engine_running(self) -> None:
        """None, as there is no other engine."""

    def get_autodiff_args(self) -> dict[str, Any] | None:
        """How marginaleffects can differentiate predictions; None for differences."""
        link = self.model.family.link.name
        if self.type == "link" or link == "identity":
            return {"model_type": "linear", "family": None, "link": None}
        if link not in DIFFERENTIABLE_LINKS:
            return None
        family, name = DIFFERENTIABLE_LINKS[link]
        return {"model_type": "glm", "family": family, "link": name}

    def get_variable_type(self, name: str | None = None) -> str | dict[str, str]:
        """The kind of a variable, or of all of them, as `variable_type` has it."""
        return self.types if name is None else self.types[name]

    def set_variable_type(self, name: str, value: str) -> None:
        """Set the kind of a variable."""
        self.types[name] = value

    def find_variables(self) -> list[str]:
        """The columns of the response and of the predictors."""
        return [self.response_name, *self.predictors]

    def find_response(self) -> str:
        """The column of the response."""
        return self.response_name

    def find_predictors(self) -> list[str]:
        """The columns of the predictors."""
        return list(self.predictors)


def marginal(fit: HasWorkingWeights, type: str = "response") -> Marginal:
    """The fit as a model of the package marginaleffects (Arel-Bundock, Greifer & Heiss 2024).

    ``marginaleffects.predictions(fit)``, ``slopes``, ``comparisons``, ``hypotheses`` and their
    ``avg_`` forms take a fit as it is, on the scale of the response; ``fit.marginal("link")`` is
    the model on the scale of the linear predictor. Their ``vcov=`` takes what `vcov` of rglm
    takes, and a matrix as a DataFrame: ``vcov=fit.vcov(cluster="g")``.

    Derivatives are exact for the links identity, log, sqrt, logit, probit, cloglog and inverse,
    and differences for others; all agree with exact values to 1e-6, but for standard errors of
    ``slopes``. marginaleffects 0.6 takes no derivatives of these from a model: it takes
    differences, over a tiny change of a coefficient, of differences by a variable, and rounding
    leaves a relative error of 3e-5 to 4e-3 (in our tests). ``slopes(fit, eps_vcov=1e-4)`` makes
    the change larger, and leaves 2e-6 or less, as predictions are given to first order there;
    that is for dY/dX, not for elasticities.

    A column of numbers that the formula reads as levels, ``factor(x)``, ``interaction(x, z)``,
    ``x == 1``, has contrasts of its levels and no slope, also where it is a number elsewhere in
    the formula (``x + factor(x)``). Where such levels are negative or fractions,
    marginaleffects' pictures over other variables fail, as they set the column to its mean.
    Slopes of a column in steps, ``cut(x, 3)``, ``x > 1``, have no meaning, and a FitWarning says
    so. Coefficients of equal names are shown with their terms, ``f1 [f]``.

    Parameters
    ----------
    type : {"response", "link"}

    Returns
    -------
    Marginal
        A model as that package takes it.

    Raises
    ------
    ImportError
        marginaleffects or polars is missing.
    ValueError
        An unknown `type`; a fit that was stripped of its rows, or to data in chunks.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> import importlib.util
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> if importlib.util.find_spec("marginaleffects"):
    ...     assert fit.marginal().find_variables() == ["breaks", "wool"]
    """
    fit._rows_source  # noqa: B018  an error after strip()
    if fit._is_chunked:
        raise DataError(NOT_IN_MEMORY_MESSAGE)
    for package in ("marginaleffects", "polars"):
        if find_spec(package) is None:
            raise ImportError(INSTALL_MESSAGE)
    return Marginal(fit, type)


def marginal_of_fit(fit: HasWorkingWeights) -> Marginal:
    """The `Marginal` of a fit on the scale of the response, made once."""
    if fit not in _MARGINAL_OF_FIT:
        _MARGINAL_OF_FIT[fit] = fit.marginal()
    return _MARGINAL_OF_FIT[fit]


def _distinct_name(name: str, term: str, number: int) -> str:
    return f"{name} [{term}]" if number == 0 else f"{name} [{term}] {number + 1}"
