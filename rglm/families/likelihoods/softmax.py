"""Multinomial logits: log p_k - log p_1 = eta_k for the levels k = 2, ..., m."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TypeAlias

import numpy as np

from rglm.families.likelihoods.recession_constraints import Constraint
from rglm.families.likelihoods.row_density import ModelDensity, Pair, Predictors, RowTerms, Scalars
from rglm.families.numerics.floating_point import ignore_float_errors


@dataclass(frozen=True)
class Softmax(ModelDensity):
    """y (n, m) holds counts of each of m levels; sum_j y_j log p_j, without the coefficient.


    Notes
    -----
    The model of ``multinom`` in R's nnet (Theil 1969, International Economic Review 10; Agresti
    2013, *Categorical Data Analysis*, section 8.1). Derivatives are y_k - N p_k and -N p_k (d_kl -
    p_l), N the row's total.

    Examples
    --------
    >>> import numpy as np
    >>> terms = Softmax(2).terms(np.array([[0.0, 1.0]]), [np.zeros(1)])
    >>> terms.first[0].tolist()
    [0.5]
    """

    levels: int  # the number m of levels, the first of which is the one to compare with

    @property
    def predictors(self) -> int:
        """One for each level but the first."""
        return self.levels - 1

    @ignore_float_errors
    def terms(
        self, y: np.ndarray, eta: Predictors, scalars: Scalars = (), derivatives: bool = True
    ) -> RowTerms:
        """Return the log-likelihood of each row; index k is level k + 2."""
        counts = list(np.asarray(y, dtype=float).T)
        if len(counts) != self.levels or len(eta) != self.predictors:
            raise ValueError(
                f"Softmax: {self.levels} levels need {self.levels} columns of y and "
                f"{self.predictors} predictors, got {len(counts)} and {len(eta)}"
            )
        log, p, rest = log_shares(eta)
        seen = (np.where(c > 0, c * part, 0.0) for c, part in zip(counts, log, strict=True))
        value = sum(seen, np.zeros(len(counts[0])))
        if not derivatives:
            return RowTerms(value)
        size = sum(counts, np.zeros(len(counts[0])))
        first = [counts[k] * rest[k] - (size - counts[k]) * p[k] for k in range(1, self.levels)]
        second: dict[Pair, np.ndarray] = {}
        for k in range(1, self.levels):
            here = size * p[k]
            second[k - 1, k - 1] = -here * rest[k]
            for other in range(k + 1, self.levels):
                second[k - 1, other - 1] = here * p[other]
        return RowTerms(value, first, second)

    @ignore_float_errors
    def values_at(self, y: np.ndarray, eta: Predictors, scalars: np.ndarray) -> np.ndarray:
        """Return the log-likelihood of n rows at S points (n, S)."""
        total = log_sum_exp(eta)
        total *= -y.sum(axis=1)[:, None]
        for counts, part in zip(y.T[1:], eta, strict=True):
            total += counts[:, None] * part
        return total

    def constraints(self, y: np.ndarray, moved: Predictors) -> list[Constraint]:
        """Return that a level seen in a row has to gain on all others, or stay level."""
        unit, constraints = np.eye(self.levels)[:, 1:], []
        for level, other in permutations(range(self.levels), 2):
            sides = np.where(np.asarray(y)[:, level] > 0, 1.0, np.nan)
            constraints.append(Constraint(unit[level] - unit[other], sides))
        return constraints

    @ignore_float_errors
    def probabilities(self, eta: Predictors) -> np.ndarray:
        """Return the (n, m) probabilities."""
        return np.stack(log_shares(eta)[1], axis=1)

    def sample(self, eta: Predictors, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Draw (n, m) counts of the levels, `size` in all for each row."""
        p = self.probabilities(eta)
        return rng.multinomial(np.asarray(size).astype(np.int64), p).astype(float)

    def mean_at(self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray) -> np.ndarray:
        """Return the probabilities (n, S, m) of n rows at S points."""
        return np.stack(log_shares(eta)[1], axis=-1)

    def sample_at(
        self, eta: Predictors, scalars: np.ndarray, trials: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Return random levels (n, S), numbered from 0."""
        return draw_categories(self.mean_at(eta, scalars, trials), rng)


def draw_categories(probabilities: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return random categories (n, S), numbered from 0, of probabilities (n, S, m)."""
    below = np.cumsum(probabilities[..., :-1], axis=-1)
    at = rng.random(probabilities.shape[:-1])
    return (at[..., None] >= below).sum(axis=-1).astype(float)


def log_sum_exp(eta: Predictors) -> np.ndarray:
    """Return log(1 + sum_k exp(eta_k))."""
    top = np.maximum(eta[0], 0.0)
    for part in eta[1:]:
        top = np.maximum(top, part)
    total = np.exp(-top)
    for part in eta:
        total += np.exp(part - top)
    return top + np.log(total, out=total)


Columns: TypeAlias = list[np.ndarray]


def log_shares(eta: Predictors) -> tuple[Columns, Columns, Columns]:
    """Return log p, p and 1 - p of each level, the last as the sum of the others."""
    logits = [np.zeros(np.shape(eta[0])), *eta]
    top = logits[0]
    for part in eta:
        top = np.maximum(top, part)
    differences = [part - top for part in logits]
    sizes = [np.exp(part) for part in differences]
    before, after = _sums_before(sizes), _sums_before(sizes[::-1])[::-1]
    total = before[-1] + sizes[-1]
    log_total = np.log(total)
    return (
        [part - log_total for part in differences],
        [part / total for part in sizes],
        [(a + b) / total for a, b in zip(before, after, strict=True)],
    )


def _sums_before(parts: Columns) -> Columns:
    """The sum of the parts before each."""
    sums = [np.zeros(parts[0].shape)]
    for part in parts[:-1]:
        sums.append(sums[-1] + part)
    return sums
