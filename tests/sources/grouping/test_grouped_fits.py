"""Fits to chunked data whose equal rows are counted once: the answers are those of all rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rglm import (
    betabinomial,
    binomial,
    gaussian,
    glm,
    glm_nb,
    hurdle,
    multinom,
    parquet,
    poisson,
    polr,
    zeroinfl,
)
from rglm.errors import DataError, FormulaError
from rglm.sources.cells import cells
from rglm.sources.grouping import distinct_table, learn_grouped

pytest.importorskip("pyarrow")

N = 4000
TIGHT = {"epsilon": 1e-14}  # both ways end at the last digits
SE = 1e-11  # of a standard error


def half(x: Any) -> Any:
    """A function of the analyst."""
    return x / 2


def centred(x: Any) -> Any:
    """A function that needs all rows."""
    return x - np.mean(x)


@pytest.fixture(scope="module")
def data() -> pd.DataFrame:
    """Columns of few values, of every kind."""
    rng = np.random.default_rng(8)
    levels = ["lo", "mid", "hi", "none"]
    d = pd.DataFrame(
        {
            "f": rng.choice(["c", "a", "b"], N),
            "g": pd.Categorical(rng.choice(levels[:3], N), levels, ordered=True),
            "k": rng.integers(0, 5, N),
            "x": rng.choice([0.5, 1.0, 4.0], N),
            "b": rng.random(N) < 0.4,
            "w": rng.integers(0, 3, N).astype(float),
            "day": pd.to_datetime("2024-02-27") + pd.to_timedelta(rng.integers(0, 4, N), "D"),
            "i": pd.array(rng.choice([1, 2, None], N, p=[0.5, 0.48, 0.02]), dtype="Int64"),
        }
    )
    eta = 0.3 * d.k - 0.5 * (d.f == "a") - 0.5
    d["y"] = (rng.random(N) < 1 / (1 + np.exp(-eta))) * 1.0
    d["s"] = np.where(d.y == 1, "yes", "no")
    d["c"] = np.minimum(rng.poisson(np.exp(0.2 * d.k)), 6)
    d["rest"] = 6 - d.c
    d.loc[rng.random(N) < 0.03, "f"] = None
    d.loc[rng.random(N) < 0.02, "x"] = np.nan
    d.loc[rng.random(N) < 0.02, "y"] = np.nan
    return d


@pytest.fixture(scope="module")
def folder(data: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data as files: text in another order in each, one without rows, row groups."""
    out: Path = tmp_path_factory.mktemp("grouped")
    for number, rows in enumerate((slice(0, 900), slice(0, 0), slice(900, N))):
        data.iloc[rows].to_parquet(out / f"{number}.parquet", index=False, row_group_size=700)
    return out


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are grouped too."""
    monkeypatch.setattr(learn_grouped, "MIN_ROWS", 0)
    monkeypatch.setattr(cells, "MIN_ROWS", 0)
    monkeypatch.setattr(cells, "MIN_ROWS_PER_CELL", 2)
    monkeypatch.setattr(distinct_table, "MIN_ROWS_PER_CELL", 2)
    monkeypatch.setattr(learn_grouped, "MIN_ROWS_PER_CELL", 2)


def assert_same_fit(fit: Any, expected: Any) -> None:
    """All that a summary says is the same, and the coefficients to 1e-11 standard errors."""
    errors = expected.summary().coefficients["Std. Error"].to_numpy()
    difference = (fit.coefficients - expected.coefficients).to_numpy()
    assert np.nanmax(np.abs(difference / errors[: len(difference)])) < SE
    for name in ("deviance", "null_deviance", "aic", "dispersion"):
        assert getattr(fit, name) == pytest.approx(getattr(expected, name), rel=1e-11), name
    for name in ("df_residual", "df_null", "rank", "xlevels", "success"):
        assert getattr(fit, name) == getattr(expected, name), name
    assert fit.nobs() == expected.nobs()
    assert len(fit.na_action or ()) == len(expected.na_action or ())
    new = fit.summary().coefficients["Std. Error"]
    np.testing.assert_allclose(new, errors, rtol=1e-7)


CASES: list[tuple[str, Any, dict[str, Any]]] = [
    ("y ~ f + g + x", binomial(), {}),
    ("s ~ f * x", binomial(), {"na_action": "na_exclude"}),
    ("y ~ f + factor(k) + b", binomial(), {"weights": "w"}),
    ("c ~ f + log(x) + offset(log(k + 1))", poisson(), {"subset": "k > 0"}),
    ("c ~ ns(k, 2) + scale(x) + f", poisson(), {}),
    ("c ~ cut(k, 2) + i + factor(day)", poisson(), {"offset": "k / 10"}),
    ("log(c + 1) ~ poly(k, 2) + g", gaussian(), {}),
    ('cbind(c, rest) ~ relevel(f, ref = "b") + half(k)', binomial(), {}),
    ("(c > 1) ~ interaction(f, b) + I(k - mean(k))", binomial(), {}),
]


@pytest.mark.parametrize(("formula", "family", "arguments"), CASES)
@pytest.mark.usefixtures("_small")
def test_parquet_as_in_memory(
    formula: str, family: Any, arguments: dict[str, Any], data: pd.DataFrame, folder: Path
) -> None:
    """A folder of Parquet files gives the fit of the rows in memory."""
    fit = glm(formula, parquet(folder), family, control=TIGHT, **arguments)
    assert fit._source.distinct is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cells, "MIN_ROWS", 2 * N)
        assert_same_fit(fit, glm(formula, data, family, control=TIGHT, **arguments))


@pytest.mark.usefixtures("_small")
def test_functions_of_chunks(data: pd.DataFrame) -> None:
    """So does a function that returns DataFrames."""

    def chunks() -> Iterator[pd.DataFrame]:
        return (data.iloc[start : start + 1500] for start in range(0, N, 1500))

    fit = glm("s ~ f + x", chunks, binomial(), control=TIGHT)
    assert fit._source.distinct is not None
    assert_same_fit(fit, glm("s ~ f + x", data, binomial(), control=TIGHT))


@pytest.mark.usefixtures("_small")
def test_rows_are_read_for_what_has_a_value_for_each(data: pd.DataFrame, folder: Path) -> None:
    """Fitted values, residuals and robust errors are those of the rows."""
    fit = glm("y ~ f + x", parquet(folder), binomial(), control=TIGHT, na_action="na_exclude")
    whole = glm("y ~ f + x", data, binomial(), control=TIGHT, na_action="na_exclude")
    np.testing.assert_allclose(fit.residuals().collect(), whole.residuals(), rtol=1e-9)
    np.testing.assert_allclose(fit.vcov(type="HC0"), whole.vcov(type="HC0"), rtol=1e-9)
    np.testing.assert_allclose(fit.confint(), whole.confint(), rtol=1e-7)
    assert fit._source.every_nth(7).nrows == -(-whole.nobs() // 7)


@pytest.mark.usefixtures("_small")
def test_the_data_are_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One scan is the fit with its null deviance, its AIC and its terms tested."""
    source, reads = parquet(folder), []
    read = type(source)._tables
    monkeypatch.setattr(type(source), "_tables", lambda *a: reads.append(1) or read(*a))
    fit = glm("c ~ f + g + k", source, poisson())
    assert np.isfinite([fit.aic, fit.null_deviance, fit.deviance]).all()
    fit.summary()
    fit.drop1()
    assert len(reads) == 1


MODELS: list[tuple[Any, str, dict[str, Any]]] = [
    (polr, "g ~ f + k", {"weights": "w"}),
    (multinom, "g ~ f + k", {"ref": "mid"}),
    (zeroinfl, "c ~ f | k", {}),
    (hurdle, "c ~ k", {"dist": "negbin"}),
    (glm_nb, "c^2 ~ k + f", {}),
    (betabinomial, "cbind(c, rest) ~ f", {"weights": "w"}),
]


@pytest.mark.filterwarnings("ignore:.* group 'none' is empty")
@pytest.mark.parametrize(("model", "formula", "arguments"), MODELS)
@pytest.mark.usefixtures("_small")
def test_other_likelihoods(
    model: Any,
    formula: str,
    arguments: dict[str, Any],
    data: pd.DataFrame,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Models whose likelihood is no sum of cells have rows that are equal in the response too."""
    source, reads = parquet(folder), []
    read = type(source)._tables
    monkeypatch.setattr(type(source), "_tables", lambda *a: reads.append(1) or read(*a))
    fit, whole = model(formula, source, **arguments), model(formula, data, **arguments)
    assert str(fit.summary()) == str(whole.summary())
    assert len(reads) == 1
    errors = np.sqrt(np.diag(whole.vcov()))
    np.testing.assert_allclose(fit.tidy()["estimate"], whole.tidy()["estimate"], atol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.vcov())), errors, rtol=1e-8)
    assert float(fit.logLik()) == pytest.approx(float(whole.logLik()), rel=1e-12)
    assert (fit.nobs(), fit.df_residual) == (whole.nobs(), whole.df_residual)
    assert fit.null_deviance == pytest.approx(whole.null_deviance, rel=1e-10)


@pytest.mark.usefixtures("_small")
def test_rows_that_differ_are_read_as_before(
    data: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A column of numbers is seen at once; one whose values differ late after a scan."""
    x = np.random.default_rng(0).normal(size=N)
    late = np.where(np.arange(N) < 3900, 0.0, x)
    data[["y", "c"]].assign(x=x, late=late).to_parquet(tmp_path / "x.parquet")
    fit = glm("y ~ x", parquet(tmp_path), binomial())
    assert fit._source.distinct is None
    monkeypatch.setattr(learn_grouped, "MIN_ROWS_PER_CELL", 50)
    monkeypatch.setattr(distinct_table, "MIN_ROWS_PER_CELL", 50)
    fit = glm("y ~ late", parquet(tmp_path), binomial())
    assert fit._source.distinct is None
    assert fit.nobs() == int(data.y.notna().sum())


WRONG: list[tuple[str, Any, dict[str, Any], type[Exception]]] = [
    ("y ~ f + log(k)", binomial(), {}, DataError),
    ("c ~ f", poisson(), {"weights": "w - 1"}, DataError),
    ("y ~ f + x", binomial(), {"na_action": "na_fail"}, DataError),
    ("y ~ f", binomial(), {"subset": "k > 10"}, DataError),
    ("k ~ f", binomial(), {}, DataError),
    ("y ~ f + centred(k)", binomial(), {}, FormulaError),
    ("y ~ f + k + day", binomial(), {}, FormulaError),
]


@pytest.mark.parametrize(("formula", "family", "arguments", "kind"), WRONG)
@pytest.mark.usefixtures("_small")
def test_errors_name_the_rows(
    formula: str,
    family: Any,
    arguments: dict[str, Any],
    kind: type[Exception],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An error is that of the rows themselves, with the row's number."""
    with pytest.raises(kind) as grouped:
        glm(formula, parquet(folder), family, **arguments)
    monkeypatch.setattr(learn_grouped, "MIN_ROWS", 2 * N)
    with pytest.raises(kind) as plain:
        glm(formula, parquet(folder), family, **arguments)
    assert str(grouped.value) == str(plain.value)


@pytest.mark.usefixtures("_small")
def test_a_warning_names_the_row(folder: Path) -> None:
    """What is warned of is looked for in the rows."""
    with pytest.warns(UserWarning, match="not a count at row"):
        fit = glm("x ~ g", parquet(folder), poisson())
    assert fit._source.distinct is None


@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.usefixtures("_small")
def test_files_with_other_categories(data: pd.DataFrame, tmp_path: Path, ordered: bool) -> None:
    """Files whose categories differ are text, or have them all in order."""
    for number, levels in enumerate((["lo", "mid", "hi"], ["hi", "mid", "lo"])):
        g = pd.Categorical(data.g.astype(str), levels, ordered=ordered)
        part = data.assign(g=g).iloc[number::2]
        part.to_parquet(tmp_path / f"{number}.parquet", index=False)
    fit = glm("c ~ g", parquet(tmp_path), poisson(), control=TIGHT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learn_grouped, "MIN_ROWS", 2 * N)
        assert_same_fit(fit, glm("c ~ g", parquet(tmp_path), poisson(), control=TIGHT))


@pytest.mark.usefixtures("_small")
def test_a_relation(data: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB counts equal rows, whatever its collation calls equal, and a change is noticed."""
    duckdb = pytest.importorskip("duckdb")
    from rglm.sources import duckdb_relation

    monkeypatch.setattr(duckdb_relation, "MAX_VALUES_IN_MEMORY", 0)
    own = data[["y", "f", "k", "c"]].assign(f=data.f.replace("c", "A"))
    connection = duckdb.connect()
    connection.register("own", own)
    connection.execute("CREATE TABLE t (y DOUBLE, f VARCHAR COLLATE NOCASE, k INT, c INT)")
    connection.execute("INSERT INTO t SELECT y, f, k, c FROM own")
    fit = glm("y ~ f + k", connection.table("t"), binomial(), control=TIGHT)
    assert fit._source.distinct is not None
    assert_same_fit(fit, glm("y ~ f + k", own, binomial(), control=TIGHT))
    connection.execute("UPDATE t SET k = 4 WHERE k = 3")
    with pytest.raises(DataError, match="data have changed"):
        fit.residuals().collect()
    with pytest.raises(DataError, match="data have changed"):
        fit.update("y ~ f * k")
