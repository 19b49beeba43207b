"""A fit as the Python package `marginaleffects` sees a model."""

from __future__ import annotations

from collections import Counter
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from rglm.inference.covariance.cluster_codes import rows_in_data
from rglm.inference.covariance.given_covariance import given_covariance

SCALES = ("response", "link")
OFFSET_COLUMN = "offset"
# how marginaleffects calls the links that it can differentiate by itself, each under a family that
# it knows with it: only the link counts. The others it differentiates by differences.
LINKS = {
    "log": ("poisson", "log"),
    "sqrt": ("poisson", "sqrt"),
    "logit": ("binomial", "logit"),
    "probit": ("binomial", "probit"),
    "cloglog": ("binomial", "cloglog"),
    "inverse": ("gamma", "inverse"),
}
# what marginaleffects asks of its models
MARGINALEFFECTS_METHODS = (
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
_MARGINALS: WeakKeyDictionary[Any, Marginal] = WeakKeyDictionary()


class Marginal:
    """The model that ``marginaleffects.predictions(fit)`` works on.

    Coefficients and covariance without the aliased ones; the design of any rows as the fit's own
    schema makes it, so that every word of R's formulas works; predictions at any coefficients. An
    offset is a column whose coefficient is 1, without an error, behind the others.

    Parameters
    ----------
    fit : ModelResult
    type : {"response", "link"}
        The scale of predictions.
    """

    def __init__(self, fit: Any, type: str = "response") -> None:
        if type not in SCALES:
            raise ValueError(f"type={type!r}: use one of {', '.join(SCALES)}")
        self.model, self.type = fit, type
        self.kept = np.sort(fit._solution.system.estimable)
        self.extra = int(fit.offset is not None)
        self.predictors = _predictors(fit)
        response = fit._schema.parsed.response
        self.response_name = next((n for n in response.reads if n in fit.data), response.name)
        self.data = _data(fit, [self.response_name, *self.predictors])
        self.types = {name: _type(self.data[name]) for name in self.data.columns}
        # Student's t where the fit has t tests; marginaleffects takes the normal if there is none
        self.df_resid = float(fit.df_residual) if fit._has_t_tests else np.inf

    def get_coef(self) -> np.ndarray:
        """The coefficients that are not aliased, and the 1 of an offset."""
        return np.append(self.model._solution.beta[self.kept], [1.0] * self.extra)

    def get_coefnames(self) -> np.ndarray:
        """Their names; those that several have with the term behind, ``f1 [f]``."""
        found = [self.model._estimate_identities[i] for i in self.kept]
        found += [(OFFSET_COLUMN, f"{OFFSET_COLUMN}()", 0)] * self.extra
        times = Counter(name for name, *_ in found)
        return np.array([_distinct_name(*one) if times[one[0]] > 1 else one[0] for one in found])

    def get_vcov(self, vcov: Any = True) -> np.ndarray | None:
        """Their covariance: the fit's own, or what ``vcov=`` of rglm takes."""
        if vcov is None or vcov is False:
            return None
        found = given_covariance(self.model, None if vcov is True else vcov)
        return np.pad(found[np.ix_(self.kept, self.kept)], (0, self.extra))

    def get_modeldata(self) -> Any:
        """The rows of the fit, a polars DataFrame."""
        return self.data

    def get_exog(self, newdata: Any) -> np.ndarray:
        """X of some rows, and their offset behind it if there is one."""
        data = newdata if isinstance(newdata, pd.DataFrame) else newdata.to_pandas()
        columns, offset = self.model._schema.apply(data)
        x = columns.select(self.kept).matrix(spare=self.extra)
        x[:, len(self.kept) :] = offset[:, None]
        return x

    def get_predict(self, params: np.ndarray, newdata: Any) -> Any:
        """Predictions at some coefficients, of rows or of what `get_exog` made of them."""
        import polars as pl

        x = newdata if isinstance(newdata, np.ndarray) else self.get_exog(newdata)
        eta = x @ np.asarray(params, dtype=float)
        if self.type == "response":
            with np.errstate(all="ignore"):
                eta = self.model.family.link.linkinv(eta)
        return pl.DataFrame({"rowid": np.arange(len(eta), dtype=np.int32), "estimate": eta})

    def get_formula(self) -> str:
        """The columns that predictions need, as a formula."""
        return f"{self.response_name} ~ {' + '.join(f'`{n}`' for n in self.predictors) or '1'}"

    def get_formula_engine(self) -> str:
        """``"rglm"``: designs are this class's."""
        return "rglm"

    get_package = get_formula_engine

    def get_engine_running(self) -> None:
        """Nothing runs."""

    def get_autodiff_args(self) -> dict[str, Any] | None:
        """How marginaleffects may differentiate predictions exactly; None by differences only."""
        link = self.model.family.link.name
        if self.type == "link" or link == "identity":
            return {"model_type": "linear", "family": None, "link": None}
        if link not in LINKS:
            return None
        return {"model_type": "glm", "family": LINKS[link][0], "link": LINKS[link][1]}

    def get_variable_type(self, name: str | None = None) -> Any:
        """The kind of a variable, or of all: numeric, integer, binary, boolean, character."""
        return self.types if name is None else self.types[name]

    def set_variable_type(self, name: str, value: str) -> None:
        """Take a variable for another kind."""
        self.types[name] = value

    def find_variables(self) -> list[str]:
        """The response and the predictors."""
        return [self.response_name, *self.predictors]

    def find_response(self) -> str:
        """The response."""
        return self.response_name

    def find_predictors(self) -> list[str]:
        """The columns that the formula reads."""
        return list(self.predictors)


def marginal(fit: Any, type: str = "response") -> Marginal:
    """A fit for the package marginaleffects (Arel-Bundock, Greifer & Heiss 2024).

    ``marginaleffects.predictions(fit)``, ``slopes``, ``comparisons``, ``hypotheses`` and their
    ``avg_`` forms take a fit as it is, on the scale of the response; ``fit.marginal("link")`` is
    the model for the scale of the linear predictor. Their ``vcov=`` takes what `vcov` of rglm
    does, a matrix as a DataFrame: ``vcov=fit.vcov(cluster="g")``. Derivatives are exact for the
    links identity, log, sqrt, logit, probit, cloglog and inverse, and differences for others.
    Standard errors of its ``slopes`` are always differences of differences: right to some 1e-3,
    and with its ``eps_vcov=1e-6`` to 1e-4; all else agrees with exact values to 1e-6. Coefficients
    of one name are shown there with their terms, ``f1 [f]``.

    Parameters
    ----------
    type : {"response", "link"}

    Returns
    -------
    Marginal
        What that package takes for a model.

    Raises
    ------
    ValueError
        An unknown `type`; a fit that was stripped of its rows.

    Examples
    --------
    >>> import importlib.util
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> if importlib.util.find_spec("polars"):
    ...     assert fit.marginal().find_variables() == ["breaks", "wool"]
    """
    fit._rows_source  # noqa: B018  an error after strip()
    return Marginal(fit, type)


def of_fit(fit: Any) -> Marginal:
    """The one `Marginal` of a fit on the scale of the response."""
    if fit not in _MARGINALS:
        _MARGINALS[fit] = marginal(fit)
    return _MARGINALS[fit]


def _distinct_name(name: str, term: str, number: int) -> str:
    return f"{name} [{term}]" if number == 0 else f"{name} [{term}] {number + 1}"


def _predictors(fit: Any) -> list[str]:
    """The columns of the data that the right side reads, offsets left out."""
    reads = (name for e in fit._schema.parsed.expressions.values() for name in e.reads)
    return [name for name in dict.fromkeys(reads) if name in fit.data]


def _data(fit: Any, names: list[str]) -> Any:
    """The rows of the fit in polars: text and categories as Enums, in the order of the levels.

    Columns that polars cannot read are left out, unless the model needs them.
    """
    import polars as pl

    frame = fit.data.iloc[rows_in_data(fit)]
    out = {}
    for name in frame.columns:
        try:
            series = pl.Series(str(name), pl.from_pandas(frame[name], nan_to_null=True))
            out[str(name)] = _as_enum(series, frame[name])
        except (TypeError, ValueError, pl.exceptions.PolarsError):
            if name in names:
                raise
    return pl.DataFrame(out)


def _as_enum(series: Any, column: pd.Series) -> Any:
    import polars as pl

    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = [str(level) for level in column.cat.categories]
    elif series.dtype == pl.String:
        levels = sorted(series.drop_nulls().unique().to_list())
    else:
        return series
    return series.cast(pl.String).cast(pl.Enum(levels))


def _type(series: Any) -> str:
    import polars as pl

    if series.dtype == pl.Boolean:
        return "boolean"
    if not series.dtype.is_numeric():
        return "character"
    if series.drop_nulls().is_in([0, 1]).all():
        return "binary"
    return "integer" if series.dtype.is_integer() else "numeric"
