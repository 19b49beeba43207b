"""The base class of all families of `glm`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import numpy as np

from rglm.families.constructor_call import constructor_call
from rglm.families.glm.response import PreparedResponse, prepare_response, warn_ignored_weights
from rglm.families.links.link import Link
from rglm.families.numerics.count_sums import count_scores, draw_counts
from rglm.families.numerics.density_normalizer import Derivatives
from rglm.families.numerics.floating_point import all_between, ignore_float_errors
from rglm.families.numerics.normal_scores import Scores
from rglm.families.numerics.unit_deviance import integrate_unit_deviance
from rglm.families.working_steps.composed_step import VarianceStep, composed_step
from rglm.families.working_steps.inherited_steps import OwnSteps
from rglm.families.working_steps.working_step import WorkArrays, WorkingSums


class Family(OwnSteps, ABC):
    """The distribution of y given its mean mu, with a link: Var(y) = dispersion V(mu) / weight.

    To define your own, derive a frozen dataclass from this class with a field `link`, and write
    `name`, `variance` and the attributes below whose default does not fit. That is a
    quasi-likelihood, which `glm` can fit. With `log_density` it has a likelihood and an AIC; a
    count then has quantile residuals and can be simulated from; for a continuous y write
    `normal_scores` and `simulate`.

    Attributes
    ----------
    name : str
        R's ``family$family``, as printed.
    link : Link
        From the mean to the linear predictor.
    mean_range : tuple of two float
        The open interval of the means.
    response_range : tuple of two float
        The closed interval of the responses.
    boundary_means : tuple of float
        Means at the end of the range that fit a response equal to them without error, as 0 of a
        count: separation is looked for there.
    dispersion : float
        The dispersion where the distribution fixes it; NaN, the default, if it is estimated.
    extra_parameters : int
        Parameters that AIC counts besides the coefficients: 1 if the dispersion is in the
        likelihood and is estimated.
    is_count : bool
        Whether y is a count with a probability of its own.
    is_equidispersed_count : bool
        Whether the variance of that count is its mean.
    has_binary_response : bool
        Whether y counts successes, so that a factor of two levels is a response.
    constructor : str
        The function that makes this family, as printed; by default the class.

    Examples
    --------
    >>> from dataclasses import dataclass
    >>> import numpy as np
    >>> from rglm.families import Link, make_link
    >>> @dataclass(frozen=True, repr=False)
    ... class Geometric(Family):
    ...     link: Link = make_link("log")
    ...     name = "geometric"
    ...     mean_range = response_range = (0.0, np.inf)
    ...     boundary_means = (0.0,)
    ...     dispersion = 1.0
    ...     is_count = True
    ...
    ...     def variance(self, mu):
    ...         return mu + mu**2
    ...
    ...     def log_density(self, y, mu, wt, trials, dispersion):
    ...         return wt * (y * np.log(mu / (1 + mu)) - np.log1p(mu))
    >>> Geometric().dev_resids(np.array([2.0]), np.array([1.0]), np.ones(1)).round(4).tolist()
    [0.3398]
    """

    name: str
    link: Link
    mean_range: tuple[float, float] = (-np.inf, np.inf)
    response_range: tuple[float, float] = (-np.inf, np.inf)
    boundary_means: tuple[float, ...] = ()
    dispersion: float = float("nan")
    extra_parameters: int = 0
    is_count: bool = False
    is_equidispersed_count: bool = False
    has_binary_response: bool = False
    mean_name: str = "response"  # what tables of means call it
    constructor: str = ""
    has_constant_variance: bool = False  # V(mu) is 1
    variance_step: VarianceStep | None = None  # deviance and variance in place, for speed

    @property
    def is_fixed_by_mean(self) -> bool:
        """Whether the mean fixes the distribution: nothing but the mean is estimated."""
        return not np.isnan(self.dispersion) and not self.extra_parameters

    @property
    def auxiliary_parameters(self) -> Mapping[str, float]:
        """The parameters of the distribution beside its mean and dispersion, by R's name."""
        return {}

    @property
    def distribution_name(self) -> str:
        """The distribution, by which a model is a case of another: poisson is one of negbin."""
        return self.name

    # Mean and response

    @abstractmethod
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return the variance function V(mu), elementwise."""

    def unit_deviance(self, y: np.ndarray, mu: np.ndarray) -> np.ndarray:
        """Return d(y, mu), 2 times the integral of (y - s)/V(s) from mu to y.

        By default it is summed with some 100 values of V: a formula is faster.
        """
        return integrate_unit_deviance(y, mu, self.variance)

    @ignore_float_errors
    def dev_resids(self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray) -> np.ndarray:
        """Return wt * d(y, mu), the terms whose sum is the deviance."""
        return wt * self.unit_deviance(y, mu)

    def working_step(
        self, y: np.ndarray, weights: np.ndarray, eta: np.ndarray, work: WorkArrays
    ) -> WorkingSums | None:
        """Write the working weights and residuals of some rows into `work`; return their sums.

        This is for speed alone. `eta` may be overwritten. None, the default, leaves the rows to
        the functions above; so does a family where a value is near the edge of its range.
        """
        parts = self.variance_step
        return None if parts is None else composed_step(self, parts, y, weights, eta, work)

    def validmu(self, mu: np.ndarray) -> bool:
        """Return whether every mean is inside `mean_range`."""
        return all_between(mu, *self.mean_range)

    def valideta(self, eta: np.ndarray) -> bool:
        """Return whether every linear predictor is one that the link accepts."""
        return self.link.valideta(eta)

    def prepare(self, y: Any, weights: Any = None) -> PreparedResponse:
        """Check the response and return it with weights, trials and a starting mean.

        By default y is one column within `response_range`; whole numbers of a count.

        Raises
        ------
        ResponseError
            A ValueError: y outside the family's range, naming the value and its row.
        """
        return prepare_response(
            self.name, y, weights, self.response_range, self.mean_range, self.is_count
        )

    def shrink_response(
        self, y: np.ndarray, weights: np.ndarray, amount: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the response, and its weights, moved inside the range of the mean.

        A response at the end of the range can make maximum likelihood estimates infinite;
        ``glm(method="brglm")`` starts from those of this one. By default nothing is moved.
        """
        return y, weights

    def boundary_message(self, lowest: float, highest: float) -> str | None:
        """Return a warning if fitted means from `lowest` to `highest` are at the end of the range.

        Nearer than rounding, that is. By default there is none.
        """
        return None

    # Distribution

    def log_density(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> np.ndarray:
        """Return each row's term of the log-likelihood; by default NaN: no distribution.

        `trials` are 1 but for a response of two columns.
        """
        return np.full(np.shape(y), np.nan)

    def log_density_of_rows(
        self,
        y: np.ndarray,
        mu: np.ndarray,
        wt: np.ndarray,
        trials: np.ndarray,
        dispersion: float,
        has_trials: bool,
    ) -> np.ndarray:
        """Return `log_density` of some of all rows.

        Parameters
        ----------
        has_trials : bool
            Whether any of all rows has more than one trial: the binomial family looks at that.
        """
        return self.log_density(y, mu, wt, trials, dispersion)

    def ml_dispersion(self, dev: float, nobs: int, sum_weights: float) -> float:
        """Return the dispersion that R's ``family$aic`` puts into the density.

        By default that of the family, or if it is estimated the deviance over the sum of weights.
        """
        if not np.isnan(self.dispersion):
            return self.dispersion
        return dev / sum_weights if sum_weights else float("nan")

    def distribution_dispersion(self, dispersion: float, mean_deviance: float) -> float:
        """Return the dispersion of the distribution that residuals and draws are taken from.

        Parameters
        ----------
        dispersion, mean_deviance : float
            Pearson's chi-square, the default, and the deviance, over the residual degrees of
            freedom.
        """
        return dispersion

    def normal_scores(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dispersion: float
    ) -> Scores:
        """Return the normal quantiles of P(Y < y) and of P(Y <= y), equal where y has no mass.

        Quantile residuals are made of them; on this scale both tails keep their digits. By
        default those of a count are sums of probabilities, good to |z| of 8.

        Raises
        ------
        ValueError
            The family has no distribution, or none that is known here.
        """
        if not self.is_count:
            raise ValueError(f"the {self.name} family has no distribution function to take y from")
        warn_ignored_weights(self.name, wt, "quantile residuals ignore")
        return count_scores(self._count_log_probability, y, mu, dispersion)

    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw a response for each mean; by default a count, by its probabilities.

        Raises
        ------
        ValueError
            The family has no distribution, or none that is known here.
        """
        if not self.is_count:
            raise ValueError(f"the {self.name} family has no distribution to simulate from")
        warn_ignored_weights(self.name, wt)
        return draw_counts(self._count_log_probability, mu, dispersion, rng)

    def _count_log_probability(
        self, y: np.ndarray, mu: np.ndarray, dispersion: float
    ) -> np.ndarray:
        one = np.ones(np.shape(mu))
        return self.log_density(y, mu, one, one, dispersion)

    def normalizer_derivatives(self, precision: np.ndarray) -> Derivatives:
        """Return a', a'' and a''' at minus the precision (see `density_normalizer`).

        Only ``glm(method="brglm")`` asks for it, and only where the dispersion is estimated.
        """
        raise ValueError(
            f'method="brglm" has no bias-reduced dispersion for the {self.name} family; it knows '
            "binomial, poisson, gaussian, Gamma and inverse_gaussian"
        )

    def aic(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dev: float
    ) -> float:
        """Return R's ``family$aic(y, n, mu, wt, dev)``: -2 log L + 2 `extra_parameters`."""
        dispersion = self.ml_dispersion(dev, len(y), float(np.sum(wt)))
        total = float(np.sum(self.log_density(y, mu, wt, trials, dispersion)))
        return -2 * total + 2 * self.extra_parameters

    def __repr__(self) -> str:
        return constructor_call(self.constructor or type(self).__name__, self)

    def __str__(self) -> str:
        return f"\nFamily: {self.name} \nLink function: {self.link.name} \n"
