"""The vocabulary's functions against R (tests/reference/vocabulary.R), from every source."""

import re

import dask.dataframe as dd
import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import gaussian, glm, parquet

R = oracle.saved("vocabulary")
DATA, NEW = pd.DataFrame(R["data"]).astype({"w": float}), pd.DataFrame(R["new"])
CASES = {f"{c['formula']} where {c['subset'] or 'all'}": c for c in R["cases"]}
LEARNING = re.compile(r"interaction|quantile|mean|poly\(x, z, k")


def written(folder):
    DATA.to_parquet(folder / "d.parquet", row_group_size=13)
    return parquet(folder / "d.parquet")


SOURCES = {
    "frame": lambda folder: DATA,
    "parquet": written,
    "dask": lambda folder: dd.from_pandas(DATA, npartitions=4),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    folder = tmp_path_factory.mktemp("functions")
    return {name: make(folder) for name, make in SOURCES.items()}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (key, name)
        for key in CASES
        for name in SOURCES
        if name in ("frame", "parquet") or LEARNING.search(key)
    ],
)
def test_a_fit_with_a_function_is_that_of_R(key, name, sources):
    case = CASES[key]
    fit = glm(case["formula"], sources[name], subset=case["subset"])
    assert fit.coefficients.index.tolist() == case["names"]
    values = [np.nan if v is None else v for v in case["values"]]
    # a coefficient is measured against the largest: columns may be nearly the same
    atol = 1e-8 * np.nanmax(np.abs(values))
    np.testing.assert_allclose(fit.coefficients, values, rtol=1e-7, atol=atol)
    assert fit.nobs() == case["n"]
    np.testing.assert_allclose(fit.deviance, case["deviance"], rtol=1e-9)
    if "predicted" in case:
        expected = [np.nan if v is None else v for v in case["predicted"]]
        np.testing.assert_allclose(fit.predict(NEW), expected, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("y ~ I(w - mean(w))", r"mean\(\): 3 value\(s\) are missing.*na.rm = TRUE"),
        ("y ~ I(w - quantile(w, 0.5))", r"quantile\(\): 3 value\(s\) are missing"),
        ("y ~ I(x - quantile(x, 1.5))", "shares from 0 to 1, not 1.5"),
        ("y ~ I(x - quantile(x, 0.5, type = 6))", "type = 7"),
        ("y ~ I(x - mean(a))", "a factor has no numeric value"),
        ("y ~ I(x - mean(x, trim = 0.1))", "trim is not taken here"),
        ("y ~ I(x - sd(x, z))", r"sd\(\)|na.rm|ambiguous"),
        ("y ~ I(x - max(x, trim = 1))", r"max\(\) has no argument 'trim'"),
        ("y ~ mean(x)", "one value; a variable has one per row"),
        ("y ~ poly(x, z, 2)", "names its degree: degree = 2"),
        ("y ~ poly(x, z, degree = 2000)", "above the limit"),
        ("y ~ poly(x, a, degree = 2)", "x must be numeric"),
        ("y ~ interaction()", "takes factors"),
        ("y ~ I(x - mean())", r"mean\(\) takes a column"),
        ("y ~ atan2(x)", r"atan2\(\) missing a required argument: .x.; it takes y, x"),
    ],
)
@pytest.mark.parametrize("chunked", [False, True])
def test_errors_say_what_to_do(formula, message, chunked, sources):
    with pytest.raises(ValueError, match=message):
        glm(formula, sources["parquet" if chunked else "frame"])


@pytest.mark.parametrize("chunked", [False, True])
def test_contrasts_of_an_absent_factor_are_warned_of(chunked, sources):
    source = sources["parquet" if chunked else "frame"]
    with pytest.warns(UserWarning, match="variable 'b' is absent, its contrast will be ignored"):
        fit = glm("y ~ a", source, gaussian(), contrasts={"a": "contr_sum", "b": "contr_sum"})
    assert fit.coefficients.index.tolist() == ["(Intercept)", "a1", "a2"]
    with pytest.warns(UserWarning, match=r"ignored; the factors of the formula: factor\(a\)"):
        glm("y ~ factor(a)", source, gaussian(), contrasts={"a": "contr_sum"})
    with pytest.raises(ValueError, match="'x' is not a factor, and has no contrasts"):
        glm("y ~ a + x", source, contrasts={"x": "contr_sum"})
