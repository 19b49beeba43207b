"""A model with a row for each level of a factor, as papers show it; gtsummary's tbl_regression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.model_table.model_table import TABLE_FORMATS, RegTable
from rglm.formatting.model_table.table_content import Line
from rglm.inference.confidence_level import check_level
from rglm.inference.covariance.given_covariance import (
    MODEL_BASED,
    covariance_name,
    given_covariance,
)
from rglm.inference.level_tables.effect_names import WORDS, common_name, effect_names, headings
from rglm.inference.level_tables.estimate_rows import EstimateRow, estimate_rows
from rglm.inference.level_tables.level_counts import level_counts
from rglm.inference.level_tables.table_arguments import (
    VariableLabels,
    as_notes,
    included_rows,
    level_format,
)
from rglm.inference.level_tables.table_lines import (
    ALIASED,
    LevelFormat,
    merged_lines,
    numbers_by_row,
)
from rglm.inference.tables.given_fits import given_fits, per_model
from rglm.inference.tables.regtable_cells import ROUNDINGS
from rglm.inference.tables.regtable_statistics import statistic_lines
from rglm.inference.tables.tidy import tidy
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


@check_arguments
def tbl_regression(
    *models: Any,
    names: Sequence[str] | None = None,
    labels: Mapping[str, str] | Callable[[str], str | None] | None = None,
    include: Iterable[str] | None = None,
    exponentiate: bool = False,
    conf_level: float = 0.95,
    method: str | None = None,
    vcov: Vcov | Sequence[Vcov] = None,
    n: bool = False,
    events: bool = False,
    intercept: bool = False,
    statistics: Iterable[str] | Mapping[str, Any] | None = None,
    digits: int | Mapping[str, int] = 2,
    rounding: str = "decimals",
    bold_p: float | None = None,
    reference: str = "—",
    notes: str | Sequence[str] | bool | None = None,
    title: str | None = None,
    output: str | None = None,
) -> RegTable | str | pd.DataFrame:
    """A table of a model with a row for each level of its factors, as medical papers have it.

    R's ``gtsummary::tbl_regression``; of several models side by side its ``tbl_merge``.

    Parameters
    ----------
    *models : fits, lists of fits, or dicts of fits by name
    names : sequence of str, optional
        The heads of several models.
    labels : dict or function, optional
        Labels of variables, terms, coefficients and reference levels, by their names:
        ``{"wt": "Weight (1000 lb)", "factor(cyl)": "Cylinders", "woolB": "Type B"}``; that of
        ``cyl`` serves ``factor(cyl)`` too. Without one the labels of the data are used,
        ``data.attrs["variable_labels"]``.
    include : names, optional
        The terms that are shown; all by default.
    exponentiate : bool
        exp of the estimates and limits: odds ratios (OR) with a logit link, incidence rate ratios
        (IRR) of counts with a log link, risk ratios (RR) of binary outcomes with a log link,
        hazard ratios (HR) of binary outcomes with cloglog.
    conf_level : float
    method : {"profile", "wald"}, optional
        The intervals; by default those of ``confint()``.
    vcov : str, dict, matrix or function, or a list with one a model, optional
        Another covariance, as ``summary(vcov=)``; a note says which.
    n : bool
        The number of observations, of a factor by level: trials of a binomial model, weights where
        these are numbers of observations, else rows.
    events : bool
        The number of events, of a factor by level: successes, counts, or observations of a level
        of a `multinom`.
    intercept : bool
        Show intercepts, cut points and other parameters too.
    statistics : names, or a dict of names or functions of a fit by label, optional
        Lines below the coefficients, as `regtable` takes them.
    digits : int or dict
        Of estimates and limits, ``{"estimate": 2, "p_value": 3}``.
    rounding : {"decimals", "significant"}
        What the digits of estimates are.
    bold_p : float, optional
        P-values below it are bold, in Markdown, LaTeX and HTML.
    reference : str
        What stands at reference levels.
    notes : str, several, or False
        Notes after those that explain the table; False for no notes at all.
    title : str, optional
    output : {"text", "markdown", "latex", "html", "dataframe"}, optional
        That form at once, and not a `RegTable`.

    Returns
    -------
    RegTable
        Prints as text; ``to_markdown() to_latex() to_html() to_frame()``, HTML in a notebook.

    Raises
    ------
    ValueError, TypeError
        There is no model; a name in `labels` or `include` is unknown; a model without events.

    Notes
    -----
    A level has no coefficient of its own where it is the reference of treatment contrasts. Other
    contrasts (polynomials of an ordered factor, sums) and interactions have a row for each
    coefficient, and no reference.

    Examples
    --------
    >>> from rglm import glm, poisson, tbl_regression
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> tbl_regression(fit, exponentiate=True, n=True, labels={"wool": "Type of wool"})
    =============================================
    Characteristic  N   IRR     95% CI    p-value
    ---------------------------------------------
    Type of wool
      A             27  —     —
      B             27  0.81  0.74, 0.90  <0.001
    tension
      L             18  —     —
      M             18  0.73  0.64, 0.82  <0.001
      H             18  0.60  0.52, 0.67  <0.001
    =============================================
    CI: confidence interval, IRR: incidence rate ratio.
    """
    fits, heads = given_fits("tbl_regression", models, names)
    if output is not None:
        check_option("output", output, TABLE_FORMATS)
    check_level(conf_level)
    check_option("rounding", rounding, ROUNDINGS)
    form = level_format(n, events, digits, rounding, reference, bold_p)
    given, label_source = per_model(vcov, len(fits), "vcov"), VariableLabels(labels)
    covariances = [
        None if v is None else given_covariance(f, v) for f, v in zip(fits, given, strict=True)
    ]
    effects = [effect_names(fit, exponentiate) for fit in fits]
    rows = [
        estimate_rows(fit, label_source.of(fit), intercept, headings(own))
        for fit, own in zip(fits, effects, strict=True)
    ]
    label_source.check_names()
    tables = [
        tidy(fit, True, conf_level, exponentiate, method, v)
        for fit, v in zip(fits, covariances, strict=True)
    ]
    shown = included_rows(rows, include)
    by_row = [
        numbers_by_row(own, table, _counts(fit, form))
        for fit, own, table in zip(fits, shown, tables, strict=True)
    ]
    lines = merged_lines(by_row, form)
    titles = [_titles(form, common_name(own, exponentiate), conf_level) for own in effects]
    spans = tuple((head, len(form.columns)) for head in heads)
    explained = [*_abbreviations(effects), *_covariance_notes(given, fits, heads), *_na(lines)]
    table = RegTable(
        names=tuple(title for one in titles for title in one),
        headers=(),
        coefficients=tuple(lines),
        statistics=tuple(_statistics(fits, statistics, form, covariances)),
        notes=() if notes is False else (*explained, *as_notes(notes)),
        title=title,
        spans=spans if len(fits) > 1 or names is not None else (),
        corner="Characteristic",
        index_names=("variable", "level"),
    )
    return table if output is None else TABLE_FORMATS[output](table)


def _titles(form: LevelFormat, effect: str, conf_level: float) -> list[str]:
    """The heads of the columns of a model."""
    names = {
        "n": "N",
        "events": "Event N",
        "estimate": effect,
        "conf_int": f"{100 * conf_level:.10g}% CI",
        "p_value": "p-value",
    }
    return [names[column] for column in form.columns]


def _counts(fit: ModelResult, form: LevelFormat) -> dict[str, Callable[[EstimateRow], Any]]:
    """The observations and events of a row, those that are shown."""
    counts: dict[str, Callable[[EstimateRow], Any]] = {}
    if "n" in form.columns:
        counts["n"] = level_counts(fit, events=False).of
    if "events" in form.columns:
        sections = [name or "" for name, _ in fit._named_schemas]
        by_section = {name: level_counts(fit, True, name) for name in sections}
        counts["events"] = lambda row: by_section[row.key[0]].of(row)
    return counts


def _statistics(
    fits: Sequence[ModelResult],
    statistics: Iterable[str] | Mapping[str, Any] | None,
    form: LevelFormat,
    covariances: Sequence[Any],
) -> list[Line]:
    """The lines below the coefficients, each number in the column of the estimates."""
    digits = {"default": form.digits["estimate"]}
    lines = statistic_lines(fits, statistics, digits, form.significant, "number", covariances)
    place, width = form.columns.index("estimate"), len(form.columns)
    out = []
    for line in lines:
        cells = [""] * (width * len(fits))
        cells[place::width] = line.cells
        out.append(replace(line, cells=tuple(cells)))
    return out


def _abbreviations(effects: Sequence[Mapping[str, str]]) -> list[str]:
    """What the heads of the columns stand for."""
    used = " ".join(name for own in effects for name in own.values())
    words = {"CI": "confidence interval"} | {
        short: word for short, word in WORDS.items() if re.search(rf"\b{short}\b", used)
    }
    return [", ".join(f"{short}: {word}" for short, word in words.items()) + "."]


def _covariance_notes(
    given: Sequence[Vcov], fits: Sequence[ModelResult], heads: Sequence[str]
) -> list[str]:
    """The covariances other than the models' own."""
    names = [covariance_name(v, fit) for v, fit in zip(given, fits, strict=True)]
    if len(set(names)) == 1:
        return [f"Standard errors: {names[0]}."] if names[0] is not None else []
    shown = zip(heads, names, strict=True)
    return [f"Standard errors: {'; '.join(f'{h} {n or MODEL_BASED}' for h, n in shown)}."]


def _na(lines: Sequence[Line]) -> list[str]:
    is_aliased = any(cell == ALIASED for line in lines for cell in line.cells)
    return [f"{ALIASED}: aliased, a combination of other terms."] if is_aliased else []
