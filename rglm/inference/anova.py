"""Deviance tables: terms added in order, or models against each other; R's anova.glm."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.columns import Columns
from rglm.fitting.irls import Solution
from rglm.fitting.warnings import FitWarning
from rglm.fitting.working import Predictor, weights_and_residuals
from rglm.format.deparse import deparse_lines
from rglm.format.html import html_table
from rglm.format.suggest import did_you_mean
from rglm.format.table import anova_cells, anova_lines
from rglm.linalg.pivot import pivot
from rglm.linalg.triangle import merge, triangle

TESTS = ("Chisq", "LRT", "F", "Rao", "Cp")


@dataclass(frozen=True)
class Anova:
    """A deviance table; printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        ``Df``, ``Deviance``, ``Resid. Df``, ``Resid. Dev`` and the columns of the test.
    heading : str
        What stands above it.
    """

    table: pd.DataFrame
    heading: str

    def __repr__(self) -> str:
        return "\n".join(anova_lines(self.table, self.heading))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_table(anova_cells(self.table), self.heading.strip())


def anova(fit: Any, *others: Any, test: str | bool | None = None) -> Anova:
    """The deviance table: terms added one after the other, or this model against `others`.

    Parameters
    ----------
    *others : Fit
        Models fitted to the same rows; each is compared with the one before it.
    test : {None, "Chisq", "LRT", "F", "Rao", "Cp", False}
        None picks Chisq where the dispersion is known and F where it is estimated, as R 4.4;
        False prints no test.
    """
    models = [fit, *others]
    for other in others:
        if not hasattr(other, "solution"):
            raise TypeError(
                f"anova() compares fits, got {type(other).__name__}; name the test: test='Chisq'"
            )
    largest = min(models, key=lambda model: model.df_residual)
    name = _test(test, largest)
    return _sequential(fit, name) if not others else _between(models, largest, name)


def _test(test: str | bool | None, largest: Any) -> str | None:
    """The test asked for; by default the one that suits the dispersion."""
    known = not np.isnan(largest.family.dispersion)
    if test is None:
        return "Chisq" if known else "F"
    if test is False:
        return None
    if test not in TESTS:
        hint = did_you_mean(test, TESTS)
        raise ValueError(f"test={test!r}: use one of {', '.join(TESTS)}, None or False{hint}")
    if test == "F" and known:
        warnings.warn(
            f"using an F test with a {largest.family.name!r} family, whose dispersion is known, "
            "is inappropriate",
            FitWarning,
            stacklevel=3,
        )
    return str(test)


def _sequential(fit: Any, test: str | None) -> Anova:
    steps = _steps(fit)
    deviances = [fit.null_deviance, *(s.deviance for s in steps)]
    degrees = [fit.df_null, *(int(fit.sizes["informative"]) - s.rank for s in steps)]
    table = _table(["NULL", *fit.terms], degrees, deviances)
    if test == "Rao":
        table["Rao"] = [np.nan, *_scores(fit, steps)]
    heading = (
        f"Analysis of Deviance Table\n\nModel: {fit.family.name}, link: {fit.family.link.name}\n\n"
        f"Response: {fit.schema.parsed.response.name}\n\n"
        "Terms added sequentially (first to last)\n\n"
    )
    return Anova(_with_test(table, test, fit), heading)


def _steps(fit: Any) -> list[Solution]:
    """The fits with the first term, the first two, ..., all of them."""
    assign, last = fit.schema.assign, len(fit.terms)
    refits = [fit.refit(np.flatnonzero(assign <= k)) for k in range(1, last)]
    return [*refits, fit.solution] if last else []


def _scores(fit: Any, steps: list[Solution]) -> list[float]:
    """Rao's score statistic of each term: what its columns explain of the working residuals of
    the fit without it.
    """
    if not steps:
        return []
    assign = fit.schema.assign
    first = fit.refit(np.flatnonzero(assign == 0))
    out = []
    for k, solution in enumerate([first, *steps[:-1]]):
        smaller = fit.rows_source.select(np.flatnonzero(assign <= k))
        out.append(_score(fit, smaller, solution, np.flatnonzero(assign <= k + 1)))
    return out


def _score(fit: Any, smaller: Any, solution: Solution, columns: np.ndarray) -> float:
    """|Q'w^(1/2) r|^2 over `columns` of a fit, with the weights and the working residuals of the
    smaller model's solution (as in R the weights of its last step).
    """
    family = fit.family
    weight, residual = smaller.by_row(lambda block: _weighted_residuals(family, solution, block)).T
    source = fit.rows_source.select(columns)

    def of_block(block: Block) -> _Rotated:
        x = block.matrix(spare=1)
        x[:, -1] = residual[block.place]
        x *= np.sqrt(weight[block.place])[:, None]
        return _Rotated(triangle(x))

    solved = pivot(source.total(of_block).r, fit.control.tol)
    # as in R the residuals are taken about their weighted mean, which the intercept explains
    return float((solved.rotated[int(fit.schema.parsed.intercept) : solved.rank] ** 2).sum())


def _weighted_residuals(family: Any, solution: Solution, block: Block) -> np.ndarray:
    """Working weights and residuals of a block, (rows, 2)."""
    rows = block.rows
    with np.errstate(all="ignore"):
        eta = solution.before.eta(block)
        weight = weights_and_residuals(family, rows, *family.link.inverse_and_slope(eta))[0]
        eta = Predictor(family, solution.beta).eta(block)
        residual = (rows.y - family.link.linkinv(eta)) / family.link.mu_eta(eta)
    return np.column_stack([weight, np.where(weight > 0, residual, 0.0)])


@dataclass(frozen=True)
class _Rotated:
    r: np.ndarray

    def __add__(self, other: _Rotated) -> _Rotated:
        return _Rotated(merge(self.r, other.r))


def _between(models: list[Any], largest: Any, test: str | None) -> Anova:
    _same_rows(models)
    degrees = [model.df_residual for model in models]
    labels = [str(i + 1) for i in range(len(models))]
    table = _table(labels, degrees, [model.deviance for model in models], between=True)
    if test == "Rao":
        table["Rao"] = [np.nan, *map(_score_between, models[:-1], models[1:])]
    written = ["\n".join(deparse_lines(model.formula)) for model in models]
    formulas = "\n".join(f"Model {i}: {text}" for i, text in enumerate(written, 1))
    heading = f"Analysis of Deviance Table\n\n{formulas}"
    return Anova(_with_test(table, test, largest), heading)


def _same_rows(models: list[Any]) -> None:
    first = models[0]
    for other in models[1:]:
        if other.sizes["n"] != first.sizes["n"] or not _equal(first, other):
            raise ValueError(
                f"the models were fitted to different rows or responses ({first.sizes['n']} and "
                f"{other.sizes['n']} rows), or with different weights; fit them to the same rows, "
                "for instance after data.dropna(subset=[...])"
            )


def _equal(first: Any, other: Any) -> bool:
    if first.source is None or other.source is None:
        return True
    one, two = first.rows_source.rows, other.rows_source.rows
    same = np.array_equal(one.y, two.y) and np.array_equal(one.weights, two.weights)
    return same and first.index.equals(other.index)


def _score_between(one: Any, two: Any) -> float:
    """Rao's statistic for two nested models, at the fit of the smaller."""
    small, large = (one, two) if one.rank <= two.rank else (two, one)
    designs = [large.rows_source.columns, small.rows_source.columns]
    if _rank(large, designs) > _rank(large, designs[:1]):
        raise ValueError(
            f"test='Rao' compares nested models; {small.formula!r} is not part of "
            f"{large.formula!r}"
        )
    sign = 1.0 if small is one else -1.0
    everything = np.arange(len(large.schema.names))
    return sign * _score(large, small.rows_source, small.solution, everything)


def _rank(fit: Any, designs: list[Columns]) -> int:
    """The rank of some designs side by side on the rows of a fit."""

    def of_block(block: Block) -> _Rotated:
        x = [columns.matrix(block.place) for columns in designs]
        return _Rotated(triangle(np.asfortranarray(np.column_stack([*x, block.rows.y]))))

    return pivot(fit.rows_source.total(of_block).r, 1e-7).rank


def _table(
    labels: list[str], degrees: list[int], deviances: list[float], between: bool = False
) -> pd.DataFrame:
    df = np.r_[np.nan, -np.diff(degrees)] if len(degrees) > 1 else np.array([np.nan])
    change = np.r_[np.nan, -np.diff(deviances)] if len(deviances) > 1 else np.array([np.nan])
    one = {"Df": df, "Deviance": change}
    two = {"Resid. Df": np.asarray(degrees, float), "Resid. Dev": np.asarray(deviances, float)}
    return pd.DataFrame({**two, **one} if between else {**one, **two}, index=labels)


def _with_test(table: pd.DataFrame, test: str | None, largest: Any) -> pd.DataFrame:
    """The table with the columns of a test, scaled by the largest model (R's ``stat.anova``)."""
    from scipy.special import chdtrc, fdtrc

    dispersion, df_residual, nrows = largest.dispersion, largest.df_residual, largest.sizes["n"]
    df, change = table["Df"].abs().to_numpy(), table["Deviance"].to_numpy() * np.sign(table["Df"])
    with np.errstate(all="ignore"):
        if test in ("Chisq", "LRT"):
            table["Pr(>Chi)"] = _where(df, chdtrc(df, np.maximum(change / dispersion, 0)))
        elif test == "Rao":
            score = np.abs(table["Rao"].to_numpy())
            table["Pr(>Chi)"] = _where(df, chdtrc(df, score / dispersion))
        elif test == "F":
            ratio = np.where(df > 0, change / df / dispersion, np.nan)
            table["F"] = ratio
            table["Pr(>F)"] = _where(df, _upper_f(fdtrc, chdtrc, df, df_residual, ratio))
        elif test == "Cp":
            table["Cp"] = table["Resid. Dev"] + 2 * dispersion * (nrows - table["Resid. Df"])
    return table


def _upper_f(fdtrc: Any, chdtrc: Any, df: np.ndarray, rest: int, ratio: np.ndarray) -> np.ndarray:
    ratio = np.maximum(ratio, 0)
    return fdtrc(df, rest, ratio) if rest > 0 else np.full_like(ratio, np.nan)


def _where(df: np.ndarray, p: np.ndarray) -> np.ndarray:
    return np.where(df > 0, p, np.nan)
