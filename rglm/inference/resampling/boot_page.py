"""The tables and the page of a bootstrap, as R's ``boot`` prints it, and car's summary."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import matrix_cells, matrix_lines
from rglm.formatting.tables.matrix_frame import MatrixFrame
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.resampling.resample_notes import resample_notes

if TYPE_CHECKING:
    from rglm.inference.resampling.boot_replicates import BootReplicates

TITLES = {
    "case": "ORDINARY NONPARAMETRIC BOOTSTRAP",
    "cluster": "CLUSTER BOOTSTRAP",
    "parametric": "PARAMETRIC BOOTSTRAP",
    "residual": "RESIDUAL BOOTSTRAP",
}


SUMMARY_COLUMNS = ["original", "bootBias", "bootSE", "bootMed"]
SUMMARY_DIGITS = 5


def boot_lines(result: BootReplicates) -> list[str]:
    """The lines of R's ``print.boot``, with names in place of t1*, t2*, ..."""
    lines = ["", _title(result), "", "", "Call:", *deparse_lines(_call(result)), "", ""]
    lines += ["Bootstrap Statistics :", *matrix_lines(_table(result))]
    for note in _notes(result):
        lines += ["", *wrap(note, settings.width, break_on_hyphens=False)]
    return lines


def boot_html(result: BootReplicates) -> str:
    """The same page for a notebook."""
    tables = {"Bootstrap Statistics": matrix_cells(_table(result))}
    return html_tables(_call(result), tables, _notes(result), [_title(result)])


def _title(result: BootReplicates) -> str:
    is_stratified = result._units is not None and len(result._units.strata) > 1
    return "STRATIFIED BOOTSTRAP" if is_stratified else TITLES[result.type]


def _call(result: BootReplicates) -> str:
    fit: Any = result.fit
    return f'boot({fit.call}, R = {result.R}, type = "{result.type}")'


def _table(result: BootReplicates) -> pd.DataFrame:
    table = pd.DataFrame(boot_summary(result.t0, result.t)).drop(columns="bootMed")
    return table.set_axis(["original", " bias   ", " std. error"], axis=1)


def _notes(result: BootReplicates) -> list[str]:
    notes = resample_notes(result._refits, result._statistic, result._units)
    return [f"{note}." for note in notes]


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
