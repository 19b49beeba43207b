"""The deviances of many models with some of a design's columns, fitted together.

From a point b of the whole design with C = (X'WX)^-1, and t = b + C g one step of the whole model
on, the model of columns S (without D) has its best coefficients near

    t_S - C_SD C_DD^-1 t_D,

since the deviance is near to quadratic. From there each model takes steps with the same C,

    s_S = C_SS g_S - C_SD C_DD^-1 C_DS g_S = (X_S'W X_S)^-1 g_S,

for which a pass needs gradients only, and one pass serves all models. Such a step leaves of the
distance to the answer the share by which W differs between the models (the chord method; Ortega &
Rheinboldt 2000, Iterative Solution of Nonlinear Equations in Several Variables, section 7.1).
Where that is too much a model is left to the ordinary solver.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rglm.families.glm.family import Family
from rglm.fitting.joint_fits.predictor_sweep import sweep
from rglm.sources.source import Source

MAX_SWEEPS = 12
MAX_GAIN_RATIO = 0.25  # of a step's gain to the last one's, beyond which steps are too slow
MAX_MODELS_AT_ONCE = 32
ROUNDING_GAIN = 1e-15  # of the deviance: what rounding leaves of a gain
MAX_LAST_GAIN = 1e-8  # of the deviance of a row: what is left to gain at the end


@dataclass(frozen=True)
class SubmodelFit:
    """The model of some columns: its coefficients and its deviance, NaN if it was not found."""

    columns: np.ndarray  # (q,)
    beta: np.ndarray  # (q,)
    deviance: float

    @property
    def rank(self) -> int:
        """The number of coefficients; none is aliased."""
        return len(self.columns)


@dataclass(frozen=True)
class SubmodelSteps:
    """The steps of models with some columns, by C = (X'WX)^-1 of all columns (p x p)."""

    covariance: np.ndarray
    columns: Sequence[np.ndarray]

    def starts(self, target: np.ndarray) -> np.ndarray:
        """The coefficients (K, p) of the models that are nearest to those of the whole, (p,)."""
        return np.array([self._nearest(one, target) for one in self.columns])

    def step(self, k: int, gradient: np.ndarray) -> np.ndarray:
        """The step of model k from where the gradient (p,) was computed, (p,)."""
        kept = self._kept(self.columns[k])
        return self._nearest(self.columns[k], self.covariance @ np.where(kept, gradient, 0.0))

    def _kept(self, columns: np.ndarray) -> np.ndarray:
        kept = np.zeros(len(self.covariance), dtype=bool)
        kept[columns] = True
        return kept

    def _nearest(self, columns: np.ndarray, target: np.ndarray) -> np.ndarray:
        kept = self._kept(columns)
        pull = np.linalg.solve(self.covariance[np.ix_(~kept, ~kept)], target[~kept])
        return np.where(kept, target - self.covariance[:, ~kept] @ pull, 0.0)


def fit_submodels(
    source: Source,
    family: Family,
    covariance: np.ndarray,
    target: np.ndarray,
    columns: Sequence[np.ndarray],
) -> list[SubmodelFit]:
    """The models of some columns each, in common passes over the rows.

    Parameters
    ----------
    covariance : (p, p) float array
        (X'WX)^-1 of all columns, at coefficients near those of the models.
    target : (p,) float array
        The best coefficients of all columns; or one step from coefficients without some.
    columns : sequence of int arrays
        The columns of each model.

    Raises
    ------
    numpy.linalg.LinAlgError
        The covariance of some columns is singular.
    """
    out: list[SubmodelFit] = []
    for first in range(0, len(columns), MAX_MODELS_AT_ONCE):
        group = columns[first : first + MAX_MODELS_AT_ONCE]
        out += _fit_group(source, family, SubmodelSteps(covariance, group), target)
    return out


def _fit_group(
    source: Source, family: Family, steps: SubmodelSteps, target: np.ndarray
) -> list[SubmodelFit]:
    betas = steps.starts(target)
    count = len(betas)
    deviances, last = np.full(count, np.nan), np.full(count, np.inf)
    active = np.arange(count)
    for _ in range(MAX_SWEEPS):
        totals, moving = sweep(source, family, betas[active]), []
        for k, deviance, gradient in zip(active, totals.deviances, totals.gradients, strict=True):
            step = steps.step(int(k), gradient)
            gain = float(gradient @ step)
            if not np.isfinite(deviance) or not gain < MAX_GAIN_RATIO * last[k]:
                deviances[k] = _at_rounding(deviance, gain)
                continue
            if gain <= _last_gain(deviance, source.nrows):
                deviances[k] = deviance - gain
                continue
            betas[k] += step
            last[k] = gain
            moving.append(k)
        active = np.array(moving, dtype=int)
        if not len(active):
            break
    return [
        SubmodelFit(columns, beta[columns], float(deviance) + source.within_deviance)
        for columns, beta, deviance in zip(steps.columns, betas, deviances, strict=True)
    ]


def _last_gain(deviance: float, nrows: int) -> float:
    """The gain at which a model is at its end."""
    return max(MAX_LAST_GAIN / max(nrows, 1), ROUNDING_GAIN) * abs(deviance)


def _at_rounding(deviance: float, gain: float) -> float:
    """The deviance of a model whose steps gain no more; NaN unless what is left is rounding."""
    return deviance - gain if gain <= 100 * ROUNDING_GAIN * abs(deviance) else np.nan
