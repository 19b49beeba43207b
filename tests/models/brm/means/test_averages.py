"""Averages over rows, draw by draw."""

import numpy as np
import pytest

from rglm import brm
from rglm.bayes import bernoulli, cumulative
from rglm.datasets import load
from rglm.models.brm.prediction.drawn_rows import add_by_group

MTCARS, GALAXIES = load("mtcars"), load("galaxies")


@pytest.fixture(scope="module")
def linear():
    return brm("mpg ~ wt * factor(cyl) + am", MTCARS, seed=1, draws=400)


@pytest.fixture(scope="module")
def binary():
    return brm("has_gc ~ logmass", GALAXIES, family=bernoulli(), seed=1, draws=400)


def test_the_slope_of_a_logistic_curve(binary):
    p = binary.posterior_epred().to_numpy()
    expected = (p * (1 - p)).mean(axis=1) * binary.draws["logmass"].to_numpy()
    found = binary.avg_slopes()
    np.testing.assert_allclose(found.draws[0], expected, rtol=1e-6)
    row = found.table.iloc[0]
    assert (row["term"], row["contrast"]) == ("logmass", "dY/dX")
    np.testing.assert_allclose(row["estimate"], np.median(expected), rtol=1e-6)
    ends = np.quantile(expected, [0.025, 0.975])
    np.testing.assert_allclose(row[["conf_low", "conf_high"]].astype(float), ends, rtol=1e-6)
    link = binary.avg_slopes(type="link").draws[0]
    np.testing.assert_allclose(link, binary.draws["logmass"], rtol=1e-6)


def test_comparisons_of_levels_and_steps(linear):
    table = linear.avg_comparisons()
    assert table.table["contrast"].tolist() == ["+1", "6 - 4", "8 - 4", "1 - 0"]
    at = [linear.posterior_epred(newdata=MTCARS.assign(cyl=level)) for level in (4, 8)]
    expected = (at[1] - at[0]).mean(axis=1)
    np.testing.assert_allclose(table.draws[2], expected)
    np.testing.assert_allclose(table.draws[3], linear.draws["am"])
    doubled = linear.avg_comparisons({"wt": 2})
    np.testing.assert_allclose(doubled.draws[0], 2 * table.draws[0])
    assert linear.avg_slopes().table["contrast"].tolist() == ["dY/dX", "6 - 4", "8 - 4", "1 - 0"]


def test_groups(linear):
    found = linear.avg_slopes("wt", by="cyl")
    assert found.table["cyl"].tolist() == [4, 6, 8]
    expected = linear.draws["wt"] + linear.draws["wt:factor(cyl)8"]
    np.testing.assert_allclose(found.draws[2], expected, rtol=1e-6)
    means = linear.avg_predictions(by=["am", "cyl"])
    assert means.table[["am", "cyl"]].to_numpy().tolist()[:2] == [[0, 4], [0, 6]]
    rows = ((MTCARS["am"] == 0) & (MTCARS["cyl"] == 6)).to_numpy()
    expected = linear.posterior_epred().to_numpy()[:, rows].mean(axis=1)
    np.testing.assert_allclose(means.draws[1], expected)


def test_new_rows_and_the_page(linear):
    found = linear.avg_predictions(newdata=MTCARS.head(3))
    expected = linear.posterior_epred(newdata=MTCARS.head(3)).mean(axis=1)
    np.testing.assert_allclose(found.draws[0], expected)
    lines = repr(linear.avg_slopes("wt", conf_level=0.9)).split("\n")
    assert lines[0].split() == ["Term", "Contrast", "Estimate", "5", "%", "95", "%"]
    assert lines[-1] == "Type: response"
    assert "<table" in found._repr_html_()


def test_comparisons_are_those_of_all_models(binary, linear):
    """Ratios and odds ratios of averages, between quartiles, pairs of levels, with weights."""
    low, high = (
        binary.posterior_epred(GALAXIES.assign(logmass=GALAXIES["logmass"].quantile(q)))
        for q in (0.25, 0.75)
    )
    found = binary.avg_comparisons({"logmass": "iqr"}, comparison="ratio")
    np.testing.assert_allclose(found.draws[0], high.mean(axis=1) / low.mean(axis=1), rtol=1e-10)
    assert found.table["contrast"].tolist() == ["Q3 / Q1"]
    pairs = linear.avg_comparisons({"cyl": "pairwise"}, by="am")
    assert pairs.table["contrast"].tolist() == [
        "6 - 4",
        "6 - 4",
        "8 - 4",
        "8 - 4",
        "8 - 6",
        "8 - 6",
    ]
    weighted = linear.avg_predictions(wts="wt").draws[0]
    rows = linear.posterior_epred().to_numpy()
    expected = rows @ MTCARS["wt"].to_numpy() / MTCARS["wt"].sum()
    np.testing.assert_allclose(weighted, expected)


def test_categories_have_groups():
    fit = brm("ordered(gear) ~ wt", MTCARS, family=cumulative(), seed=1, draws=200)
    found = fit.avg_predictions()
    assert found.table["group"].tolist() == ["3", "4", "5"]
    np.testing.assert_allclose(found.draws.sum(axis=1), 1)
    np.testing.assert_allclose(fit.avg_slopes().draws.sum(axis=1), 0, atol=1e-7)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"variables": "wtt"}, "did you mean 'wt'"),
        ({"by": "cy"}, "did you mean 'cyl'"),
        ({"type": "probs"}, "type='probs'"),
        ({"conf_level": 95}, "conf_level=95"),
    ],
)
def test_what_averages_refuse(linear, arguments, message):
    with pytest.raises(ValueError, match=message):
        linear.avg_slopes(**arguments)


def test_rows_are_added_by_group():
    rng = np.random.default_rng(1)
    codes, values, sums = (
        rng.integers(0, 3, 20) * 2,
        rng.normal(size=(20, 4, 2)),
        np.ones((5, 4, 2)),
    )
    add_by_group(sums, codes, values)
    add_by_group(sums, codes[:0], values[:0])
    expected = [1 + values[codes == group].sum(axis=0) for group in range(5)]
    np.testing.assert_allclose(sums, expected, rtol=1e-12)


def test_rows(linear, binary):
    """Each row's own mean, change and slope, and its columns in the table."""
    found = linear.predictions()
    np.testing.assert_allclose(found.draws, linear.posterior_epred(), rtol=1e-12)
    assert found.table["rowid"].tolist() == MTCARS.index.tolist()
    assert found.table["wt"].tolist() == MTCARS["wt"].tolist()
    assert "rowid" not in repr(found)
    p = binary.posterior_epred(newdata=GALAXIES.head(5)).to_numpy()
    slope = p * (1 - p) * binary.draws[["logmass"]].to_numpy()
    np.testing.assert_allclose(
        binary.slopes(newdata=GALAXIES.head(5)).draws, slope, rtol=1e-5, atol=1e-9
    )
    change = linear.comparisons("am", newdata="mean", comparison="ratio")
    mean = linear.predictions(newdata="mean").table
    assert mean.loc[0, "wt"] == MTCARS["wt"].mean()
    ends = [linear.posterior_epred(newdata=mean.assign(am=am))[0] for am in (0, 1)]
    np.testing.assert_allclose(change.draws[0], ends[1] / ends[0], rtol=1e-12)


def test_chosen_rows(linear):
    rows = linear.datagrid(cyl=[4, 8])
    assert rows["wt"].tolist() == [MTCARS["wt"].mean()] * 2
    expected = linear.posterior_epred(newdata=rows)
    np.testing.assert_allclose(linear.predictions(newdata=rows).draws, expected, rtol=1e-12)


def test_hypotheses_of_averages(linear):
    means = linear.avg_predictions(by="cyl")
    pairs = means.hypotheses("difference ~ pairwise")
    assert pairs.table["term"].tolist() == ["6 - 4", "8 - 4", "8 - 6"]
    np.testing.assert_allclose(pairs.draws[2], means.draws[2] - means.draws[1], rtol=1e-9)
    found = linear.avg_predictions(by="cyl", hypothesis=["b1 / b3 = 1", "b2"])
    np.testing.assert_allclose(found.draws[0], means.draws[0] / means.draws[2] - 1, rtol=1e-9)
    np.testing.assert_allclose(found.draws[1], means.draws[1], rtol=1e-12)
    with pytest.raises(ValueError, match=r"tests no value; .*draws > 2"):
        means.hypotheses(2)
