"""Levels of the response that no row has, against R (tests/reference/columns.R)."""

import dask.dataframe as dd
import numpy as np
import oracle
import pandas as pd
import polars as pl
import pytest

from rglm import FitWarning, multinom, parquet, polr

R = oracle.saved("columns")


def as_parquet(d, folder):
    d.to_parquet(folder / "d.parquet", row_group_size=3)
    return parquet(folder / "d.parquet")


WINE = pd.read_csv(oracle.HERE / "data" / "wine.csv", dtype=str)[["rating", "temp"]]
BEPS = pd.read_csv(oracle.HERE / "data" / "beps.csv")
GONE = {
    "text": lambda d, folder: d,
    "categorical": lambda d, folder: d.astype({"vote": "category"}),
    "ordered": lambda d, folder: d.assign(vote=pd.Categorical(d["vote"], ordered=True)),
    "polars": lambda d, folder: pl.from_pandas(d),
    "parquet": lambda d, folder: (
        d.astype({"vote": "category"}).to_parquet(folder / "b.parquet"),
        parquet(folder / "b.parquet"),
    )[1],
    "dask": lambda d, folder: dd.from_pandas(d, npartitions=4),
}


@pytest.mark.parametrize("kind", GONE)
def test_a_level_of_the_response_that_the_subset_takes_away(kind, tmp_path):
    source = GONE[kind](BEPS, tmp_path)
    with pytest.warns(FitWarning, match="multinom: group 'Labour' is empty"):
        fit = multinom("vote ~ age", source, subset="vote != 'Labour'")
    np.testing.assert_allclose(fit.coefficients.iloc[0], R["multinom_gone"], rtol=1e-4)
    assert fit.lev == ("Conservative", "Liberal Democrat")
    with pytest.raises(ValueError, match=r"has 1 level\(s\).*takes 2 or more"):
        multinom("vote ~ age", source, subset="vote == 'Liberal Democrat'")


def test_levels_of_the_response_that_missing_values_take_away():
    data = BEPS.assign(age=BEPS["age"].where(BEPS["vote"] != "Labour"))
    with pytest.warns(FitWarning, match="group 'Labour' is empty"):
        fit = multinom("vote ~ age + gender", data)
    np.testing.assert_allclose(fit.coefficients.iloc[0], R["multinom_missing"], rtol=1e-3)
    assert fit.predict(BEPS.head(2), type="probs").columns.tolist() == list(fit.lev)


@pytest.mark.parametrize("chunked", [False, True])
def test_polr_without_a_middle_level(chunked, tmp_path):
    data = WINE.assign(rating=pd.Categorical(WINE["rating"], ordered=True))
    source = as_parquet(data, tmp_path) if chunked else data
    with pytest.warns(FitWarning, match="polr: group '3' is empty"):
        fit = polr("rating ~ temp", source, subset="rating != '3'")
    np.testing.assert_allclose([*fit.coefficients, *fit.zeta], R["polr_gone"], rtol=1e-5)
    assert fit.zeta.index.tolist() == ["1|2", "2|4", "4|5"]
