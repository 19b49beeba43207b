"""What every family is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields
from typing import Any, ClassVar

import numpy as np

from rglm.families.glm.response_checks import Prepared
from rglm.families.links.link import Link
from rglm.families.links.link_names import LINKS, make_link
from rglm.formatting.hints.did_you_mean import did_you_mean


class Family(ABC):
    """The distribution of y given its mean mu, with a link.

    To define a family of your own, derive a frozen dataclass from this class.

    Attributes
    ----------
    name : str
        R's ``family$family``.
    link : Link
        From the mean to the linear predictor.
    dispersion : float
        The dispersion where the distribution fixes it, otherwise NaN: it is then estimated.
    extra_parameters : int
        Parameters that AIC counts besides the coefficients.
    constructor : str
        The function that makes this family.
    of_two : bool
        Whether y counts successes, so that a factor of two levels is a response.
    edges : tuple of float
        Means at the end of the range that fit a response equal to them without error.
    counts : bool
        Whether y is a count with a probability of its own.
    spread : {None, "least", "free"}
        For a distribution that has more spread than another by a parameter: "free" with that
        parameter estimated, "least" for the other one, at whose boundary it lies.
    """

    name: str
    link: Link
    dispersion: float
    extra_parameters: int
    constructor: ClassVar[str]
    of_two: ClassVar[bool] = False
    edges: ClassVar[tuple[float, ...]] = ()
    counts: ClassVar[bool] = False
    spread: str | None = None

    @property
    def fixed(self) -> bool:
        """Whether the mean fixes the distribution: nothing but the mean is estimated."""
        return not np.isnan(self.dispersion) and not self.extra_parameters

    @property
    def distribution_name(self) -> str:
        """The distribution, by which a model is a case of another: poisson is one of negbin."""
        return self.name

    @abstractmethod
    def variance(self, mu: np.ndarray) -> np.ndarray:
        """Return the variance function V(mu), elementwise."""

    @abstractmethod
    def dev_resids(self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray) -> np.ndarray:
        """Return wt * d(y, mu), the terms whose sum is the deviance."""

    @abstractmethod
    def validmu(self, mu: np.ndarray) -> bool:
        """Return whether every mean is finite and inside the family's range."""

    @abstractmethod
    def prepare(self, y: Any, weights: Any = None) -> Prepared:
        """Check the response and return it with weights, trials and a starting mean.

        Raises
        ------
        ResponseError
            A ValueError: y outside the family's range, naming the value and its row.
        """

    @abstractmethod
    def log_density(
        self,
        y: np.ndarray,
        mu: np.ndarray,
        wt: np.ndarray,
        trials: np.ndarray,
        dispersion: float,
    ) -> np.ndarray:
        """Return each row's term of the log-likelihood; NaN where there is no distribution."""

    def part_log_density(
        self,
        y: np.ndarray,
        mu: np.ndarray,
        wt: np.ndarray,
        trials: np.ndarray,
        dispersion: float,
        several: bool,
    ) -> np.ndarray:
        """Return `log_density` of some of all rows.

        Parameters
        ----------
        several : bool
            Whether any of all rows has more than one trial: the binomial families look at that.
        """
        return self.log_density(y, mu, wt, trials, dispersion)

    @abstractmethod
    def ml_dispersion(self, dev: float, nobs: int, sum_weights: float) -> float:
        """Return the dispersion that R's ``family$aic`` puts into the density."""

    @abstractmethod
    def simulate(
        self, mu: np.ndarray, wt: np.ndarray, rng: np.random.Generator, dispersion: float
    ) -> np.ndarray:
        """Draw a response for each mean."""

    def normal_scores(
        self,
        y: np.ndarray,
        mu: np.ndarray,
        wt: np.ndarray,
        trials: np.ndarray,
        dispersion: float,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the normal quantiles of P(Y < y) and of P(Y <= y), equal where y has no mass.

        Quantile residuals are made of them; on this scale both tails keep their digits.

        Raises
        ------
        ValueError
            The family has no distribution, or none that is known here.
        """
        raise ValueError(f"the {self.name} family has no distribution function to take y from")

    def distribution_dispersion(self, dispersion: float, mean_deviance: float) -> float:
        """Return the dispersion that the distribution is given: by default the estimate of the
        summary, Pearson's.

        Parameters
        ----------
        dispersion, mean_deviance : float
            Pearson's chi-square and the deviance, over the residual degrees of freedom.
        """
        return dispersion

    def normalizer(self, precision: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return a', a'' and a''' at minus the precision (see `density_normalizer`).

        Only ``glm(method="brglm")`` asks for it, and only where the dispersion is estimated.
        """
        raise ValueError(
            f'method="brglm" has no bias-reduced dispersion for the {self.name} family; it knows '
            "binomial, poisson, gaussian, Gamma and inverse_gaussian"
        )

    def off_edge(
        self, y: np.ndarray, weights: np.ndarray, amount: float
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the response, and its weights, moved off the edge of the family's range.

        A response at the edge can make maximum likelihood estimates infinite;
        ``glm(method="brglm")`` starts from those of this one. By default nothing is moved.
        """
        return y, weights

    def boundary(self, lowest: float, highest: float) -> str | None:
        """Return what to say of fitted means from `lowest` to `highest` at the family's edge."""
        return None

    def valideta(self, eta: np.ndarray) -> bool:
        """Return whether every linear predictor is one that the link accepts."""
        return self.link.valideta(eta)

    def aic(
        self, y: np.ndarray, mu: np.ndarray, wt: np.ndarray, trials: np.ndarray, dev: float
    ) -> float:
        """Return R's ``family$aic(y, n, mu, wt, dev)``: -2 log L + 2 `extra_parameters`."""
        dispersion = self.ml_dispersion(dev, len(y), float(np.sum(wt)))
        total = float(np.sum(self.log_density(y, mu, wt, trials, dispersion)))
        return -2 * total + 2 * self.extra_parameters

    def __repr__(self) -> str:
        shown = (f for f in fields(self) if f.repr)
        given = ((f.metadata.get("argument", f.name), getattr(self, f.name)) for f in shown)
        inside = ", ".join(f"{argument}={_shown(value)}" for argument, value in given)
        return f"{self.constructor}({inside})"

    def __str__(self) -> str:
        return f"\nFamily: {self.name} \nLink function: {self.link.name} \n"


def _shown(value: Any) -> str:
    """An argument as one would type it."""
    if isinstance(value, Link) and value not in LINKS.values():
        return repr(value)
    name = getattr(value, "name", None)
    return repr(value) if name is None else f'"{name}"'


def choose_link(constructor: str, link: str | Link, allowed: tuple[str, ...]) -> Link:
    """The link of a family: one of those allowed by name, or any link given as an object."""
    if isinstance(link, Link) or not isinstance(link, str):
        return make_link(link)
    if link in allowed:
        return LINKS[link]
    hint = did_you_mean(link, allowed)
    if link in LINKS:
        hint = f" (pass make_link({link!r}) to use it all the same)"
    raise ValueError(
        f"{constructor}: link {link!r} is not one of its links{hint}; use {', '.join(allowed)}"
    )
