"""The page of a bootstrap, as R's ``boot`` prints it, and car's summary."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.options import settings
from rglm.formatting.tables.html import html_tables
from rglm.formatting.tables.matrix import matrix_cells, matrix_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.resampling.boot_tables import boot_summary
from rglm.inference.resampling.resample_notes import resample_notes

if TYPE_CHECKING:
    from rglm.inference.resampling.boot_replicates import BootReplicates

TITLES = {
    "case": "ORDINARY NONPARAMETRIC BOOTSTRAP",
    "cluster": "CLUSTER BOOTSTRAP",
    "parametric": "PARAMETRIC BOOTSTRAP",
    "residual": "RESIDUAL BOOTSTRAP",
}


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
    return [f"{note}." for note in resample_notes(result._refits)]
