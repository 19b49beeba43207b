"""Iteratively reweighted least squares of many fits of one design at once.

One step of all fits is two products of matrices, Q'WQ by the products of columns and Q'Wr, and the
solution of small equations, all fits at a time. A fit that has converged drops out. One that needs
more than whole steps to a regular maximum (a step to halve, near singular equations, means that
still move to the end of their range, many iterations) is left to the solver of single fits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.batched_solvers.fit_arrays import ManyFits
from rglm.fitting.batched_solvers.fit_rows import GroupRows
from rglm.fitting.batched_solvers.orthonormal_columns import OrthonormalColumns
from rglm.fitting.batched_solvers.stacked_equations import StackedFactor, factorize
from rglm.fitting.control import Control
from rglm.fitting.irls.fisher_scoring import MAX_ROUNDING_RISE, MAX_UNREALIZED_GAIN
from rglm.fitting.separation.separation_directions import (
    MAX_BOUND_DISTANCE,
    MIN_LAST_MOVE,
    infinite_bounds,
)

MAX_ITERATIONS = 12  # a slower fit is compared with the null model: see `rglm.fitting.restart`


@dataclass(frozen=True)
class _Points:
    """The points that L fits have come to; ``(L, n)`` arrays have a row for each."""

    fits: np.ndarray  # (L,) their places in the group
    y: np.ndarray  # (L, n)
    weights: np.ndarray  # (L, n) prior weights
    gamma: np.ndarray  # (L, p) the coefficients of the orthonormal columns
    eta: np.ndarray  # (L, n)
    mu: np.ndarray  # (L, n)
    slope: np.ndarray  # (L, n) dmu/deta
    deviance: np.ndarray  # (L,) NaN where the family does not allow the means

    def take(self, some: np.ndarray) -> _Points:
        """Those of some fits, a bool array (L,)."""
        if some.all():
            return self
        return _Points(*(getattr(self, one.name)[some] for one in fields(self)))


@dataclass(frozen=True)
class _Steps:
    """The steps of L fits from their points."""

    weight: np.ndarray  # (L, n) working weights
    factor: StackedFactor
    gamma: np.ndarray  # (L, p) the coefficients after the step
    gain: np.ndarray  # (L,) by how much the step lowers the working sum of squares


def batched_irls(
    columns: OrthonormalColumns, rows: GroupRows, family: Family, control: Control, out: ManyFits
) -> np.ndarray:
    """Write the fits of a group into `out`; the places (k,) of those that are left are returned.

    The rule of convergence, and where the iterations start, are those of `irls`.
    """
    return _BatchedIrls(columns, rows, family, control, out).run()


@dataclass(frozen=True)
class _BatchedIrls:
    columns: OrthonormalColumns
    rows: GroupRows
    family: Family
    control: Control
    out: ManyFits

    def run(self) -> np.ndarray:
        """Write the fits into `out`; the places of those that are left."""
        rows, p = self.rows, len(self.columns.q)
        every = np.arange(len(rows.y))
        none = np.zeros((len(every), p))
        before = self.at(every, rows.y, rows.weights, none, rows.etastart)
        before = before.take(np.isfinite(before.deviance))
        settled = np.zeros(len(every), dtype=bool)
        for iteration in range(1, min(self.control.maxit, MAX_ITERATIONS) + 1):
            if not len(before.fits):
                break
            is_first = iteration == 1
            steps = self.steps(before, is_first)
            eta = self.columns.predictor(steps.gamma) + rows.offset
            after = self.at(before.fits, before.y, before.weights, steps.gamma, eta)
            is_good, is_done = self.judge(before, steps, after, is_first)
            if is_done.any():
                self.write(before, steps, after, is_done, iteration)
                settled[after.fits[is_done]] = True
            before = after.take(is_good & ~is_done)
        return np.flatnonzero(~settled)

    def at(
        self,
        fits: np.ndarray,
        y: np.ndarray,
        weights: np.ndarray,
        gamma: np.ndarray,
        eta: np.ndarray,
    ) -> _Points:
        """The points at linear predictors (L, n)."""
        family = self.family
        with np.errstate(all="ignore"):
            flat = eta.ravel()
            mu, slope = family.link.inverse_and_slope(flat)
            deviance = family.dev_resids(y.ravel(), mu, weights.ravel())
            deviance = deviance.reshape(y.shape).sum(axis=1)
            if not (family.valideta(flat) and family.validmu(mu)):
                each = zip(eta, mu.reshape(y.shape), strict=True)
                valid = [family.valideta(e) and family.validmu(m) for e, m in each]
                deviance[~np.array(valid)] = np.nan
        deviance[~np.isfinite(deviance)] = np.nan
        return _Points(
            fits, y, weights, gamma, eta, mu.reshape(y.shape), slope.reshape(y.shape), deviance
        )

    def steps(self, before: _Points, is_first: bool) -> _Steps:
        """The whole steps from some points."""
        weight, target = self.working_values(before)
        if is_first:  # the first step is the whole of the coefficients
            target = target + (before.eta - self.rows.offset)
        factor = factorize(self.columns.gram(weight))
        half = factor.forward(self.columns.product(weight * target))
        gamma = before.gamma + factor.backward(half).T
        return _Steps(weight, factor, gamma, np.einsum("jl,jl->l", half, half))

    def working_values(self, points: _Points) -> tuple[np.ndarray, np.ndarray]:
        """Working weights and residuals (L, n); both zero on rows that carry no information."""
        weights, slope = points.weights, points.slope
        with np.errstate(all="ignore"):
            variance = self.family.variance(points.mu)
            weight = weights * slope * slope / variance
            residual = (points.y - points.mu) / slope
            if np.isfinite(np.vdot(weight, residual)):
                return weight, residual
            is_informative = (weights > 0) & (slope != 0)
            weight[(weights > 0) & ~(variance > 0)] = np.nan  # whose equations are then no good
            is_nan = np.isnan(weight)
        is_known = is_informative & ~is_nan
        weight = np.where(is_known | (is_nan & (weights > 0)), weight, 0.0)
        return weight, np.where(is_known, residual, 0.0)

    def judge(
        self, before: _Points, steps: _Steps, after: _Points, is_first: bool
    ) -> tuple[np.ndarray, np.ndarray]:
        """Which steps are good ones, and which of these are the last, by R's rule."""
        size = np.abs(after.deviance) + 0.1
        with np.errstate(invalid="ignore"):
            change = (after.deviance - before.deviance) / size
            is_good = steps.factor.is_good & np.isfinite(change)
            is_good &= np.isfinite(steps.gamma).all(axis=1)
            is_settled = np.abs(change) < self.control.epsilon
            if not is_first:
                is_good &= change < max(self.control.epsilon, MAX_ROUNDING_RISE)
                is_good &= ~(is_settled & (steps.gain > MAX_UNREALIZED_GAIN * size))
        is_done = is_good & is_settled
        if is_done.any():
            is_moving = self.move_to_bound(before, after, is_done, is_first)
            is_good[is_moving] = is_done[is_moving] = False
        return is_good, is_done

    def move_to_bound(
        self, before: _Points, after: _Points, is_done: np.ndarray, is_first: bool
    ) -> np.ndarray:
        """The fits (of those that are done) whose means may be on their way to a bound.

        They may be separated: see `may_be_separated`.
        """
        bounds = np.array([*infinite_bounds(self.family)])
        (done,) = np.nonzero(is_done)
        if not len(bounds):
            return done[:0]
        mu = after.mu[done]
        near = np.maximum(MAX_BOUND_DISTANCE, self.control.epsilon * (after.deviance[done] + 0.1))
        extremes = np.stack([mu.min(axis=1), mu.max(axis=1)])
        distance = np.abs(extremes - bounds[:, None, None]).min(axis=(0, 1))
        done = done[distance < near]
        if is_first or not len(done):
            return done
        at_bound = np.isin(after.y[done], bounds) & (after.weights[done] > 0)
        move = np.where(at_bound, np.abs(after.eta[done] - before.eta[done]), 0.0)
        return done[move.max(axis=1, initial=0.0) > MIN_LAST_MOVE]

    def write(
        self,
        before: _Points,
        steps: _Steps,
        after: _Points,
        is_done: np.ndarray,
        iteration: int,
    ) -> None:
        """Write the fits that are done into `out`.

        As in R the covariance and the working weights are those of the last step's equations.
        """
        out, columns = self.out, self.columns
        done = after.take(is_done)
        fits, places = done.fits, columns.estimable
        df = self.rows.informative[fits] - len(places)
        dispersion = self.dispersion(done, steps.weight[is_done], df)
        variances = steps.factor.take(is_done).variances(columns.root)
        out.coefficients[np.ix_(fits, places)] = columns.coefficients(done.gamma)
        out.std_errors[np.ix_(fits, places)] = np.sqrt(dispersion[:, None] * variances.T)
        out.deviance[fits], out.dispersion[fits] = done.deviance, dispersion
        out.df_residual[fits], out.iter[fits], out.converged[fits] = df, iteration, True

    def dispersion(self, done: _Points, weight: np.ndarray, df: np.ndarray) -> np.ndarray:
        """The dispersions (L,): the family's, or Pearson's chi-square over its df."""
        if not np.isnan(self.family.dispersion):
            return np.full(len(df), self.family.dispersion)
        with np.errstate(all="ignore"):
            residual = (done.y - done.mu) / done.slope
            chi2 = np.where(weight > 0, weight * residual * residual, 0.0).sum(axis=1)
            return np.where(df > 0, chi2 / np.where(df > 0, df, 1), np.nan)
