"""Zero-inflated and hurdle families: a formula for the counts and one for the zeros."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from rglm.bayes.priors.default_priors import overdispersion_prior, shape_prior, sigma_prior
from rglm.design.block import Block
from rglm.families.links.link_names import make_link
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.brm.column_moments import row_moments
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import Auxiliary, BrmProblem
from rglm.models.brm.families.inner_call import inner_call
from rglm.models.brm.families.starting_predictors import (
    make_predictor,
    scaled_link_value,
    spread_coefficients,
)
from rglm.models.twopart.hurdle import HurdleCall
from rglm.models.twopart.two_part_rows import two_formulas
from rglm.models.twopart.twopart_call import TwoPartCall
from rglm.models.twopart.zeroinfl import ZeroinflCall

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall

# of each distribution above zero: brms' name of its scalar
SCALARS = {"negbin": "shape", "gamma": "shape", "lognormal": "sigma"}


@dataclass(frozen=True, repr=False)
class TwoPartFamily(BrmFamily):
    """A family of two linear predictors, the second of brms' probability of zero."""

    dist: str
    name: str
    link_zero: str = "logit"
    dpar: ClassVar[str]
    sign: ClassVar[float] = 1.0

    @property
    def links(self) -> Mapping[str, str]:
        """The links of the mean, of the auxiliary parameter and of the probability of zero."""
        mean = "identity" if self.dist == "lognormal" else "log"
        scalar = {SCALARS[self.dist]: "identity"} if self.dist in SCALARS else {}
        return {"mu": mean, **scalar, self.dpar: self.link_zero}

    @property
    def has_count_response(self) -> bool:
        """Whether the response is a count, and no amount."""
        return self.dist not in ("gamma", "lognormal")

    def formulas(self, call: BrmCall) -> tuple[str, ...]:
        """The formulas of the counts and of the zeros."""
        return two_formulas(call.formula)

    @abstractmethod
    def _inner(self, call: BrmCall) -> TwoPartCall:
        """The call of the model."""

    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return self._inner(call).rows_function()

    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of both predictors and of the auxiliary parameter."""
        inner = self._inner(call)
        inner.check()
        given = inner.problem(data)
        likelihood, parts = given.likelihood, data.frame.parts
        first, second = (part.schema for part in parts)
        moments = _PositiveMoments.of(data.source)
        offset = row_moments(data.source).offset.mean
        predictors = (
            make_predictor(first, 0, moments.location(self.dist) - offset[0]),
            make_predictor(
                second,
                len(first.names),
                self._zero_location(moments) - self.sign * offset[1],
                dpar=self.dpar,
                part=1,
                sign=self.sign,
            ),
        )
        starts = [
            spread_coefficients(len(one.names), [part - one.columns[0]], [given.start[at]])
            for one, part, at in zip(predictors, likelihood.parts, likelihood.places, strict=False)
        ]
        scalars = given.start[likelihood.count - len(likelihood.density.scalars) :]
        return BrmProblem(
            replace(likelihood, parts=tuple(one.columns for one in predictors)),
            given.source,
            np.concatenate([*starts, scalars]),
            predictors,
            self._auxiliaries(moments),
        )

    def _zero_location(self, moments: _PositiveMoments) -> float:
        """G of the share of zeros."""
        link = make_link(self.link_zero)
        return scaled_link_value(link, moments.zero_share, moments.count)

    def _auxiliaries(self, moments: _PositiveMoments) -> tuple[Auxiliary, ...]:
        if self.dist not in SCALARS:
            return ()
        defaults = {
            "negbin": overdispersion_prior,
            "gamma": shape_prior,
            "lognormal": lambda: sigma_prior(moments.log_sd),
        }
        return (Auxiliary(SCALARS[self.dist], defaults[self.dist]()),)


@dataclass(frozen=True, repr=False)
class ZeroInflatedFamily(TwoPartFamily):
    """Counts that are zero instead with the probability zi."""

    dpar = "zi"

    def _inner(self, call: BrmCall) -> TwoPartCall:
        return inner_call(ZeroinflCall, call, dist=self.dist, link=self.link_zero)

    def _zero_location(self, moments: _PositiveMoments) -> float:
        """0: how many zeros are of the second kind is not known."""
        return 0.0


@dataclass(frozen=True, repr=False)
class HurdleFamily(TwoPartFamily):
    """Zero with the probability hu, and a distribution above zero.

    `hurdle` models the probability that y is above zero: its linear predictor is minus this one.
    """

    dpar = "hu"
    sign = -1.0

    def _inner(self, call: BrmCall) -> TwoPartCall:
        given: dict[str, Any] = {"dist": self.dist, "zero_dist": "binomial"}
        return inner_call(HurdleCall, call, **given, link=self.link_zero)


@dataclass(frozen=True)
class _PositiveMoments:
    """The share of zeros, and what is above zero: sums that can be added.

    Attributes
    ----------
    sums : (5,) float array
        Of the weights, of those of zeros, of w y, of w log y and of w (log y)^2 above zero.
    """

    sums: np.ndarray

    @classmethod
    def of(cls, source: Any) -> _PositiveMoments:
        """Those of the rows of a source."""
        return cls(source.total(_positive_sums))

    @property
    def count(self) -> float:
        """The sum of the weights."""
        return float(self.sums[0])

    @property
    def zero_share(self) -> float:
        """The share of zeros."""
        return float(self.sums[1] / self.sums[0])

    @property
    def log_sd(self) -> float:
        """The standard deviation of log y above zero."""
        n = self.sums[0] - self.sums[1]
        variance = self.sums[4] / n - (self.sums[3] / n) ** 2
        return float(np.sqrt(variance)) if variance > 0 else 1.0

    def location(self, dist: str) -> float:
        """The logarithm of the mean above zero; of lognormal amounts the mean logarithm."""
        n = self.sums[0] - self.sums[1]
        return float(self.sums[3] / n if dist == "lognormal" else np.log(self.sums[2] / n))


def _positive_sums(block: Block) -> np.ndarray:
    y, weights = block.rows.y, block.rows.weights
    log = np.log(np.where(y > 0, y, 1.0))
    return np.array(
        [
            weights.sum(),
            weights[y == 0].sum(),
            weights @ y,
            weights @ log,
            weights @ (log * log),
        ]
    )
