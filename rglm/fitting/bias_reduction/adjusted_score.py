"""The adjusted score of mean bias reduction, at a coefficient vector.

Where maximum likelihood solves X'W r = 0, with W and r the working weights and residuals, the
first-order bias of the estimates is removed by the root of

    X'W (r + phi xi) = 0,     xi_i = v_i (d2mu_i/deta2) / (2 dmu_i/deta),

v_i = x_i' (X'WX)^-1 x_i (Firth 1993, Biometrika 80; Kosmidis & Firth 2009, Biometrika 96). One
pass over the rows gives X'WX, a second the adjusted score; nothing of size n x p is made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.block import Block
from rglm.families.glm.family import Family
from rglm.fitting.bias_reduction.reduced_dispersion import ReducedDispersion
from rglm.fitting.irls.fisher_scoring import working_totals
from rglm.fitting.irls.working_statistics import Predictor, WorkingTotals, weights_and_residuals
from rglm.fitting.irls.working_values import Accumulator
from rglm.linalg.solved_system import SolvedSystem
from rglm.sources.source import Source

ROUNDING_STEP = 1e-13  # relative to the coefficients
RANK_TOLERANCE = 1e-14  # small: aliased columns have been left out before


@dataclass(frozen=True)
class ScoreEvaluation:
    """The adjusted score at some coefficients, and the step by quasi-Fisher scoring."""

    predictor: Predictor
    state: WorkingTotals  # the deviance and the range of the means
    solved: SolvedSystem  # the weighted system
    phi: float  # the dispersion
    step: np.ndarray  # (p,) (X'WX)^-1 times the adjusted score
    size: float  # the length of the step in standard errors
    unit: np.ndarray  # (p,) the standard errors, unscaled

    @property
    def beta(self) -> np.ndarray:
        """The coefficients."""
        return self.predictor.coefficients

    @property
    def is_rounding(self) -> bool:
        """Whether the step is no more than rounding."""
        step, beta = np.abs(self.step) / self.unit, np.abs(self.beta) / self.unit
        return bool(step.max(initial=0) <= ROUNDING_STEP * beta.max(initial=0))


@dataclass(frozen=True)
class AdjustedScore:
    """The adjusted score of a model whose columns are independent, as a function of beta."""

    source: Source
    family: Family
    accumulator: Accumulator
    dispersion: ReducedDispersion

    def __call__(self, beta: np.ndarray) -> ScoreEvaluation | None:
        """The score at `beta`; None where the family does not allow its means."""
        predictor = Predictor(self.family, beta)
        state = working_totals(self.source, predictor, self.accumulator)
        if not state.is_valid or not state.equations.is_finite:
            return None
        solved = state.equations.solve(RANK_TOLERANCE)
        phi = self.dispersion(state.deviance)
        factor = phi if phi > 0 else 0.0
        score = self.source.total(lambda block: _score(predictor, solved, factor, block))
        if solved.rank < len(beta) or not np.isfinite(score).all():
            return None
        step = solved.apply(score)
        size = float(np.sqrt(max(score @ step, 0.0) / (factor or 1.0)))
        unit = np.sqrt(solved.variances())
        return ScoreEvaluation(predictor, state, solved, phi, step, size, unit)


def _score(predictor: Predictor, solved: SolvedSystem, phi: float, block: Block) -> np.ndarray:
    """X'W (r + phi xi) of a block."""
    eta, link = predictor.eta(block), predictor.family.link
    with np.errstate(all="ignore"):
        mu, slope = link.inverse_and_slope(eta)
        weight, residual = weights_and_residuals(predictor.family, block.rows, mu, slope)
        leverage = weight * solved.row_variances(block.columns, block.row_slice)
        curvature = np.where(leverage > 0, link.d2mu_deta2(eta) / (2 * slope), 0.0)
    adjusted = weight * residual + phi * leverage * curvature
    return block.columns.transposed_product(adjusted, block.row_slice)
