"""Predictions of a linear model against R's predict.lm."""

import pickle
import re
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import RankWarning, lm
from rglm.datasets import load
from rglm.warnings import FitWarning

THEIRS = oracle.saved("linear_rows")
DATA, NEW = pd.DataFrame(THEIRS["data"]), pd.DataFrame(THEIRS["new"])
FIT = lm("y ~ x + f", DATA, weights="w")
PLAIN = lm("y ~ x + f", DATA)
ROWS = {"interval": "prediction"}


def quiet(fit, *args, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        return fit.predict(*args, **options)


REQUESTS = {
    "own": (None, ROWS),
    "own_weights": (None, ROWS | {"weights": np.arange(1, 9)}),
    "own_pred_var": (None, ROWS | {"pred_var": 0.3}),
    "constant": (NEW, ROWS),
    "formula": (NEW, ROWS | {"weights": "~ w"}),
    "expression": (NEW, ROWS | {"weights": "w^2"}),
    "number": (NEW, ROWS | {"weights": 2, "level": 0.8}),
    "pred_var": (NEW, ROWS | {"pred_var": [1, 2, 3]}),
    "scale": (NEW, ROWS | {"scale": 0.5, "df": 3}),
    "scale_normal": (NEW, {"interval": "confidence", "scale": 0.5}),
    "terms_one": (NEW, {"type": "terms", "terms": "f"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_predictions_are_those_of_r(name):
    newdata, options = REQUESTS[name]
    theirs = pd.DataFrame(
        {c: oracle.numbers(v) for c, v in THEIRS["predictions"][name]["columns"].items()}
    )
    ours = quiet(FIT, newdata, **options)
    assert list(ours.columns) == list(theirs.columns)
    np.testing.assert_allclose(ours, theirs, rtol=oracle.RTOL)


def test_intervals_of_terms():
    ours = FIT.predict(NEW, type="terms", interval="prediction", weights=NEW["w"])
    for end in ("lwr", "upr"):
        theirs = pd.DataFrame(THEIRS["predictions"][f"terms_{end}"]["columns"])
        np.testing.assert_allclose(ours[end], theirs, rtol=oracle.RTOL)
    assert set(ours.columns.get_level_values(0)) == {"fit", "lwr", "upr"}
    assert ours.attrs["constant"] == pytest.approx(4.693779, abs=1e-6)


WARNED = {
    "own": (FIT, None, {}),
    "own_weights": (FIT, None, {"weights": np.arange(1, 9)}),
    "own_plain": (PLAIN, None, {}),
    "new": (FIT, NEW, {}),
    "new_weights": (FIT, NEW, {"weights": "w"}),
    "new_pred_var": (FIT, NEW, {"pred_var": 1}),
    "new_plain": (PLAIN, NEW, {}),
    "confidence": (FIT, NEW, {"interval": "confidence"}),
}


@pytest.mark.parametrize("name", WARNED)
def test_warnings_are_those_of_r(name):
    fit, newdata, options = WARNED[name]
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit.predict(newdata, **ROWS | options)
    ours = [str(w.message) for w in said]
    for message, theirs in zip(ours, THEIRS["warnings"][name], strict=True):
        assert message.lower().startswith(theirs.lower())


def test_the_columns_are_those_that_were_asked_for():
    assert isinstance(FIT.predict(NEW), pd.Series)
    kinds = {
        ("fit", "se_fit"): {"se_fit": True},
        ("fit", "lwr", "upr"): {"interval": "confidence"},
        ("fit", "se_fit", "lwr", "upr"): {"interval": "confidence", "se_fit": True},
    }
    for columns, options in kinds.items():
        table = FIT.predict(NEW, **options)
        assert tuple(table.columns) == columns
        assert table.attrs == {"residual_scale": FIT.sigma, "df": FIT.df_residual}
    both = FIT.predict(NEW, type="terms", interval="confidence", se_fit=True)
    assert list(dict.fromkeys(both.columns.get_level_values(0))) == ["fit", "se_fit", "lwr", "upr"]


def test_the_prediction_of_the_rows_is_fitted():
    pd.testing.assert_series_equal(FIT.predict(), FIT.fitted())
    pd.testing.assert_series_equal(FIT.predict(DATA), FIT.fitted())
    parts = FIT.predict(type="terms")
    np.testing.assert_allclose(parts.sum(axis=1) + parts.attrs["constant"], FIT.fitted())


def test_a_covariance_that_is_given():
    robust = FIT.vcov(type="HC1")
    table = FIT.predict(NEW, se_fit=True, interval="confidence", vcov="HC1")
    x = np.column_stack([np.ones(3), NEW["x"], NEW["f"] == "b", NEW["f"] == "c"])
    se = np.sqrt(np.einsum("ij,jk,ik->i", x, robust, x))
    np.testing.assert_allclose(table["se_fit"], se)
    np.testing.assert_allclose(FIT.predict(NEW, se_fit=True, vcov=robust)["se_fit"], se)
    own = FIT.predict(NEW, interval="prediction", vcov=FIT.vcov(), weights=1)
    np.testing.assert_allclose(own, quiet(FIT, NEW, interval="prediction"))
    normal = FIT.predict(NEW, interval="confidence", vcov=robust, df=np.inf)
    np.testing.assert_allclose(normal["upr"] - normal["fit"], 1.959963984540054 * se)


def test_missing_rows_stay_missing():
    holes = DATA.assign(x=DATA["x"].where(DATA["x"] != 3))
    fit = lm("y ~ x", holes, na_action="na_exclude")
    table = quiet(fit, interval="prediction")
    assert table.index.equals(DATA.index)
    assert table.loc[2].isna().all()
    assert table.attrs["df"] == fit.df_residual
    new = fit.predict({"x": [1.0, np.nan]}, interval="prediction")
    assert new.iloc[1].isna().all()
    values = np.where(DATA["x"] == 3, np.nan, DATA["w"])
    given = quiet(fit, interval="prediction", weights=pd.Series(values))
    assert given.isna().any(axis=1).tolist() == (DATA["x"] == 3).tolist()


def test_without_residual_degrees_of_freedom_intervals_are_nan():
    fit = lm("y ~ x", DATA.head(2))
    table = fit.predict({"x": [1.5]}, interval="prediction", se_fit=True)
    assert table["fit"].notna().all()
    assert table[["se_fit", "lwr", "upr"]].isna().all(axis=None)


def test_new_rows_that_need_an_aliased_coefficient():
    data = DATA.assign(twice=2 * DATA["x"])
    with pytest.warns(RankWarning):
        fit = lm("y ~ x + twice + f", data)
    new = pd.DataFrame({"x": [1, 2], "twice": [2, 5], "f": ["a", "b"]})
    assert fit.predict(new.head(1)).notna().all()
    with pytest.warns(RankWarning, match="not estimable"):
        fit.predict(new, interval="prediction")


def chunks():
    yield DATA.iloc[:5]
    yield DATA.iloc[5:]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"se_fit": True, "interval": "confidence"},
        {"interval": "prediction"},
        {"interval": "prediction", "weights": "x"},
        {"interval": "prediction", "pred_var": "~ w + 1"},
        {"type": "terms", "interval": "prediction", "weights": 2},
    ],
)
def test_data_in_chunks(options):
    fit = lm("y ~ x + f", chunks, weights="w", progress=False)
    whole, new = quiet(FIT, **options), quiet(FIT, DATA, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        np.testing.assert_allclose(pd.concat(fit.predict(**options)), whole)
        np.testing.assert_allclose(pd.concat(fit.predict(chunks, **options)), new)
        np.testing.assert_allclose(pd.concat(FIT.predict(chunks, **options)), new)


def test_a_warning_is_given_once_for_all_chunks():
    fit = lm("y ~ x + f", chunks, weights="w", progress=False)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        pd.concat(fit.predict(interval="prediction"))
    assert len(said) == len(THEIRS["warnings"]["own"])


def test_a_stripped_fit_predicts_new_rows():
    fit = pickle.loads(pickle.dumps(lm("y ~ x + f", DATA, weights=DATA["w"].to_numpy()).strip()))
    for options in ({"interval": "prediction", "weights": "w"}, {"type": "terms", "se_fit": True}):
        pd.testing.assert_frame_equal(fit.predict(NEW, **options), FIT.predict(NEW, **options))
    with pytest.warns(FitWarning, match="fit is weighted"):
        fit.predict(NEW, interval="prediction")
    with pytest.raises(ValueError, match="stripped"):
        fit.predict()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"type": "link"}, "type='link': use one of response, terms"),
        ({"interval": "predict"}, "interval='predict': use one of confidence, prediction or None"),
        ({"interval": "confidence", "level": 95}, "level=95"),
        ({"weights": 2}, "weights= is of new responses; it goes with interval='prediction'"),
        ({"pred_var": 2, "interval": "confidence"}, "pred_var= is of new responses"),
        ({**ROWS, "weights": 2, "pred_var": 1}, "pred_var= is the variance itself"),
        ({**ROWS, "weights": [1, -2, 3]}, "weights= has -2 at row 1"),
        ({**ROWS, "weights": [1, 2]}, "weights= has shape (2,) where the data have 3 rows"),
        ({**ROWS, "weights": "ww"}, "ww"),
        ({**ROWS, "weights": "f"}, "weights='f' is not one number per row"),
        ({"scale": 2, "vcov": "HC0"}, "scale= goes into the fit's own covariance"),
        ({"scale": -1}, "scale=-1"),
        ({"df": 3}, "df=3 goes with scale= or vcov="),
        ({"scale": 1, "df": 0}, "df=0"),
        ({"terms": "x"}, "terms= goes with type='terms'"),
        ({"type": "terms", "terms": "X"}, "terms='X' is no term of the model; it has x, f"),
    ],
)
def test_bad_arguments_say_what_to_do(options, words):
    with pytest.raises((ValueError, TypeError), match=re.escape(words)):
        FIT.predict(NEW, **options)


def test_values_of_rows_that_are_not_in_memory_are_given_by_name():
    fit = lm("y ~ x", chunks, progress=False)
    with pytest.raises(ValueError, match="weights= takes a number or the name of a column"):
        fit.predict(interval="prediction", weights=np.ones(8))


def test_a_design_without_columns_or_with_a_factor_alone():
    fit = lm("breaks ~ tension", load("warpbreaks"))
    table = fit.predict({"tension": ["L", "M", "H"]}, interval="confidence")
    means = load("warpbreaks").groupby("tension", observed=True)["breaks"].mean()
    np.testing.assert_allclose(table["fit"], means[["L", "M", "H"]])
    empty = lm("breaks ~ 0", load("warpbreaks"))
    assert (quiet(empty, interval="prediction")["fit"] == 0).all()
