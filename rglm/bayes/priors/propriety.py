"""Whether a posterior with flat priors is proper.

A flat prior leaves a coefficient to the data. The posterior then has a finite integral where the
likelihood falls to 0 in every direction g in which only parameters with flat priors move. For a
log-concave likelihood those along which it does not fall are known exactly: s_i c_i'g >= 0 in the
rows that come ever nearer to certainty, and c_i'g = 0 in all others (Albert & Anderson 1984,
Biometrika 71; Speckman, Lee & Sun 2009, Annals of the Institute of Statistical Mathematics 61).
They are those of separated outcomes, and those of columns that are combinations of others.

A flat prior of sigma, shape or phi has to be met by a likelihood that falls faster than 1/q as
the parameter q goes to infinity. That of a negative binomial's shape does not: it goes on at the
level of the Poisson's.

Notes
-----
A likelihood that falls only as a power of a coefficient (the cauchit link, or identity links of
counts) counts as one that falls to 0. That is right but for a few rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from rglm.bayes.parameter_space import ParameterSpace
from rglm.bayes.priors.prior_table import Parameter, PriorTable
from rglm.design.block import Block, Rows
from rglm.fitting.newton.likelihood_model import LikelihoodModel
from rglm.fitting.separation.infinite_parameters import CertaintyFamily, numbered_columns
from rglm.fitting.separation.linear_program import null_space
from rglm.fitting.separation.row_passes import CollectedRows
from rglm.fitting.separation.separation_lp import MIN_SEPARATION, SeparationProblem
from rglm.linalg.triangle import qr_triangle
from rglm.sources.memory import MemorySource
from rglm.sources.source import Source

FAR_LOGARITHM = 40.0  # of an auxiliary parameter that is as good as infinite


def check_propriety(
    likelihood: LikelihoodModel,
    source: Source,
    priors: PriorTable,
    space: ParameterSpace,
    theta: np.ndarray | None = None,
) -> None:
    """Check that the data make up for flat priors.

    Parameters
    ----------
    likelihood, source : LikelihoodModel and Source
    priors : PriorTable
    space : ParameterSpace
    theta : (P,) float array, optional
        A point where the likelihood is above 0, for the limit of auxiliary parameters; by default
        the origin.

    Raises
    ------
    ValueError
        The posterior is improper; it names the parameters and gives a prior that helps.
    """
    if not priors.is_flat.any():
        return
    flat = np.flatnonzero(priors.is_flat & ~space.is_positive)
    if len(flat):
        aliased, infinite = unbounded_coefficients(likelihood, source, priors, space, flat)
        _refuse([priors.parameters[i] for i in aliased], "its column is a combination of others")
        _refuse(
            [priors.parameters[i] for i in infinite],
            "the likelihood does not fall as it goes to infinity, as under separation",
        )
    start = np.zeros(space.count) if theta is None else theta
    for place in np.flatnonzero(priors.is_flat & space.is_positive & np.isinf(priors.upper)):
        if _tail_power(likelihood, source, space, start, int(place)) + len(flat) >= -1:
            _refuse(
                [priors.parameters[place]], "the likelihood does not fall as it goes to infinity"
            )


def unbounded_coefficients(
    likelihood: LikelihoodModel,
    source: Source,
    priors: PriorTable,
    space: ParameterSpace,
    flat: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The places of flat coefficients that the likelihood does not bound.

    The first are those of directions along which it stays as it is, the second those of the others
    along which it does not vanish.
    """
    lower, upper = np.isfinite(priors.lower[flat]), np.isfinite(priors.upper[flat])
    sides = np.where(lower, 1.0, np.where(upper, -1.0, 0.0))
    change = partial(_inequality_rows, likelihood, space.matrix[:, flat], sides)
    rows = source.transform(change, numbered_columns(np.zeros((0, len(flat)))))
    basis = null_space(np.vstack(rows.total(_triangle).rows))
    is_aliased = (np.abs(basis) > MIN_SEPARATION).any(axis=1)
    problem = SeparationProblem(rows, CertaintyFamily(), np.arange(len(flat)))
    return flat[is_aliased], flat[problem.recession().free.astype(bool) & ~is_aliased]


def _inequality_rows(
    likelihood: LikelihoodModel, matrix: np.ndarray, sides: np.ndarray, source: MemorySource
) -> MemorySource:
    """A row for each inequality of the flat coefficients, with a response of 1, or of 0 for an
    equality; and one for each that has a bound.
    """
    used, half = source.rows.weights > 0, sides != 0
    rows, responses = [np.diag(sides)[half]], [np.ones(int(half.sum()))]
    for one in likelihood.surviving_directions(source, len(matrix)):
        has_inequality = used & ~np.isnan(one.sides)
        side = one.sides[has_inequality]
        signs = np.where(side == 0, 1.0, side)
        rows.append((one.columns[has_inequality] @ matrix) * signs[:, None])
        responses.append(np.abs(side))
    y = np.concatenate(responses)
    return MemorySource(numbered_columns(np.vstack(rows)), Rows(y, y**0, 0 * y, y**0, 0 * y))


def _triangle(block: Block) -> CollectedRows:
    """The R factor of the rows of a block, whose null space is theirs."""
    return CollectedRows([qr_triangle(np.array(block.matrix(), order="F"))])


def _tail_power(
    likelihood: LikelihoodModel,
    source: Source,
    space: ParameterSpace,
    theta: np.ndarray,
    place: int,
) -> float:
    """The power of q that the likelihood is proportional to as an auxiliary q grows."""
    far = np.array(theta, dtype=float)
    far[place] = space.signs[place] * FAR_LOGARITHM
    at_far = source.total(likelihood.gradient(far))
    return float(space.signs[place] * at_far.gradient[place])


def _refuse(parameters: Sequence[Parameter], reason: str) -> None:
    """Raise ValueError for parameters, if there are any."""
    if not parameters:
        return
    names, first = ", ".join(one.name for one in parameters), parameters[0]
    parts = [f"class_={first.class_!r}"]
    parts += [f"coef={first.coef!r}"] if first.coef else []
    parts += [f"dpar={first.dpar!r}"] if first.dpar else []
    raise ValueError(
        f"prior=: the posterior is improper: the prior of {names} is flat, and {reason}; "
        f"give a proper one, such as prior({first.default.text(3)}, {', '.join(parts)})"
    )
