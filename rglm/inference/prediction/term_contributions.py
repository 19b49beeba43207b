"""What each term adds to the linear predictor; R's predict(type = "terms")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.inference.covariance.model_covariance import unscaled_covariance
from rglm.protocol.capabilities import HasWorkingWeights

MIN_WIDE_TERM_COLUMNS = 200  # columns of a term from which on they are not put side by side


def terms(fit: HasWorkingWeights) -> pd.DataFrame:
    """What each term adds to eta on the rows of the fit."""
    return term_table(fit, fit._rows_source, fit._index, False, 1.0)


def term_table(
    fit: HasWorkingWeights,
    source: Any,
    index: pd.Index,
    se_fit: bool,
    scale: float,
    given: np.ndarray | None = None,
) -> pd.DataFrame:
    """One column a term: sum over its columns j of (x_j - mean_j) beta_j."""
    columns: Any = list(fit.terms)
    if se_fit:
        columns = pd.MultiIndex.from_product([["fit", "se_fit"], columns])
    values = term_values(fit, source, se_fit, scale, given)
    out = pd.DataFrame(values, index=index, columns=columns)
    out.attrs["constant"] = term_constant(fit)
    return out


def term_constant(fit: HasWorkingWeights) -> float:
    """What the terms lack of the linear predictor without its offset."""
    return float(fit._column_means @ fit._solution.beta)


def term_values(
    fit: HasWorkingWeights, source: Any, se_fit: bool, scale: float, given: np.ndarray | None
) -> np.ndarray:
    """The values of k terms by row, (n, k); with standard errors beside them (n, 2k)."""
    assign, means, beta = fit._schema.assign, fit._column_means, fit._solution.beta
    groups = [np.flatnonzero(assign == k + 1) for k in range(len(fit.terms))]
    parts = [(g, source.columns.select(g)) for g in groups]
    spreads = [_spread(fit, g, part, means[g], given) for g, part in parts] if se_fit else []

    def of_block(block: Block) -> np.ndarray:
        out = [_centred(part, means[g], beta[g], block.row_slice) for g, part in parts]
        out += [scale * spread(block) for spread in spreads]
        return np.column_stack(out) if out else np.zeros((len(block.rows.y), 0))

    return source.by_row(of_block)


def _centred(part: Columns, means: np.ndarray, beta: np.ndarray, rows: slice) -> np.ndarray:
    if len(part) > MIN_WIDE_TERM_COLUMNS:
        return part.product(beta, rows) - means @ beta
    return (part.matrix(rows) - means) @ beta


def _spread(
    fit: HasWorkingWeights,
    group: np.ndarray,
    part: Columns,
    means: np.ndarray,
    given: np.ndarray | None,
) -> Callable[[Block], np.ndarray]:
    """The standard error of a term's contribution on a block, for a dispersion of 1 or from the
    covariance given.
    """
    if len(group) <= MIN_WIDE_TERM_COLUMNS or given is not None:
        if given is None:
            covariance = np.nan_to_num(unscaled_covariance(fit, group))
        else:
            covariance = given[np.ix_(group, group)]

        def narrow(block: Block) -> np.ndarray:
            x = part.matrix(block.row_slice) - means
            return root(np.einsum("ij,ij->i", x @ covariance, x))

        return narrow
    solved = fit._solution.system
    inside = np.zeros(len(fit._schema.names), dtype=bool)
    inside[group] = True
    centre = np.zeros(len(inside))
    centre[group] = means
    pull = solved.apply(centre)

    def wide(block: Block) -> np.ndarray:  # x'Vx - 2 x'Vm + m'Vm, m the means
        own = solved.row_variances(block.columns, block.row_slice, inside)
        cross = part.product(pull[group], block.row_slice)
        return np.sqrt(np.maximum(own - 2 * cross + centre @ pull, 0))

    return wide


def root(variances: np.ndarray) -> np.ndarray:
    """Standard errors; NaN where a covariance that was given makes a variance below 0."""
    rounding = 1e-10 * np.nanmax(np.abs(variances), initial=0.0)
    return np.sqrt(np.where(variances < -rounding, np.nan, np.maximum(variances, 0)))
