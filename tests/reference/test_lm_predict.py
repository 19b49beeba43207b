"""R's predictions of each fit of lm.R: intervals, standard errors, terms."""

import lm_oracle
import numpy as np
import oracle
import pandas as pd

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers
CASES = lm_oracle.cases("lm_fits")
ENDS = ["fit", "lwr", "upr"]
NEW_WEIGHTS = [1, 2, 0.5, 4, 3]
fit_of = lm_oracle.fit_of


def each(condition=lambda case: True):
    def holds(case):
        return case["predict"] and lm_oracle.has_error(case) and condition(case["predict"])

    return lm_oracle.each(CASES, holds)


def new_data(name):
    case = CASES[name]
    types = oracle.TYPES[case["data"]]
    columns = {c: oracle.typed(v, types[c]) for c, v in case["predict"]["new"].items()}
    return pd.DataFrame(columns, index=range(5))


def predict(name, **options):
    # R too warns of rank-deficient fits and of splines beyond their boundary knots
    return lm_oracle.quietly(fit_of(name).predict, new_data(name), **options)


def assert_ends(ours, theirs, what):
    assert list(ours.columns) == ENDS
    theirs = numbers(theirs).reshape(len(ours), 3)
    width = (theirs[:, 2] - theirs[:, 1])[:, None]
    assert_close(ours, theirs, width, RTOL, what)


@each()
def test_intervals(name):
    theirs = CASES[name]["predict"]
    for kind, expected in theirs["intervals"].items():
        assert_ends(predict(name, interval=kind), expected, kind)
    ours = predict(name, interval="prediction", level=0.9)
    assert_ends(ours, theirs["intervals_90"]["prediction"], "90 %")


@each()
def test_weights_and_variances_of_new_rows(name):
    theirs = CASES[name]["predict"]
    ours = predict(name, interval="prediction", weights=NEW_WEIGHTS)
    assert_ends(ours, theirs["prediction_weights"], "weights")
    ours = predict(name, interval="prediction", pred_var=4)
    assert_ends(ours, theirs["prediction_pred_var"], "pred_var")


@each()
def test_standard_errors(name):
    theirs = CASES[name]["predict"]
    se, scale = numbers(theirs["se_fit"]), theirs["residual_scale"]
    assert_close(predict(name), theirs["fit"], se, RTOL, "fit")
    ours = predict(name, se_fit=True)
    assert_close(ours["fit"], theirs["fit"], se, RTOL, "fit")
    assert_close(ours["se_fit"], theirs["se_fit"], 0.0, RTOL, "se")
    assert_close(ours.attrs["residual_scale"], scale, 0.0, RTOL, "residual scale")
    assert ours.attrs["df"] == theirs["df"]


@each()
def test_scale_and_df(name):
    theirs = CASES[name]["predict"]["scale_df"]
    ours = predict(name, se_fit=True, scale=2, df=7, interval="confidence")
    assert_ends(ours[ENDS], theirs["fit"], "scale=2")
    assert_close(ours["se_fit"], theirs["se_fit"], 0.0, RTOL, "se")


@each(lambda theirs: theirs["terms"])
def test_terms(name):
    theirs = CASES[name]["predict"]["terms"]
    both = predict(name, type="terms", se_fit=True)
    fits = both["fit"]
    assert list(fits.columns) == theirs["columns"]
    expected = {k: numbers(theirs[k]).reshape(fits.shape) for k in ("fit", "se", "lwr", "upr")}
    # a column that cancels in one row doesn't in another
    floors = {
        k: np.maximum(np.abs(x).max(axis=0), 1e-6 * np.abs(x).max()) for k, x in expected.items()
    }
    assert_close(predict(name, type="terms"), expected["fit"], floors["fit"], RTOL, "terms")
    assert_close(fits, expected["fit"], floors["fit"], RTOL, "terms")
    assert_close(both["se_fit"], expected["se"], floors["se"], RTOL, "se of terms")
    constant = abs(numbers(CASES[name]["predict"]["fit"])).max()
    assert_close(both.attrs["constant"], theirs["constant"], constant, RTOL, "constant")
    bands = predict(name, type="terms", interval="confidence", level=0.9)
    for end in ("lwr", "upr"):
        assert_close(bands[end], expected[end], floors[end], RTOL, end)


@each()
def test_prediction_of_the_rows_fitted(name):
    theirs = CASES[name]["predict"]["own_prediction"]
    if name == "na-exclude-weights":
        return  # R's table has the rows left out twice, 190 of 153
    ours = lm_oracle.quietly(fit_of(name).predict, interval="prediction")
    size = np.sqrt(lm_oracle.size_of(CASES[name]))
    lm_oracle.assert_columns(ours, theirs, "rows fitted", size)
