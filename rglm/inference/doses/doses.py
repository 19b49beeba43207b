"""The table of doses of given means, and intervals of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.inference.confidence_level import check_level, t_quantile
from rglm.inference.doses.dose_intervals import DoseIntervals, fieller_regions
from rglm.inference.estimands.estimands import Estimands
from rglm.inference.estimands.profile.profile_intervals import regions_at
from rglm.inference.intervals.confint import percent_labels
from rglm.protocol.argument_types import Vcov
from rglm.protocol.capabilities import HasWorkingWeights

METHODS = ("profile", "fieller", "wald")


@dataclass(frozen=True)
class AskedDoses:
    """What doses are of: x with a + b x = eta.

    Attributes
    ----------
    fit : HasWorkingWeights
    eta : (k,) float array
        g(p).
    places : pair of int
        Of a and b among the coefficients.
    covariance : (2, 2) float array
        Of a and b.
    vcov : Vcov
        Where that is from, if not from the model.
    """

    fit: HasWorkingWeights
    eta: np.ndarray
    places: tuple[int, ...]
    covariance: np.ndarray
    vcov: Vcov


class Doses(MatrixFrame):
    """A table of doses with their standard errors that prints as R's."""

    _metadata: ClassVar[list[str]] = ["asked"]
    asked: AskedDoses | None = None

    def _missing_texts(self) -> str:
        return "NaN"

    def confint(self, level: float = 0.95, method: str | None = None) -> DoseIntervals:
        """Confidence intervals of the doses.

        Parameters
        ----------
        level : float
            The coverage.
        method : {"profile", "fieller", "wald"}, optional
            profile: the doses x at which the likelihood, with a + b x = g(p), has fallen from its
            maximum by no more than ``confint()`` of the fit allows. fieller: those at which the
            hypothesis a + b x = g(p) is not rejected by its Wald test (Fieller 1954),

                (a + b x - g(p))^2 <= q^2 (var(a) + 2 x cov(a, b) + x^2 var(b)).

            wald: x -+ q se. The quantile q is that of ``confint()``: normal, and Student's t of an
            `lm`, where fieller is exact for normal errors (and profile the same). The default is
            profile; fieller of an `lm`, of a fit by ``method="brglm"``, and with ``vcov=``.

        Returns
        -------
        DoseIntervals (k, 2)
            A DataFrame with a row for each dose. Where the slope b may be 0 such a set has no end
            on at least one side: it is every dose, or all doses but those between two, and a note
            says so. The row then has its part about the dose; ``attrs["outside"]`` the two.

        Raises
        ------
        ValueError
            The level is outside (0, 1), the method is unknown, or the fit has no profile; rows of
            the table were left out.

        References
        ----------
        Fieller (1954), Some problems in interval estimation, JRSS B 16; Williams (1986), Interval
        estimation of the median lethal dose, Biometrics 42.

        Examples
        --------
        >>> from rglm import binomial, glm
        >>> from rglm.datasets import load
        >>> fit = glm("cbind(dead, alive) ~ ldose", load("budworm"), binomial())
        >>> fit.dose_p().confint(method="fieller")
                   2.5 %   97.5 %
        p = 0.5: 2.41739 3.086309
        """
        check_level(level)
        asked = self.asked
        if asked is None or len(asked.eta) != len(self):
            raise ValueError("confint() is of the whole table that dose_p() returns")
        method = _method(asked, method)
        q = float(-t_quantile(asked.fit._interval_df, (1 - level) / 2))
        regions = REGIONS[method](asked, self.to_numpy(dtype=float), q)
        tail = 50 * (1 - level)
        out = DoseIntervals(
            regions[:, :2], index=self.index, columns=percent_labels([tail, 100 - tail])
        )
        out.attrs["method"], out.attrs["outside"] = method, regions[:, 2:].tolist()
        return out


def _method(asked: AskedDoses, method: str | None) -> str:
    if method is not None:
        check_option("method", method, METHODS)
        return method
    fit = asked.fit
    return "profile" if asked.vcov is None and fit._has_profile_intervals else "fieller"


class DoseEstimands(Estimands):
    """The doses x = (eta - a) / b as functions of the parameters."""

    def __init__(self, eta: np.ndarray, intercept: int, slope: int) -> None:
        self.eta, self.intercept, self.slope = eta, intercept, slope

    @property
    def deviation(self) -> np.ndarray:
        """None: a and b are not aliased."""
        return np.zeros((len(self.eta), 0))

    def at(self, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The doses and their derivatives."""
        b = parameters[self.slope]
        jacobian = np.zeros((len(self.eta), len(parameters)))
        with np.errstate(all="ignore"):
            dose = (self.eta - parameters[self.intercept]) / b
            jacobian[:, self.intercept], jacobian[:, self.slope] = -1 / b, -dose / b
        return dose, jacobian


def _by_profile(asked: AskedDoses, table: np.ndarray, q: float) -> np.ndarray:
    estimable = np.sort(asked.fit._solution.system.estimable)
    intercept, slope = np.searchsorted(estimable, asked.places)
    estimands = DoseEstimands(asked.eta, int(intercept), int(slope))
    return regions_at(asked.fit, estimands, np.full(len(table), q), asked.vcov)


def _by_fieller(asked: AskedDoses, table: np.ndarray, q: float) -> np.ndarray:
    a, b = asked.fit._estimates.to_numpy()[list(asked.places)]
    return fieller_regions(a - asked.eta, b, asked.covariance, q)


def _by_wald(asked: AskedDoses, table: np.ndarray, q: float) -> np.ndarray:
    dose, error = table.T
    nothing = np.full(len(table), np.nan)
    return np.column_stack([dose - q * error, dose + q * error, nothing, nothing])


REGIONS = {"profile": _by_profile, "fieller": _by_fieller, "wald": _by_wald}
