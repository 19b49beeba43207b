"""Values by row of fits to chunked data, against those of the same rows in memory."""

from __future__ import annotations

import pickle
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, gaussian, glm, poisson
from rglm.errors import DataError
from rglm.sources.chunks.chunked_values import ChunkedValues

ROWS, SIZE = 1200, 200
# the coefficients agree to 1e-10; studentised residuals and partial ones add a digit
CLOSE = {"rtol": 1e-9, "atol": 1e-10}


def make():
    rng = np.random.default_rng(12)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "z": rng.gamma(2, size=ROWS) + 0.01})
    d["g"], d["h"] = rng.choice(list("cab"), ROWS), rng.integers(0, 24, ROWS) / 1.0
    d["w"], d["cl"] = rng.integers(0, 3, ROWS) / 1.0, rng.integers(0, 30, ROWS)
    d["y"] = rng.poisson(np.exp(0.3 * d["x"] - 0.5 * (d["g"] == "b")))
    d["won"] = d["y"] > 0
    d.loc[::37, "x"] = np.nan
    d.loc[2 * SIZE : 3 * SIZE - 1, "x"] = np.nan  # a chunk without a row that is fitted
    return d.set_index(np.arange(ROWS) * 3 + 7)


DATA = make()
CASES = {
    "counts": (("y ~ x + g + ns(h, 4)", poisson()), {}),
    "weights": (("won ~ x + g + poly(z, 2) + offset(log(z))", binomial()), {"weights": "w"}),
    "normal": (("log(z) ~ x * g", gaussian()), {"na_action": "na_exclude", "offset": "h / 9"}),
    "amounts": (("z ~ x * g", Gamma("log")), {"na_action": "na_exclude", "subset": "h > 3"}),
}
every_case = pytest.mark.parametrize("name", CASES)


def chunks(data=DATA, size=SIZE):
    """A function that returns chunks, the last one empty."""
    return lambda: (data.iloc[i : i + size] for i in range(0, len(data) + 1, size))


@cache
def both_fits(name):
    args, kwargs = CASES[name]
    formula, *rest = args
    return [glm(formula, data, *rest, **kwargs) for data in (DATA, chunks())]


def assert_same(result, expected):
    assert isinstance(result, ChunkedValues)
    result = result.collect()
    assert type(result) is type(expected)
    assert result.index.equals(expected.index)
    if isinstance(result, pd.Series):
        assert result.name == expected.name
        result, expected = result.to_frame("values"), expected.to_frame("values")
    assert result.columns.tolist() == expected.columns.tolist()
    for column in expected:
        if pd.api.types.is_numeric_dtype(expected[column]):
            np.testing.assert_allclose(result[column], expected[column], **CLOSE)
        else:
            assert result[column].astype(str).tolist() == expected[column].astype(str).tolist()


VERBS = [
    *(("residuals", {"type": t}) for t in ("deviance", "pearson", "working", "response")),
    ("residuals", {"type": "partial"}),
    *((name, {}) for name in ("fitted", "hatvalues", "rstandard", "rstudent", "cooks_distance")),
    ("rstandard", {"type": "pearson"}),
    *((name, {}) for name in ("dffits", "dfbeta", "dfbetas", "covratio", "estfun", "augment")),
    *((name, {}) for name in ("model_matrix", "model_frame", "predict")),
    ("predict", {"type": "response", "interval": "confidence"}),
    ("predict", {"type": "terms", "se_fit": True}),
    ("predict", {"se_fit": True, "vcov": "HC3"}),
]


@pytest.mark.parametrize(("verb", "given"), VERBS, ids=str)
@every_case
def test_row_values_of_verbs_are_those_in_memory(name, verb, given):
    one, two = (getattr(fit, verb)(**given) for fit in both_fits(name))
    assert_same(two, one)


@pytest.mark.parametrize(
    "attribute", ["fitted_values", "linear_predictors", "weights", "prior_weights", "y", "offset"]
)
@every_case
def test_row_attributes_are_those_in_memory(name, attribute):
    one, two = (getattr(fit, attribute) for fit in both_fits(name))
    if one is None:
        assert two is None
    else:
        assert_same(two, one)


@every_case
def test_chunks_of_values_are_those_of_the_data(name):
    _, fit = both_fits(name)
    fitted = fit.fitted()
    result = list(fitted)
    for chunk, data in zip(result, chunks()(), strict=True):
        assert chunk.index.isin(data.index).all()
        if "na_action" in CASES[name][1] and "subset" not in CASES[name][1]:
            assert chunk.index.equals(data.index)
            assert chunk.isna().equals(data["x"].isna())
    again = list(fitted)  # it can be read again, with the same bits
    assert all(one.equals(two) for one, two in zip(result, again, strict=True))


@every_case
def test_predictions_for_new_chunks_are_those_in_memory(name):
    new = DATA.assign(h=DATA["h"] + 4).iloc[::-1]
    expected = both_fits(name)[0].predict(new, type="response")
    for fit in both_fits(name):
        assert_same(fit.predict(chunks(new, 170), type="response"), expected)
    np.testing.assert_allclose(both_fits(name)[1].predict(new, type="response"), expected, **CLOSE)
    given = {"se_fit": True, "vcov": "HC0"}
    one, two = (fit.predict(new.dropna().head(9), **given) for fit in both_fits(name))
    np.testing.assert_allclose(two, one, **CLOSE)


def test_new_chunks_need_only_the_columns_of_the_formula():
    _, fit = both_fits("amounts")
    result = fit.predict(chunks(DATA[["g", "x"]])).collect()
    assert result.index.equals(DATA.index)
    assert result.isna().equals(DATA["x"].isna())
    with pytest.raises(DataError, match=r"no column 'x'.*did you mean 'X'"):
        fit.predict(chunks(DATA.rename(columns={"x": "X"})))
    with pytest.raises(ValueError, match="'q'"):
        fit.predict(chunks(DATA.assign(g="q"))).collect()


def test_simulations_with_a_seed_repeat():
    _, fit = both_fits("counts")
    one = fit.simulate(2, seed=1)
    again = one.collect()
    assert again.equals(one.collect())
    assert again.equals(fit.simulate(2, seed=1).collect())
    assert not again.equals(fit.simulate(2, seed=2).collect())
    assert again.columns.tolist() == ["sim_1", "sim_2"]
    assert again.index.equals(both_fits("counts")[0].fitted().index)
    drawn = [chunk["sim_1"].to_numpy() for chunk in one if len(chunk)]
    assert not any(np.array_equal(a, b) for a, b in pairwise(drawn))
    # 950 counts of mean near 1: their sum has a standard error of 3 %
    np.testing.assert_allclose(again.mean().mean(), DATA["y"].mean(), rtol=0.12)


def test_simulations_without_a_seed_differ_from_call_to_call():
    _, fit = both_fits("counts")
    one = fit.simulate(1)
    assert one.collect().equals(one.collect())
    assert not one.collect().equals(fit.simulate(1).collect())


def test_quantile_residuals_are_standard_normal():
    one, two = both_fits("counts")
    result = two.residuals(type="quantile", seed=3)
    values = result.collect()
    assert values.equals(result.collect())
    assert values.index.equals(one.residuals(type="quantile", seed=3).index)
    # standard normal where the model is true; 950 of them
    assert abs(values.mean()) < 0.12
    assert abs(values.std() - 1) < 0.12


def test_quantile_residuals_of_continuous_responses_are_those_in_memory():
    one, two = (fit.residuals(type="quantile") for fit in both_fits("amounts"))
    assert_same(two, one)


def test_values_are_written_to_parquet(tmp_path):
    one, two = both_fits("normal")
    two.fitted().to_parquet(tmp_path / "fitted.parquet")
    two.predict(interval="confidence").to_parquet(str(tmp_path / "ends.parquet"))
    two.augment().to_parquet(tmp_path / "all.parquet")
    fitted = pd.read_parquet(tmp_path / "fitted.parquet")
    assert len(fitted.columns) == 1
    np.testing.assert_allclose(fitted.iloc[:, 0], one.fitted(), **CLOSE)
    ends = pd.read_parquet(tmp_path / "ends.parquet")
    np.testing.assert_allclose(ends, one.predict(interval="confidence"), **CLOSE)
    whole = pd.read_parquet(tmp_path / "all.parquet")
    assert whole.columns.tolist() == one.augment().columns.tolist()


def test_text_is_written_with_one_type_for_all_chunks(tmp_path):
    data = DATA.assign(x=DATA["x"].where(np.arange(ROWS) >= SIZE))
    fit = glm("y ~ x + g", chunks(data), poisson())
    fit.model_frame().to_parquet(tmp_path / "frame.parquet")
    result = pd.read_parquet(tmp_path / "frame.parquet")
    assert result["g"].astype(str).tolist() == data.dropna()["g"].tolist()


def test_the_repr_says_how_to_get_the_values():
    text = repr(both_fits("counts")[1].fitted())
    assert "iterate" in text
    assert ".collect()" in text


def test_a_stripped_fit_predicts_for_chunks():
    one, two = both_fits("weights")
    bare = pickle.loads(pickle.dumps(two.strip()))
    assert_same(bare.predict(chunks()), one.predict(DATA))
    with pytest.raises(ValueError, match="stripped"):
        bare.residuals()


def test_no_row_is_read_before_it_is_asked_for():
    passes = []

    def counted():
        passes.append(1)
        return chunks()()

    fit = glm("y ~ g", counted, poisson())
    before = len(passes)
    asked = fit.residuals()
    assert len(passes) == before
    next(iter(asked))
    assert len(passes) == before + 1


@pytest.mark.parametrize("verb", ["influence_measures", "influence", "halfnorm"])
def test_verbs_that_need_all_rows_in_memory_are_refused(verb):
    with pytest.raises(DataError, match="needs all rows in memory"):
        getattr(both_fits("counts")[1], verb)()
