"""Rows whose ``subset=`` is missing: rows of missing values, counted as such, against R."""

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm

THEIRS = oracle.saved("subset")
DATA = pd.DataFrame(THEIRS["data"], index=[f"row {i}" for i in range(60)])
DATA["o"] = pd.Categorical(DATA["o"], ["lo", "mid", "hi"], ordered=True)
S = DATA["s"]  # True, False and None
EXCLUDE = {"na_action": "na_exclude"}
FITS = {
    "column": lambda: rglm.glm("y ~ x + g", DATA, rglm.poisson(), subset="s", **EXCLUDE),
    "condition": lambda: rglm.glm("y ~ g", DATA, rglm.poisson(), subset="x > 0", **EXCLUDE),
    "either": lambda: rglm.glm("y ~ z", DATA, rglm.poisson(), subset="x > 0 | z > 0", **EXCLUDE),
    "weighted": lambda: rglm.glm(
        "y ~ z", DATA, rglm.poisson(), subset="s", weights="w", offset="log(w)", **EXCLUDE
    ),
    "curve": lambda: rglm.glm("y ~ poly(z, 2)", DATA, rglm.poisson(), subset="s", **EXCLUDE),
    "normal": lambda: rglm.glm("z ~ g", DATA, rglm.gaussian(), subset="s", **EXCLUDE),
    "omit": lambda: rglm.glm("y ~ z", DATA, rglm.poisson(), subset="s"),
    "negbin": lambda: rglm.glm_nb("y ~ z", DATA, subset="s", **EXCLUDE),
}
CHOSEN = [i for i, value in enumerate(S) if value is not False]


def close(ours, theirs, rtol=1e-5):
    theirs = np.array(theirs, dtype=float)
    np.testing.assert_allclose(np.asarray(ours, dtype=float), theirs, rtol, rtol * 0.1)


@pytest.mark.parametrize("key", FITS)
def test_as_in_r(key):
    fit, theirs = FITS[key](), THEIRS["fits"][key]
    close(fit.coef(), theirs["coef"])
    for verb in (fit.residuals, fit.fitted, fit.predict):
        close(verb(), theirs[verb.__name__])
    assert len(fit.na_action) == theirs["omitted"]
    assert (fit.nobs(), fit.df_residual) == (theirs["nobs"], theirs["df"])
    close(fit.BIC(), theirs["bic"])
    assert theirs["line"] in str(fit.summary()).splitlines()
    assert theirs["line"] in str(fit).splitlines()


def test_rows_keep_their_labels():
    fit = FITS["column"]()
    assert fit.residuals().index.equals(DATA.index[CHOSEN])
    assert fit.residuals()[S.isna().iloc[CHOSEN]].isna().all()
    assert set(DATA.index[S.isna()]) <= set(fit.na_action.omitted)
    assert "only where s is NA" not in fit.xlevels["g"]
    kinds = THEIRS["kinds"]
    close(fit.residuals("response"), kinds["response"])
    close(fit.residuals("pearson"), kinds["pearson"])
    close(fit.cooks_distance(), kinds["cooks"])
    close(fit.hatvalues().fillna(0), kinds["hat"])  # R pads leverages alone by 0
    close(fit.rstandard(), kinds["rstandard"])
    close(fit.predict(type="terms"), kinds["terms"])
    assert len(fit.simulate(1, seed=1)) == len(CHOSEN)
    close(fit.vcov(cluster="w"), fit.vcov(cluster=DATA["w"].to_numpy()))


def test_models_made_of_the_fit():
    fit = FITS["column"]()
    close(fit.drop1(test="Chisq").table, THEIRS["drop1"])
    close(fit.add1("~ . + z", test="Chisq").table, THEIRS["add1"])
    close(fit.update(". ~ . + z").residuals(), THEIRS["updated"])


@pytest.mark.parametrize(
    "subset",
    [
        S,
        S.astype("boolean"),
        S.astype("boolean").array,
        S.to_numpy(),
        S.tolist(),
        [np.nan if value is None else value for value in S],
        [pd.NA if value is None else np.bool_(value) for value in S],
        S.iloc[::-1],
        "ifelse(s, TRUE, FALSE)",
        "s & z > -99",
        "!(!s)",
    ],
)
def test_kinds_of_conditions(subset):
    fit = rglm.glm("y ~ z", DATA, rglm.poisson(), subset=subset, **EXCLUDE)
    assert fit.residuals().index.equals(DATA.index[CHOSEN])
    close(fit.coef(), THEIRS["fits"]["omit"]["coef"])
    assert "(12 observations deleted due to missingness)" in str(fit)


@pytest.mark.parametrize("action", ["na_fail", "na_pass", "na.fail"])
def test_actions_that_keep_missing_rows(action):
    with pytest.raises(ValueError, match="'subset=' has a missing value in row 'row 2'"):
        rglm.glm("y ~ z", DATA, rglm.poisson(), subset="s", na_action=action)


def test_a_missing_position():
    for subset in ([0, 1, None, 3, 4], pd.array([0, 1, None, 3], dtype="Int64")):
        with pytest.raises(ValueError, match="missing position, at place 2"):
            rglm.glm("y ~ z", DATA, rglm.poisson(), subset=subset)


def test_nothing_but_missing_rows():
    data = DATA.assign(s=pd.array([None] * 60, dtype="boolean"))
    with pytest.raises(ValueError, match="each of the 60 rows has a missing value in some var"):
        rglm.glm("y ~ z", data, rglm.poisson(), subset="s")


MODELS = {
    "polr": lambda **how: rglm.polr("o ~ z", **how),
    "multinom": lambda **how: rglm.multinom("o ~ z", **how),
    "zeroinfl": lambda **how: rglm.zeroinfl("y ~ z | 1", **how),
    "hurdle": lambda **how: rglm.hurdle("y ~ z | 1", **how),
    "betabinomial": lambda **how: rglm.betabinomial("cbind(y, 9 - y) ~ z", **how),
}


@pytest.mark.parametrize("key", MODELS)
def test_other_models(key):
    fit = MODELS[key](data=DATA, subset="s", **EXCLUDE)
    plain = MODELS[key](data=DATA[[value is True for value in S]])
    close(fit._estimates, plain._estimates)
    assert (len(fit.na_action), fit.nobs()) == (12, 36)
    padded = fit.fitted()
    assert padded.index.equals(DATA.index[CHOSEN])
    close(padded.dropna(), plain.fitted())
    if key in THEIRS:
        close(fit._estimates, THEIRS[key]["coef"], 1e-5)


@pytest.mark.parametrize("kind", ["dict", "polars", "arrow", "parquet", "dask", "iterator"])
def test_sources(kind, tmp_path):
    data = DATA.reset_index(drop=True).astype({"s": "boolean", "o": str})
    if kind == "dict":
        given = {name: data[name].array for name in data}
    elif kind == "polars":
        given = pytest.importorskip("polars").from_pandas(data)
    elif kind == "arrow":
        given = pytest.importorskip("pyarrow").Table.from_pandas(data)
    elif kind == "parquet":
        pytest.importorskip("pyarrow")
        from rglm import parquet

        data.to_parquet(tmp_path / "one.parquet")
        given = parquet(tmp_path / "one.parquet")
    elif kind == "dask":
        given = pytest.importorskip("dask.dataframe").from_pandas(data, npartitions=3)
    else:

        def given():
            return (data[i : i + 20] for i in (0, 20, 40))

    fit = rglm.glm("y ~ x + g", given, rglm.poisson(), subset="s", **EXCLUDE)
    found = fit.residuals()
    found = found.compute() if kind == "dask" else found
    found = found.collect() if hasattr(found, "collect") else found
    close(found, THEIRS["fits"]["column"]["residuals"])
    assert "(13 observations deleted due to missingness)" in str(fit.summary())
