"""Variables whose names are those of columns of the tables of means."""

from __future__ import annotations

import pytest

from rglm import lm
from rglm.datasets import load

LOOMS = load("warpbreaks")


@pytest.mark.parametrize(
    "name", ["df", "SE", "emmean", "lower.CL", "estimate", "conf_low", "p.value", ".group"]
)
def test_tables_tell_variables_and_numbers_apart(name: str) -> None:
    plain = lm("breaks ~ wool + tension", LOOMS)
    fit = lm(f"breaks ~ wool + `{name}`", LOOMS.rename(columns={"tension": name}))
    means, expected = fit.emmeans([name]), plain.emmeans("tension")
    for table, other in (
        (means.table, expected.table),
        (means.tidy(), expected.tidy()),
        (means.cld().table, expected.cld().table),
    ):
        assert table.columns.is_unique
        assert table.to_numpy().tolist() == other.to_numpy().tolist()
        assert table.columns[0] == (f"{name} (data)" if name in other else name)
    assert len(means.plot(comparisons=True).figure.axes) == 1
    tests = fit.joint_tests(by=name).table
    assert tests["p.value"].tolist() == plain.joint_tests(by="tension").table["p.value"].tolist()


def test_the_picture_of_an_interaction_has_names_of_its_own() -> None:
    fit = lm("breaks ~ wool * df", LOOMS.rename(columns={"tension": "df"}))
    with pytest.raises(ValueError, match="'df' is a column of the table of the picture"):
        fit.emmip("wool ~ df")
