"""augment of a glm, against R's broom."""

import numpy as np
import pandas as pd
import pytest
from broom_cases import (
    ADDED,
    CASES,
    INFLUENCE,
    NAMES,
    RTOL,
    SAVED,
    WITHOUT_ZERO_WEIGHTS,
    assert_close,
    fit_of,
    theirs,
)
from oracle import data

from rglm import glm, poisson


@pytest.mark.parametrize("name", WITHOUT_ZERO_WEIGHTS)
def test_augment(name):
    fit, expected = fit_of(name), theirs(name, "augment")
    ours = fit.augment(se_fit=True)
    assert sorted(NAMES.get(c, c) for c in expected) == sorted(c for c in ours if c[0] == ".")
    for column, value in expected.items():
        exact = column in (".fitted", ".resid")
        assert_close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)
    assert ours.index.equals(fit._index)
    matrices = {"cbind"}  # R's are one column, ours are as many as there are
    frame = [c for c in theirs(name, "frame") if c[0] != "." and c.split("(")[0] not in matrices]
    assert [c for c in frame if c not in ours] == []


@pytest.mark.parametrize("name", WITHOUT_ZERO_WEIGHTS)
def test_augment_on_the_scale_of_the_response(name):
    ours = fit_of(name).augment(type_predict="response", type_residuals="pearson", se_fit=True)
    for column, value in theirs(name, "response").items():
        exact = column in (".fitted", ".resid")
        assert_close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)


@pytest.mark.parametrize("name", [n for n in CASES if "new" in SAVED[n]["theirs"]])
@pytest.mark.filterwarnings("ignore:.*not estimable")
def test_augment_of_new_rows(name):
    new = data(SAVED[name]["case"]["data"]).iloc[::7]
    ours = fit_of(name).augment(newdata=new, type_predict="response", se_fit=True)
    assert list(ours) == [*new, ".fitted", ".se_fit"]
    assert ours.index.equals(new.index)
    for column, value in theirs(name, "new").items():
        exact = column == ".fitted"
        assert_close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)


def test_augment_of_the_data_drops_incomplete_rows():
    fit, given = fit_of("airquality"), data("airquality")
    ours = fit.augment(data=given)
    assert list(ours) == [*given, *ADDED]
    assert ours.index.equals(fit._index)
    pd.testing.assert_frame_equal(ours[ADDED], fit.augment()[ADDED])
    by_place = fit.augment(data=given.to_dict("list"))
    pd.testing.assert_frame_equal(by_place[ADDED], ours[ADDED], check_index_type=False)
    twice = given.set_axis([0] * len(given))  # labels that tell no rows apart
    np.testing.assert_array_equal(fit.augment(data=twice)[ADDED], ours[ADDED])
    complete = given.dropna(subset=["Ozone", "Solar.R"]).set_axis(range(500, 611))
    np.testing.assert_array_equal(fit.augment(data=complete)[ADDED], ours[ADDED])


def test_augment_keeps_the_rows_of_na_exclude():
    fit, plain = fit_of("airquality", na_action="na_exclude"), fit_of("airquality")
    ours = fit.augment(data=data("airquality"), se_fit=True)
    kept = fit.na_action.kept
    assert len(ours) == len(kept)
    added = [".se_fit", *ADDED]
    pd.testing.assert_frame_equal(ours[kept][added], plain.augment(se_fit=True)[added])
    assert ours[~kept][added].isna().all(axis=None)
    pd.testing.assert_frame_equal(fit.augment(), plain.augment())


def test_augment_of_the_data_of_a_subset():
    fit, given = fit_of("ships"), data("ships")
    ours = fit.augment(data=given)
    assert ours.index.equals(given.index[given["service"] > 0])
    assert (ours["service"] > 0).all()
    pd.testing.assert_frame_equal(ours[ADDED], fit.augment()[ADDED])


def test_augment_with_rows_of_weight_zero():
    fit = fit_of("zero")
    ours = fit.augment()
    out = (fit.prior_weights == 0).to_numpy()
    influence = [".hat", ".sigma", ".cooksd", ".std_resid"]
    assert ours.loc[out, influence].isna().all(axis=None)
    assert ours.loc[~out, influence].notna().all(axis=None)
    assert ours[[".fitted", ".resid"]].notna().all(axis=None)
    less = glm(
        "breaks ~ wool + tension",
        data("warpbreaks")[~out],
        poisson(),
        weights=np.array([1, 2] * 18),
        control={"epsilon": 1e-12},
    ).augment()
    pd.testing.assert_frame_equal(ours.loc[~out, ADDED], less[ADDED], rtol=1e-9)


def test_augment_says_what_is_wrong():
    fit, given = fit_of("toy"), data("toy")
    with pytest.raises(ValueError, match="did you mean 'response'"):
        fit.augment(type_predict="respnse")
    with pytest.raises(ValueError, match=r"type_residuals='working': use one of deviance"):
        fit.augment(type_residuals="working")
    with pytest.raises(ValueError, match="give one"):
        fit.augment(data=given, newdata=given)
    with pytest.raises(ValueError, match="data= has 3 rows"):
        fit.augment(data=given.head(3))


def test_a_column_of_the_data_with_our_name_is_written_over():
    fit = fit_of("toy")
    ours = fit.augment(data=data("toy").assign(**{".resid": 99.0}))
    np.testing.assert_array_equal(ours[".resid"], fit.residuals())
