"""Tables that print as R's matrix stay printable after what pandas does with them."""

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, lm
from rglm.datasets import load

FIT = lm("mpg ~ wt + factor(cyl)", load("mtcars"))
DOSES = glm("cbind(dead, alive) ~ ldose", load("budworm"), binomial()).dose_p([0.2, 0.5])
CHANGES = {
    "reset_index": lambda table: table.reset_index(),
    "assign": lambda table: table.assign(name="a"),
    "text": lambda table: table.round(2).astype(str),
    "booleans": lambda table: table > 0,
    "rows of two keys": lambda table: pd.concat({"a": table, "b": table}),
    "transposed": lambda table: table.T,
    "no row": lambda table: table.iloc[:0],
    "no column": lambda table: table[[]],
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "table", [FIT.confint(), DOSES, FIT.vif()], ids=["confint", "dose_p", "vif"]
)
def test_a_changed_table_prints(table, change):
    changed = CHANGES[change](table)
    assert isinstance(changed, type(table))
    assert str(changed) == repr(changed)
    assert "<table" in changed._repr_html_()


def test_only_numbers_print_as_a_matrix():
    table = FIT.confint()
    assert str(table).splitlines()[0] == "                 2.5 %    97.5 %"
    assert str(table.reset_index()) == str(pd.DataFrame(table).reset_index())
    assert str(table > 0) == str(pd.DataFrame(table) > 0)
    assert np.isclose(table.reset_index().iloc[0, 1], table.iloc[0, 0])
