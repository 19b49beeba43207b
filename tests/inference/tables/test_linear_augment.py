"""The data of a linear model with values of its rows, against broom."""

import warnings
from functools import partial

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import lm
from rglm.warnings import FitWarning

THEIRS = oracle.saved("linear_rows")
DATA, NEW = pd.DataFrame(THEIRS["data"]), pd.DataFrame(THEIRS["new"])
HOLES = DATA.assign(y=DATA["y"].where(DATA["x"] != 2))
NAMES = {".se.fit": ".se_fit", ".std.resid": ".std_resid"}
CALLS = {
    "own": ({}, {"se_fit": True, "interval": "prediction"}),
    "data": ({}, {"data": DATA}),
    "weights": ({"weights": "w"}, {}),
    "new": ({}, {"newdata": NEW, "se_fit": True, "interval": "confidence"}),
    "new_without": ({}, {"newdata": NEW[["x", "f"]]}),
    "new_log": ({"formula": "log(y) ~ x"}, {"newdata": NEW}),
    "new_offset": ({"formula": "y ~ x", "offset": "w"}, {"newdata": NEW}),
    "exclude": (
        {"formula": "y ~ x", "data": HOLES, "na_action": "na_exclude"},
        {"data": HOLES},
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_columns_are_those_of_broom(name):
    call, options = CALLS[name]
    fit = lm(**{"formula": "y ~ x + f", "data": DATA} | call)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        ours = fit.augment(**options)
    theirs = pd.DataFrame(
        {NAMES.get(c, c): oracle.numbers(v) for c, v in THEIRS["augments"][name].items()}
    )
    added = [c for c in ours.columns if c.startswith(".")]
    assert added == list(theirs.columns)
    for column in added:
        # broom has 0 for the influence of rows that take no part, which are NaN here
        known = ours[column].notna().to_numpy()
        oracle.assert_close(
            ours[column][known], theirs[column][known].tolist(), 1.0, oracle.RTOL, column
        )
        assert theirs[column][~known].fillna(0).isin([0.0]).all() or name == "exclude"


def test_the_weights_of_new_rows():
    fit = lm("y ~ x", DATA, weights="w")
    table = fit.augment(newdata=NEW, interval="prediction", weights="w")
    predicted = fit.predict(NEW, interval="prediction", weights="w")
    np.testing.assert_array_equal(table[[".lower", ".upper"]], predicted[["lwr", "upr"]])


def test_a_response_that_learned_from_the_rows_of_the_fit():
    fit = lm("scale(y) ~ x", DATA)
    expected = (NEW["y"] - DATA["y"].mean()) / DATA["y"].std() - fit.predict(NEW)
    np.testing.assert_allclose(fit.augment(newdata=NEW)[".resid"], expected)


def test_data_in_chunks():
    def chunks(data=DATA):
        yield data.iloc[:2]
        yield data.iloc[2:]

    fit, whole = lm("y ~ x", chunks, progress=False), lm("y ~ x", DATA)
    pd.testing.assert_frame_equal(pd.concat(list(fit.augment())), whole.augment())
    options = {"interval": "prediction", "weights": "w"}
    for newdata in (NEW, NEW[["x", "w"]]):
        expected = whole.augment(newdata=newdata, **options)
        ours = pd.concat(list(fit.augment(newdata=partial(chunks, newdata), **options)))
        added = [name for name in expected if name.startswith(".")]
        assert [name for name in ours if name.startswith(".")] == added
        pd.testing.assert_frame_equal(ours[added], expected[added])


def test_data_and_newdata_exclude_each_other():
    with pytest.raises(ValueError, match="give one"):
        lm("y ~ x", DATA).augment(data=DATA, newdata=NEW)
