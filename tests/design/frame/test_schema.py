"""New rows get the columns that the fit has learned."""

import pickle

import numpy as np
import pytest
from frame_data import DATA, GAPS, fit

from rglm.errors import DataError


def test_new_data_that_do_not_match_the_fit_are_refused():
    model = fit("y ~ x + g")
    with pytest.raises(ValueError, match="no column 'x'"):
        model.predict(DATA[["g"]])
    with pytest.raises(
        DataError, match="factor 'g' has new level.s. 'z'; the fit has seen 'a', 'b'"
    ):
        model.predict(DATA.head(2).assign(g="z"))
    with pytest.raises(DataError, match="'x' was a number at the fit"):
        model.predict(DATA.head(2).assign(x="z"))
    with pytest.raises(DataError, match="new level"):
        fit("y ~ b").predict({"b": [1, 0]})


def test_the_prediction_of_a_missing_value_is_nan():
    model = fit("y ~ x + g")
    predicted = model.predict(GAPS)
    assert list(predicted.index[predicted.isna()]) == ["r3", "r9"]


def test_a_pickled_fit_predicts_with_what_its_functions_learned():
    model = fit("y ~ poly(x, 2) * g + ns(w, df = 2) + cut(x, 2) + scale(log(x + 9)) + b")
    with_rows, stripped = (pickle.loads(pickle.dumps(f)) for f in (model, model.strip()))
    new = DATA.iloc[[3, 8, 20]]
    for other in (with_rows, stripped):
        np.testing.assert_array_equal(other.predict(new), model.predict(new))
        assert list(other.predict(new).index) == list(new.index)


def test_new_data_may_have_one_row_or_none():
    model = fit("y ~ x + g + poly(w, 2)")
    assert model.predict(DATA.iloc[[4]]).shape == (1,)
    assert model.predict(DATA.iloc[:0]).shape == (0,)
