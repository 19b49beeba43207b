"""The families of generalized linear models in `brm`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.bayes.priors.default_priors import shape_prior, sigma_prior
from rglm.design.block import LazyArray, Rows
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.response import read_response
from rglm.design.row_labels import row_label
from rglm.errors import DataError
from rglm.families.glm.family import Family
from rglm.families.likelihoods.glm.glm_density import glm_density
from rglm.families.links.link import Link
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.brm.column_moments import RowMoments, row_moments
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import Auxiliary, BrmProblem
from rglm.models.brm.families.starting_predictors import (
    make_predictor,
    scaled_link_value,
    starting_coefficients,
)
from rglm.models.glm.glm_rows import prepare_response
from rglm.models.likelihood.starting_values import STARTING_CONTROL
from rglm.sources.memory import MemorySource

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall

AUXILIARY_NAMES = {"Log(sigma)": "sigma", "Log(shape)": "shape"}


@dataclass(frozen=True, repr=False)
class GlmBrmFamily(BrmFamily):
    """A family of `glm` with a likelihood."""

    family: Family
    name: str

    @property
    def links(self) -> Mapping[str, str]:
        """The link of the mean; an auxiliary parameter has the identity."""
        scalars = glm_density(self.family).scalars
        others = {AUXILIARY_NAMES[name]: "identity" for name in scalars}
        return {"mu": self.family.link.name, **others}

    def link_of(self, dpar: str) -> Link:
        """The link of a parameter of the response; that of the mean may be anybody's own."""
        return self.family.link if dpar == "mu" else super().link_of(dpar)

    @property
    def mean_name(self) -> str:
        """A probability of successes, a rate of Poisson events, else the response's mean."""
        return self.family.mean_name

    @property
    def has_count_response(self) -> bool:
        """Whether the response is a count."""
        return self.family.is_count

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return partial(family_rows, self.family)

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of the coefficients and of the dispersion, where it is free."""
        moments = row_moments(data.source)
        location, scale = self._intercept_scale(moments)
        predictor = make_predictor(data.frame.schema, 0, location, scale)
        density = glm_density(self.family)
        beta = starting_coefficients(predictor)
        if beta is None:
            beta = self._coefficients_without_intercept(data.source, len(predictor.names))
        start = [beta, self._starting_scalars(density.scalars, moments)]
        return BrmProblem(
            PredictorLikelihood(density, (predictor.columns,)),
            data.source,
            np.concatenate(start),
            (predictor,),
            tuple(self._auxiliary(name, moments) for name in density.scalars),
        )

    def _intercept_scale(self, moments: RowMoments) -> tuple[float, float]:
        """g(mean y) less the mean offset, and s."""
        link = self.family.link
        location = scaled_link_value(link, *self._mean_and_count(moments))
        scale = 1.0
        if link.has_unit_of_response:
            with np.errstate(all="ignore"):
                slope = 1 / abs(float(link.mu_eta(np.array([location]))[0]))
            scale = float(moments.response.sd[0]) * slope
        scale = scale if np.isfinite(scale) and scale > 0 else 1.0
        return location - float(moments.offset.mean[0]), scale

    def _mean_and_count(self, moments: RowMoments) -> tuple[float, float]:
        """The mean of the response, and of how many observations it is."""
        return float(moments.response.mean[0]), moments.response.count

    def _coefficients_without_intercept(self, source: Any, count: int) -> np.ndarray:
        """0, or where no mean belongs to eta = 0 the maximum-likelihood estimates."""
        with np.errstate(all="ignore"):
            mean = self.family.link.linkinv(np.zeros(1))
        if np.isfinite(mean).all() and self.family.validmu(mean):
            return np.zeros(count)
        return _irls_coefficients(source, self.family)

    def _auxiliary(self, scalar: str, moments: RowMoments) -> Auxiliary:
        name, sd = AUXILIARY_NAMES[scalar], float(moments.response.sd[0])
        if name == "sigma":
            return Auxiliary(name, sigma_prior(sd))
        mean = moments.response.mean[:1]
        return Auxiliary(name, shape_prior(float((self.family.variance(mean) / mean**2)[0])))

    def _starting_scalars(self, scalars: tuple[str, ...], moments: RowMoments) -> np.ndarray:
        """Log sd(y), or the log of V(mean) / sd^2."""
        sd = float(moments.response.sd[0])
        variance = max(float(self.family.variance(moments.response.mean[:1])[0]), 1e-300)
        values = {"Log(sigma)": np.log(sd), "Log(shape)": np.log(variance) - 2 * np.log(sd)}
        return np.array([values[name] for name in scalars])


def family_rows(family: Family, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: response, weights, offset and trials."""
    parsed = frame.schema.parsed
    y = read_response(frame.response, parsed, family.has_binary_response, "brm")
    if family.is_count:
        _check_counts(y, frame)
    prepared = prepare_response(family, y, weights, parsed.response.name, frame.index)

    def starting_eta() -> np.ndarray:
        with np.errstate(all="ignore"):
            return family.link.linkfun(prepared.mustart)

    etastart = LazyArray(starting_eta)
    rows = Rows(prepared.y, prepared.weights, frame.offset, prepared.trials, etastart)
    return MemorySource(frame.columns, rows)


def _check_counts(y: np.ndarray, frame: ModelFrame) -> None:
    """Check that the response is counts: of other numbers the likelihood is 0."""
    wrong = y != np.rint(y)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise DataError(
            f"brm: the response {frame.schema.parsed.response.name!r} has to be a count of 0, 1, "
            f"2, ..., got {y[row]:.15g} in the row labelled {row_label(frame.index, row)}"
        )


def _irls_coefficients(source: Any, family: Family) -> np.ndarray:
    """The maximum-likelihood estimates, 0 where aliased."""
    from rglm.fitting.irls.irls import irls
    from rglm.formatting.hints.warning_location import collect_warnings

    with collect_warnings():
        return irls(source, family, replace(STARTING_CONTROL), None).beta
