"""What a small fit must not do twice: pandas objects and passes cost more than its arithmetic."""

import pandas as pd
import pytest

from rglm import binomial, glm
from rglm.datasets import load
from rglm.design.columns import Columns
from rglm.design.formula import parsed_formula
from rglm.design.values.data_column import TableColumns

GALAXIES = load("galaxies")


def fit():
    return glm("has_gc ~ logmass", GALAXIES, binomial())


@pytest.fixture
def calls(monkeypatch):
    """A function that counts the calls of an attribute."""

    def count(owner, name):
        made, original = [], getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *a, **k: made.append(name) or original(*a, **k))
        return made

    fit().summary()  # imports and caches
    return count


def test_a_fit_and_its_table_make_one_frame_and_no_series(calls):
    frames, series = calls(pd.DataFrame, "__init__"), calls(pd.Series, "__init__")
    assert fit().summary().coefficients.shape == (2, 4)
    assert len(frames) == 1
    assert not series


def test_a_formula_without_a_dot_lists_no_columns(calls):
    listed, parsed = calls(TableColumns, "__iter__"), calls(parsed_formula, "expand_formula")
    fit()
    assert not listed
    assert not parsed, "a formula that was seen before is not parsed again"


def test_a_fit_fills_in_its_matrix_once(calls):
    matrices = calls(Columns, "matrix")
    assert fit().iter == 6
    assert len(matrices) == 1


def test_tables_of_verbs_are_made_at_once(calls):
    one, new = fit(), GALAXIES.head(3)
    frames = calls(pd.DataFrame, "__init__")
    one.anova()
    assert len(frames) == 1
    one.predict(new, type="response", se_fit=True)
    assert len(frames) <= 4, "the linear predictor and the mean, and a copy of the new rows"
