"""Models side by side in one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.model_table.model_table import TABLE_FORMATS, RegTable
from rglm.formatting.model_table.table_content import Line
from rglm.inference.covariance.given_covariance import (
    MODEL_BASED,
    covariance_name,
)
from rglm.inference.tables.given_fits import given_fits, per_model
from rglm.inference.tables.regtable_cells import (
    coefficient_lines,
    coefficient_numbers,
    explanatory_notes,
    read_cell_format,
)
from rglm.inference.tables.regtable_statistics import DEFAULT_STATISTICS, statistic_lines
from rglm.inference.tables.regtable_terms import Alignment, chosen_terms
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


@check_arguments
def regtable(
    *models: Any,
    names: Sequence[str] | None = None,
    estimate: str = "{estimate}{stars}",
    statistic: str | Sequence[str] | None = "({std_error})",
    statistics: Iterable[str] | Mapping[str, Any] | None = DEFAULT_STATISTICS,
    digits: int | Mapping[str, int] = 3,
    rounding: str = "decimals",
    coef_map: Mapping[str, str] | Sequence[str] | None = None,
    coef_omit: str | Sequence[str] | None = None,
    labels: Mapping[str, str] | Callable[[str], str] | None = None,
    exponentiate: bool | Sequence[bool] = False,
    conf_level: float = 0.95,
    method: str | None = None,
    vcov: Vcov | Sequence[Vcov] = None,
    stars: bool | Mapping[str, float] = True,
    header: Sequence[str] = ("response", "family"),
    notes: str | Sequence[str] | bool | None = None,
    title: str | None = None,
    output: str | None = None,
) -> RegTable | str | pd.DataFrame:
    r"""Put models side by side: estimates above, statistics of the fits below.

    Parameters
    ----------
    *models : fits, lists of fits, or dicts of fits by name
        Means and contrasts too, as ``emmeans()`` returns them.
    names : sequence of str, optional
        The columns' heads; (1), (2), ... without them.
    estimate, statistic : str, several, or None
        The text of a cell, and of the lines below it, with any of ``{estimate} {std_error}
        {statistic} {p_value} {conf_low} {conf_high} {stars}``. Many papers have
        ``estimate="{estimate} ({conf_low}, {conf_high})", statistic=None``.
    statistics : names, or a dict of names or functions of a fit by label, optional
        Of nobs AIC BIC logLik deviance null_deviance df df_residual df_null dispersion theta
        zero_theta sigma shape rho r_squared adj_r_squared fstatistic f_p_value deviance_explained,
        and the measures of `r2`: mcfadden_r2 mcfadden_adj_r2 cox_snell_r2 nagelkerke_r2 efron_r2
        tjur_r2; algorithm of brm. By default the parameters beside the coefficients (theta,
        zero_theta, sigma, shape), nobs, algorithm, R² and adjusted R², AIC, logLik and F (by
        `vcov`). One that a model lacks is blank, and one that all lack is left out.
    digits : int or dict
        Decimals; a dict names the fields and statistics it is for, 3 for the others:
        ``{"std_error": 2, "AIC": 0}``.
    rounding : {"decimals", "significant"}
        Whether `digits` counts decimals or significant digits (those before the point are all
        kept).
    coef_map : dict or sequence, optional
        Which coefficients, in this order; a dict gives them labels. Those of one label share a
        line.
    coef_omit : str or sequence, optional
        A regular expression to be found in the coefficients to leave out, or their names.
    labels : dict or function, optional
        Labels of coefficients, all being kept.
    exponentiate : bool, or one a model
        exp of the estimates and the limits of the intervals; standard errors by the delta method,
        exp(b) se(b).
    conf_level : float
    method : {"profile", "wald"}, optional
        The intervals; by default those of ``confint()``: profile for `glm`, `glm_nb` and `polr`,
        else wald, which is Student's t for `lm`.
    vcov : str, dict, matrix or function, or a list with one a model, optional
        Another covariance, as ``summary(vcov=)``; a line says which.
    stars : bool or dict
        Where ``{stars}`` is: those below p-values, ``{"***": 0.001, "**": 0.01, "*": 0.05}``.
    header : sequence
        The lines below the names: ``"response"``, ``"family"``, or none, ``()``.
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
        There is no model; a field, statistic or coefficient is unknown; lengths differ.

    Notes
    -----
    Lines are the coefficients of all models in the order in which they first appear, those of zero
    parts and cut points behind the others. Beside a model of one part the coefficients of counts
    stand on its lines, ``count_x`` of a `hurdle` with ``x`` of a `glm`. A model without a
    coefficient has a blank there, one where it is aliased a dash.

    For Word and Typst the package maketables takes our fits: ``maketables.ETable([one, two])``,
    or ``ETable([one.summary(vcov="HC3")])`` with another covariance.

    Examples
    --------
    >>> from rglm import glm, poisson, quasipoisson, regtable
    >>> from rglm.datasets import load
    >>> one = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> two = glm("breaks ~ wool + tension", load("warpbreaks"), quasipoisson())
    >>> regtable(one, two, digits=2)
    =================================================
                         (1)              (2)
                       breaks            breaks
                    poisson (log)  quasipoisson (log)
    -------------------------------------------------
    (Intercept)         3.44***          3.69***
                       (0.03)           (0.09)
    woolB              -0.21***         -0.21
                       (0.05)           (0.11)
    tensionM                            -0.32*
                                        (0.12)
    tensionH                            -0.52***
                                        (0.13)
    -------------------------------------------------
    Observations       54               54
    AIC               560.0
    Log-likelihood   -278.0
    =================================================
    Standard errors in parentheses.
    * p < 0.05, ** p < 0.01, *** p < 0.001
    >>> published = regtable(one, estimate="{estimate} ({conf_low}, {conf_high})",
    ...                      statistic=None, digits=2)
    >>> published.to_frame().loc["woolB", "(1)"].item()
    '-0.21 (-0.31, -0.11)'
    """
    fits, heads = given_fits("regtable", models, names, takes_posteriors=True)
    if output is not None:
        check_option("output", output, TABLE_FORMATS)
    form = read_cell_format(estimate, statistic, digits, rounding, stars)
    exponents = per_model(exponentiate, len(fits), "exponentiate")
    covariances = per_model(vcov, len(fits), "vcov")
    matrices = [
        None if v is None else fit._covariance(v) for fit, v in zip(fits, covariances, strict=True)
    ]
    tables = [
        coefficient_numbers(fit, form, e, v, conf_level, method)
        for fit, e, v in zip(fits, exponents, matrices, strict=True)
    ]
    groups = chosen_terms(tables, coef_map, coef_omit, labels, Alignment.of(fits, tables))
    lines = coefficient_lines(tables, groups, form)
    group = form.templates[0].group if form.templates[0].group == "number" else "statistics"
    below = statistic_lines(fits, statistics, form.digits, form.significant, group, matrices)
    if any(v is not None for v in covariances):
        cells = tuple(
            covariance_name(v, fit) or MODEL_BASED
            for fit, v in zip(fits, covariances, strict=True)
        )
        below.append(Line("Standard errors", "Standard errors", "vcov", cells))
    explained = explanatory_notes(tables, lines, form, heads, exponents, conf_level)
    explained += dict.fromkeys(fit._table_note for fit in fits if fit._table_note)
    table = RegTable(
        names=heads,
        headers=tuple(tuple(map(_header(part), fits)) for part in _as_list(header)),
        coefficients=tuple(lines),
        statistics=tuple(below),
        notes=() if notes is False else (*explained, *_as_list(notes)),
        title=title,
    )
    return table if output is None else TABLE_FORMATS[output](table)


def _header(part: str) -> Callable[[ModelResult], str]:
    if part not in HEADERS:
        hint = did_you_mean(str(part), HEADERS)
        raise ValueError(f"header= has {part!r}; use {' and '.join(HEADERS)}, or (){hint}")
    return HEADERS[part]


def _response(fit: ModelResult) -> str:
    return fit.formula.partition("~")[0].strip()


def _family(fit: ModelResult) -> str:
    """``binomial (logit)``; of other models their name."""
    return fit.model_name


HEADERS: dict[str, Callable[[ModelResult], str]] = {"response": _response, "family": _family}


def _as_list(notes: str | Sequence[str] | Literal[True] | None) -> list[str]:
    if notes is None or notes is True:
        return []
    return [notes] if isinstance(notes, str) else [str(note) for note in notes]
