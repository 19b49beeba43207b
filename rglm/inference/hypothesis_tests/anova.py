"""Deviance tables: terms added in order, or models against each other; R's anova.glm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.fitting.irls.irls_result import IrlsResult
from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.tables.anova_table import anova_cells, anova_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.named_index import number_table
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.hypothesis_tests.change_tests import Scale, test_columns
from rglm.inference.hypothesis_tests.score_test import score_between, sequential_scores
from rglm.inference.nesting.comparable_fits import check_same_rows, check_same_variance
from rglm.inference.nesting.nested_models import check_nested_means, check_same_analysis
from rglm.inference.nesting.submodels import Submodel, submodels
from rglm.protocol.capabilities import HasLeverage
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning

TESTS = ("Chisq", "LRT", "F", "Rao", "Cp")
TYPES = {"I": "I", "II": "II", "III": "III", "1": "I", "2": "II", "3": "III"}


@dataclass(frozen=True)
class Anova(ColumnTable):
    """A deviance table; printing shows R's page, and ``anova["Pr(>Chi)"]`` is a column.

    Attributes
    ----------
    table : DataFrame
        ``Df``, ``Deviance``, ``Resid. Df``, ``Resid. Dev`` and the columns of the test.
    heading : str
        What stands above it.
    """

    table: pd.DataFrame
    heading: str

    @property
    def undefined(self) -> np.ndarray:
        """The cells that were computed and are no number, as 0/0; others are not there (bool)."""
        table = self.table
        df = table["Df"].to_numpy(dtype=float) if "Df" in table else np.zeros(len(table))
        tested = (df != 0) & ~np.isnan(df) & (table.index != "Residuals")
        of_all_rows = table.columns.isin(["Mean Sq", "Cp"])  # NaN without residual df
        return table.isna().to_numpy() & (tested[:, None] | of_all_rows)

    def __repr__(self) -> str:
        return "\n".join(anova_lines(self.table, self.heading, nan_cells=self.undefined))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        cells = anova_cells(self.table, nan_cells=self.undefined)
        return html_table(cells, self.heading.strip())


def anova(
    fit: HasLeverage,
    *others: HasLeverage,
    test: str | bool | None = None,
    type: str | int = "I",
    error_estimate: str = "pearson",
    vcov: Any = None,
    singular_ok: bool | None = None,
) -> Anova:
    """The deviance table: terms added one after the other, or this model against `others`; with
    `type` II or III each term is tested on its own, as car's ``Anova`` does.

    Parameters
    ----------
    *others : ModelResult
        Models fitted to the same rows; each is compared with the one before it.
    test : {None, "Chisq", "LRT", "F", "Rao", "Cp", "none", False}
        None picks Chisq where the dispersion is known and F where it is estimated, as R 4.4;
        "none" and False print no test. With type II and III {None, "LR", "Wald", "F"}: None is LR.
    type : {"I", "II", "III", 1, 2, 3}
        I: each term beside those before it, so that their order matters. II: each term after all
        others but those that contain it (``a:b`` contains ``a``). III: each term after all others;
        with treatment contrasts the test of ``a`` beside ``a:b`` is then at the first level of
        ``b``, so choose contrasts that sum to 0 (``contr_sum``); beside a number ``b`` it is at
        0, so centre numbers.
    error_estimate : {"pearson", "dispersion", "deviance"}
        What F of type II and III divides by: Pearson's chi-square or the deviance over the
        residual degrees of freedom, or the dispersion as the summary has it.
    vcov : optional
        Another covariance for the Wald tests of type II and III: ``"HC3"``, a matrix, a function.
    singular_ok : bool, optional
        Allow aliased coefficients with type II (by default, yes) and III (no).

    Returns
    -------
    Anova
        Prints R's page, or car's.

    Raises
    ------
    ValueError
        Models of another kind or of different rows, or several with type II or III; a test of
        models that are not nested (R makes one; ``test=False`` has the deviances alone); a model
        with aliased coefficients and type III, or without terms.

    Notes
    -----
    The refits keep rows, weights, offset and trials. The degrees of freedom of type II and III
    are by how far the rank falls without the term; where it does not fall there is no test, and
    the statistic is NaN. Wald tests of fits with aliased columns, at which car stops, test the
    same difference between models.

    References
    ----------
    Rao (1948), Large sample tests of statistical hypotheses concerning several parameters with
    applications to problems of estimation, Mathematical Proceedings of the Cambridge Philosophical
    Society 44.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> fit.anova(type="II")
    Analysis of Deviance Table (Type II tests)
    <BLANKLINE>
    Response: breaks
                 LR Chisq Df Pr(>Chisq)
    wool           16.039  1  6.206e-05 ***
    tension        70.942  2  3.938e-16 ***
    wool:tension   28.087  2  7.962e-07 ***
    ---
    Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1
    """
    models = [fit, *others]
    check_same_analysis(fit, others)
    if (kind := anova_type(type)) != "I":
        from rglm.inference.hypothesis_tests.typed_anova import typed_anova

        if others:
            raise ValueError(
                f"type={type!r} is of the terms of one model, got {len(models)} models"
            )
        return Anova(*typed_anova(fit, kind, test, error_estimate, vcov, singular_ok))
    if vcov is not None or singular_ok is not None or error_estimate != "pearson":
        raise ValueError("error_estimate=, vcov= and singular_ok= are for type='II' or 'III'")
    largest = min(models, key=lambda model: model.df_residual)
    name = _choose_test(test, largest)
    return _sequential_table(fit, name) if not others else _compare_models(models, largest, name)


def anova_type(type: str | int) -> str:
    """The type of tests as a Roman number."""
    kind = TYPES.get(str(type)) if isinstance(type, (str, int)) else None
    if kind is None:
        raise ValueError(f"type={type!r}: use 'I', 'II' or 'III'")
    return kind


def _choose_test(test: str | bool | None, largest: HasLeverage) -> str | None:
    """The test asked for; by default the one that suits the dispersion."""
    known = not np.isnan(largest.family.dispersion)
    if test is None:
        return "Chisq" if known else "F"
    if test is False or test == "none":
        return None
    check_option("test", test, TESTS, ", None or False")
    if test == "F" and known:
        warn(
            f"using an F test with a {largest.family.name!r} family, whose dispersion is known, "
            "is inappropriate",
            FitWarning,
        )
    return str(test)


def _sequential_table(fit: HasLeverage, test: str | None) -> Anova:
    solutions = _sequential_solutions(fit) if test == "Rao" else []
    steps = solutions or _sequential_fits(fit)
    deviances = [fit.null_deviance, *(s.deviance for s in steps)]
    degrees = [fit.df_null, *(int(fit._row_sums.informative) - s.rank for s in steps)]
    columns = _columns(degrees, deviances)
    if test == "Rao":
        columns["Rao"] = np.array([np.nan, *sequential_scores(fit, solutions)])
    heading = (
        f"Analysis of Deviance Table\n\nModel: {fit.family.name}, link: {fit.family.link.name}\n\n"
        f"Response: {fit._schema.parsed.response.variable}\n\n"
        "Terms added sequentially (first to last)\n\n"
    )
    columns |= _test_columns(columns, test, fit)
    return Anova(number_table(columns, ["NULL", *fit.terms]), heading)


def _sequential_fits(fit: HasLeverage) -> list[Submodel]:
    """The fits with the first term, the first two, ..., all of them."""
    column_sets = _sequential_columns(fit)
    if not fit.terms:
        return []
    return [*submodels(fit, column_sets, fit._refit_columns), fit._solution]


def _sequential_solutions(fit: HasLeverage) -> list[IrlsResult]:
    """The same, each with its working weights."""
    refits = [fit._refit_columns(columns) for columns in _sequential_columns(fit)]
    return [*refits, fit._solution] if fit.terms else []


def _sequential_columns(fit: HasLeverage) -> list[np.ndarray]:
    assign = np.asarray(fit._schema.assign)
    return [np.flatnonzero(assign <= k) for k in range(1, len(fit.terms))]


def _compare_models(models: list[HasLeverage], largest: HasLeverage, test: str | None) -> Anova:
    check_same_rows(models)
    check_same_variance(models)
    degrees = [model.df_residual for model in models]
    if test not in (None, "Cp"):  # a criterion may compare any models
        check_nested_means(models, degrees)
    labels = [str(i + 1) for i in range(len(models))]
    columns = _columns(degrees, [model.deviance for model in models], between=True)
    if test == "Rao":
        columns["Rao"] = np.array([np.nan, *map(score_between, models[:-1], models[1:])])
    heading = f"Analysis of Deviance Table\n\n{numbered_formulas(models)}"
    columns |= _test_columns(columns, test, largest)
    return Anova(number_table(columns, labels), heading)


def numbered_formulas(models: Sequence[ModelResult]) -> str:
    """``Model 1: y ~ x`` and so on, a line or more for each."""
    written = ["\n".join(deparse_lines(model.formula)) for model in models]
    return "\n".join(f"Model {i}: {text}" for i, text in enumerate(written, 1))


def _columns(
    degrees: Sequence[float], deviances: list[float], between: bool = False
) -> dict[str, np.ndarray]:
    df = np.r_[np.nan, -np.diff(degrees)] if len(degrees) > 1 else np.array([np.nan])
    change = np.r_[np.nan, -np.diff(deviances)] if len(deviances) > 1 else np.array([np.nan])
    one = {"Df": df, "Deviance": change}
    two = {"Resid. Df": np.asarray(degrees, float), "Resid. Dev": np.asarray(deviances, float)}
    return two | one if between else one | two


def _test_columns(
    columns: dict[str, np.ndarray], test: str | None, largest: HasLeverage
) -> dict[str, np.ndarray]:
    """The further columns of a test, scaled by the largest model (R's ``stat.anova``)."""
    known = not np.isnan(largest.family.dispersion)
    df_residual = np.inf if known else largest.df_residual
    scale = Scale(largest.dispersion, df_residual, largest._row_sums.n)
    df, change = np.abs(columns["Df"]), columns["Deviance"] * np.sign(columns["Df"])
    if test == "Rao":
        with np.errstate(all="ignore"):
            score = np.abs(columns["Rao"]) / scale.dispersion
        return {"Pr(>Chi)": chisq_upper_tail(df, score)}
    rest = np.column_stack([columns["Resid. Df"], columns["Resid. Dev"]])
    return test_columns(test, df, change, rest, scale)
