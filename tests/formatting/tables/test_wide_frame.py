"""Tables of many columns print all of them on a page of 80 columns."""

import numpy as np
import pandas as pd
import pytest

from rglm import compare, glm, lm, options, poisson
from rglm.datasets import load
from rglm.formatting.tables.wide_frame import WideFrame

CARS = load("mtcars")
FIT = lm("mpg ~ wt + factor(cyl)", CARS)
COUNTS = glm("breaks ~ wool", load("warpbreaks"), poisson())
TABLES = {
    "tidy": lambda: FIT.tidy(conf_int=True),
    "glance": lambda: FIT.glance(),
    "augment": lambda: FIT.augment(),
    "augment of a glm": lambda: COUNTS.augment(se_fit=True),
    "new rows": lambda: FIT.augment(newdata=CARS[:3], interval="prediction"),
    "vcov": lambda: lm("mpg ~ wt * hp * qsec", CARS).vcov(),
    "compare": lambda: compare(poisson=COUNTS, **{"the same under a longer name": COUNTS}),
}


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    with pd.option_context("display.max_columns", 0):
        yield


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_printed_and_no_line_is_long(name):
    table = TABLES[name]()
    page = str(table)
    assert isinstance(table, pd.DataFrame)
    assert max(map(len, page.splitlines())) <= 80
    assert "..." not in page.splitlines()[0]
    assert [c for c in map(str, table.columns) if c not in page.split()] == []


def test_a_table_that_fits_prints_as_pandas_prints_it():
    for table in (FIT.tidy(), FIT.tidy(conf_int=True).round(3)):
        assert str(table) == str(pd.DataFrame(table)) == repr(table)


def test_fewer_decimals_come_before_a_second_block():
    table = FIT.tidy(conf_int=True)
    assert "\\" not in str(table)
    assert "1.8878" in str(table)
    assert "1.887793" not in str(table)
    assert "\\" in str(WideFrame(np.eye(12) / 3))
    assert "0.333333" in str(WideFrame(np.eye(12) / 3))  # blocks have all decimals


def test_the_width_is_that_of_the_options_or_of_pandas_or_of_the_terminal(monkeypatch):
    table = FIT.glance()
    with options(width=200):
        assert "\\" not in str(table)
    with pd.option_context("display.width", 200):
        assert "\\" not in str(table)
    monkeypatch.setenv("COLUMNS", "200")
    assert "\\" not in str(table)
    with options(width=60):
        assert max(map(len, str(table).splitlines())) <= 60


def test_a_limit_of_ones_own_is_kept():
    with pd.option_context("display.max_columns", 4):
        assert "..." in str(FIT.glance())


def test_long_tables_are_cut_and_parts_stay_wide():
    page = str(WideFrame(np.ones((1000, 12)) / 3))
    assert "[1000 rows x 12 columns]" in page
    assert len(page.splitlines()) < 40
    part = FIT.tidy(conf_int=True).sort_values("p_value").iloc[:2].round(2)
    assert isinstance(part, WideFrame)
    assert isinstance(part["estimate"], pd.Series)


def test_of_very_many_columns_some_are_hidden():
    assert "..." in str(WideFrame(np.ones((3, 51))))
    assert "..." not in str(WideFrame(np.ones((3, 50))))
