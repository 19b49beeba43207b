"""Residuals and influence of the rows of a linear model against R."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, lm, poisson
from rglm.datasets import load
from rglm.inference.diagnostics.linear_influence import LinearInfluence

THEIRS = oracle.saved("linear_rows")
DATA = pd.DataFrame(THEIRS["data"], index=range(1, 9))
CALLS = {
    "weights": {"weights": "w"},
    "plain": {},
    "offset": {"formula": "y ~ f", "weights": "w", "offset": "x / 2"},
    "aliased": {"formula": "y ~ x + I(2 * x) + f", "subset": "x != 8"},
    "origin": {"formula": "y ~ 0 + x", "weights": "w"},
}
# a residual is a difference of responses, which are of size 1 to 8
FLOOR = 1.0
VALUES = {
    "hatvalues": lambda fit: fit.hatvalues(),
    "rstandard": lambda fit: fit.rstandard(),
    "predictive": lambda fit: fit.rstandard("predictive"),
    "rstudent": lambda fit: fit.rstudent(),
    "cooks_distance": lambda fit: fit.cooks_distance(),
    "dffits": lambda fit: fit.dffits(),
    "covratio": lambda fit: fit.covratio(),
    "dfbeta": lambda fit: fit.dfbeta(),
    "dfbetas": lambda fit: fit.dfbetas(),
    "sigma": lambda fit: fit.influence().sigma,
    "wt_res": lambda fit: fit.influence().wt_res,
    "weighted_residuals": lambda fit: fit.weighted_residuals(),
    "weighted_residuals_all": lambda fit: fit.weighted_residuals(drop0=False),
    "working": lambda fit: fit.residuals(),
    "response": lambda fit: fit.residuals("response"),
    "deviance": lambda fit: fit.residuals("deviance"),
    "pearson": lambda fit: fit.residuals("pearson"),
    "partial": lambda fit: fit.residuals("partial"),
    "estfun": lambda fit: fit.estfun(),
}


def fit_of(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return lm(**{"formula": "y ~ x + f", "data": DATA} | CALLS[name])


FITS = {name: fit_of(name) for name in CALLS}


@pytest.mark.parametrize("what", VALUES)
@pytest.mark.parametrize("name", CALLS)
def test_row_values(name, what):
    ours, theirs = VALUES[what](FITS[name]), THEIRS["rows"][name][what]
    rows = [int(row) for row in theirs["rows"]]
    columns = theirs["columns"]
    if isinstance(
        columns, dict
    ):  # columns of aliased coefficients are NaN here, and left out in R
        assert [c for c in ours.columns if ours[c].notna().any()] == list(columns)
        ours, columns = ours[list(columns)], list(columns.values())
    expected = np.column_stack([oracle.numbers(column) for column in columns])
    found = pd.DataFrame(ours).loc[rows].to_numpy()
    oracle.assert_close(found, expected, FLOOR, oracle.RTOL, what)
    others = pd.DataFrame(ours).drop(rows)
    assert others.isna().all(axis=None)  # rows of weight 0, which R leaves out


def test_the_type_of_standardized_residuals_may_be_spelled_as_in_r():
    fit = FITS["weights"]
    pd.testing.assert_series_equal(fit.rstandard("sd.1"), fit.rstandard("sd_1"))
    with pytest.raises(ValueError, match="type='sd': use one of sd_1, predictive"):
        fit.rstandard("sd")


def test_quantile_residuals_are_normal_scores():
    fit = FITS["weights"]
    scores = fit.residuals("quantile", seed=1)
    assert scores.isna().tolist() == (DATA["w"] == 0).tolist()
    np.testing.assert_allclose(scores.dropna() * fit.sigma, fit.weighted_residuals())


def test_pages_of_influence():
    stackloss = oracle.numbered("stackloss")
    fit = lm("stack.loss ~ .", stackloss)
    ours = str(fit.influence_measures()).split("\n")
    theirs = THEIRS["pages"]["stackloss"]
    assert ours[2:] == theirs[2:]
    assert (
        str(FITS["weights"].influence_measures()).split("\n")[2:] == THEIRS["pages"]["weights"][2:]
    )


def test_the_page_of_influential_rows():
    fit = lm("stack.loss ~ .", oracle.numbered("stackloss"))
    found = fit.influence_measures().summary()
    theirs = THEIRS["pages"]["stackloss_summary"]
    assert str(found).split("\n")[0] == theirs[0]
    assert str(found).split("\n")[2:] == theirs[2:]
    assert list(found.table.index) == [17, 21]
    none = lm("y ~ x", pd.DataFrame({"x": [1, 2] * 20, "y": [1, 1, 2, 2] * 10}))
    assert str(none.influence_measures().summary()).endswith(" :\nNONE\nnumeric(0)")
    more = FITS["weights"].influence_measures().summary(digits=3)
    assert str(more).split("\n")[2:] == THEIRS["pages"]["weights_summary"][2:]


def test_influence_has_r_components():
    parts = FITS["plain"].influence()
    assert isinstance(parts, LinearInfluence)
    assert str(parts).startswith("$hat\n")
    assert [line for line in str(parts).split("\n") if line.startswith("$")] == [
        "$hat",
        "$coefficients",
        "$sigma",
        "$wt_res",
    ]


@pytest.mark.parametrize("function", [lm, glm])
def test_influence_without_coefficients(function):
    fit = function("y ~ x", DATA)
    parts, whole = fit.influence(do_coef=False), fit.influence()
    assert parts.coefficients.shape == (8, 0)
    assert "$coefficients" not in str(parts)
    assert "$coefficients" in str(whole)
    pd.testing.assert_series_equal(parts.sigma, whole.sigma)


def test_the_prediction_error_of_a_row_is_that_of_the_fit_without_it():
    fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    without = fit.update(subset=list(range(1, 54)))
    error = load("warpbreaks")["breaks"][0] - without.predict(load("warpbreaks").head(1))[0]
    assert fit.rstandard("predictive")[0] == pytest.approx(error)


def test_rows_that_were_left_out_are_nan():
    holes = DATA.assign(y=DATA["y"].where(DATA["x"] != 2))
    fit = lm("y ~ x", holes, weights="w", na_action="na_exclude")
    for values in (fit.residuals(), fit.rstandard(), fit.hatvalues(), fit.influence().wt_res):
        assert values.index.equals(DATA.index)
        assert np.isnan(values[2])
    assert fit.weighted_residuals().index.tolist() == [1, 2, 4, 5, 6, 7, 8]
    assert fit.weighted_residuals(drop0=False).index.tolist() == DATA.index.tolist()


def test_weighted_residuals_of_a_glm_are_deviance_residuals():
    fit = glm("y ~ x", DATA.assign(y=range(8)), poisson(), weights="w")
    pd.testing.assert_series_equal(fit.weighted_residuals(), fit.residuals("deviance").drop(3))


def chunks():
    yield DATA.iloc[:5]
    yield DATA.iloc[5:]


@pytest.mark.parametrize("what", [w for w in VALUES if w not in ("sigma", "wt_res")])
def test_data_in_chunks(what):
    fit = lm("y ~ x + f", chunks, weights="w", progress=False)
    ours, whole = pd.concat(list(VALUES[what](fit))), VALUES[what](FITS["weights"])
    np.testing.assert_allclose(ours, whole, rtol=1e-7, atol=1e-10)
