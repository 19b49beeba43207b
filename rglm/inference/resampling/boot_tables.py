"""The tables of a bootstrap: bias and standard error of replicates, and their covariance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.tables.matrix_frame import MatrixFrame

SUMMARY_COLUMNS = ["original", "bootBias", "bootSE", "bootMed"]
SUMMARY_DIGITS = 5


class BootSummary(MatrixFrame):
    """Bias, standard error and median of replicates; prints car's page."""

    def __repr__(self) -> str:
        if not self._is_matrix or "R" not in self.attrs:
            return super().__repr__()
        lines = matrix_lines(pd.DataFrame(self), digits=SUMMARY_DIGITS)
        return "\n".join([f"Number of bootstrap replications R = {self.attrs['R']}", *lines])

    __str__ = __repr__


def boot_summary(t0: pd.Series, t: pd.DataFrame) -> BootSummary:
    """The statistic, with bias and standard error of the finite replicates and their median."""
    rows = [
        [original, *_bias_error_median(original, column)]
        for original, column in zip(t0.tolist(), t.to_numpy().T, strict=True)
    ]
    out = BootSummary(np.array(rows).reshape(-1, 4), index=t0.index, columns=SUMMARY_COLUMNS)
    out.attrs["R"] = len(t)
    return out


def _bias_error_median(t0: float, t: np.ndarray) -> tuple[float, float, float]:
    finite, known = t[np.isfinite(t)], t[~np.isnan(t)]
    has_bias = len(finite) and np.isfinite(t0)
    return (
        float(finite.mean() - t0) if has_bias else np.nan,
        float(finite.std(ddof=1)) if len(finite) > 1 else np.nan,
        _median(known),
    )


def _median(values: np.ndarray) -> float:
    """The median, NaN between values that are infinite on both sides."""
    if not len(values):
        return np.nan
    low, high = np.sort(values)[[(len(values) - 1) // 2, len(values) // 2]]
    return float(low if low == high else (low + high) / 2)


def replicate_covariance(t0: pd.Series, t: pd.DataFrame) -> pd.DataFrame:
    """The covariance of the replicates that are finite, (k, k), NaN where t0 is."""
    values, known = t.to_numpy(), ~np.isnan(t0.to_numpy())
    used = values[np.isfinite(values[:, known]).all(axis=1)][:, known]
    out = np.full((len(t0),) * 2, np.nan)
    if len(used) > 1:
        out[np.ix_(known, known)] = np.cov(used, rowvar=False, ddof=1)
    return pd.DataFrame(out, index=t0.index, columns=t0.index)
