"""ROC curves against pROC (binary_outcomes.R)."""

import pickle
import warnings

import matplotlib as mpl
import numpy as np
import oracle
import pandas as pd
import pytest
from binary_outcomes_cases import CASES, SAVED, fit_of

import rglm
from rglm.datasets import load
from rglm.warnings import FitWarning

mpl.use("agg")
ROUNDED = 1e-11  # R's probabilities were rounded to 12 decimals, so that equal ones are ties
GALAXIES = load("galaxies")


def assert_as_proc(ours, theirs):
    assert ours.auc == pytest.approx(theirs["auc"], rel=oracle.RTOL)
    assert ours.se == pytest.approx(theirs["se"], rel=oracle.RTOL)
    assert ours.ci == pytest.approx(theirs["ci"], rel=oracle.RTOL)
    table = ours.table
    np.testing.assert_allclose(
        table["threshold"], oracle.numbers(theirs["threshold"]), atol=ROUNDED
    )
    for name in ("sensitivity", "specificity"):
        np.testing.assert_allclose(table[name], theirs[name], atol=1e-12)
        assert ours.best[name] == pytest.approx(theirs["best"][1 + (name == "specificity")])
    assert ours.best["threshold"] == pytest.approx(theirs["best"][0], abs=ROUNDED)
    assert (ours.successes, ours.failures) == (theirs["cases"], theirs["controls"])


@pytest.mark.parametrize("name", CASES)
def test_as_proc(name):
    theirs = CASES[name]["roc"]
    ours = fit_of(name).roc(level=theirs["level"])
    assert_as_proc(ours, theirs)
    assert theirs["page"] in repr(ours).splitlines()
    rates = ours.table[["true_positive_rate", "false_positive_rate"]].to_numpy()
    np.testing.assert_allclose(rates[:, 0], ours.table["sensitivity"])
    np.testing.assert_allclose(rates[:, 1], 1 - ours.table["specificity"], atol=1e-15)


def test_new_rows():
    data = oracle.data("births")
    new = data[data["age"] > 25]
    fit = fit_of("births")
    assert_as_proc(fit.roc(new), SAVED["new"])
    assert_as_proc(fit.strip().roc(new), SAVED["new"])
    same = fit.roc()
    for given in (data, lambda: (data.iloc[i : i + 40] for i in range(0, 189, 40))):
        pd.testing.assert_frame_equal(fit.roc(given).table, same.table, rtol=1e-9)


def test_new_rows_of_other_models_and_responses():
    """A response of levels, of counts, with weights, in multinom and betabinomial."""
    data = GALAXIES.assign(
        y=np.where(GALAXIES["has_gc"] == 1, "yes", "no"), w=1 + GALAXIES.index % 3
    )
    base = rglm.glm("has_gc ~ logmass", data, rglm.binomial())
    for fit in (
        rglm.glm("y ~ logmass", data, rglm.binomial()),
        rglm.glm("has_gc == 1 ~ logmass", data, rglm.binomial()),
        rglm.multinom("y ~ logmass", data),
    ):
        assert fit.roc(data).auc == pytest.approx(base.roc().auc)
        assert fit.roc(data[data["has_gc"] + data.index % 2 > 0]).successes == 144
    weighted = rglm.glm("y ~ logmass", data, rglm.binomial(), weights="w")
    assert weighted.roc(data).auc == pytest.approx(weighted.roc().auc)
    other = rglm.multinom("y ~ logmass", data, ref="yes")
    assert other.roc(data).successes == other.roc().successes == 88
    budworm = load("budworm")
    fit = rglm.betabinomial("cbind(dead, alive) ~ ldose", budworm)
    assert fit.roc(budworm).auc == pytest.approx(fit.roc().auc)


def test_missing_rows_are_left_out():
    data = oracle.data("births")
    holes = data.assign(
        age=data["age"].where(data.index % 9 > 0), low=data["low"].where(data.index % 7 > 0)
    )
    fit = fit_of("births", holes, na_action="na_exclude")
    assert fit.roc().successes + fit.roc().failures == fit.nobs()
    again = fit.roc(holes)
    assert (again.auc, again.successes) == (pytest.approx(fit.roc().auc), fit.roc().successes)


def test_weights_are_numbers_of_outcomes():
    data = oracle.data("births").assign(w=lambda d: d.index % 4)
    long = data.loc[data.index.repeat(data["w"])]
    ours = rglm.glm("low ~ age", data, rglm.binomial(), weights="w").roc()
    expected = rglm.glm("low ~ age", long, rglm.binomial()).roc()
    pd.testing.assert_frame_equal(ours.table, expected.table, rtol=1e-7)
    assert (ours.auc, ours.se) == pytest.approx((expected.auc, expected.se), rel=1e-7)
    frame = load("budworm").assign(w=[1, 2, 0] * 4)
    ours = rglm.betabinomial("cbind(dead, alive) ~ ldose", frame, weights="w").roc()
    assert ours.successes == (frame["dead"] * frame["w"]).sum()


def test_chunked_data_are_all_used():
    data = oracle.data("births")
    parts = fit_of("births", lambda: (data.iloc[i : i + 40] for i in range(0, 189, 40)))
    pd.testing.assert_frame_equal(parts.roc().table, fit_of("births").roc().table, rtol=1e-9)
    assert parts.plot_roc().get_title(loc="left") == fit_of("births").plot_roc().get_title(
        loc="left"
    )


def test_an_area_of_one_is_warned_of():
    data = {"x": [1, 2, 3, 4, 5, 6], "y": [0, 0, 0, 1, 1, 1]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.SeparationWarning)
        fit = rglm.glm("y ~ x", data, rglm.binomial())
    with pytest.warns(FitWarning, match="the area under the curve is 1"):
        ours = fit.roc()
    assert (ours.auc, ours.ci) == (1, (1, 1))
    assert "AUC 1.000 (95% CI 1.000 to 1.000)" in fit.plot_roc().get_legend().texts[0].get_text()


def test_one_success_has_an_area_without_an_interval():
    data = {"x": [1, 2, 3, 2.5], "y": [0, 0, 0, 1]}
    ours = rglm.glm("y ~ x", data, rglm.binomial()).roc()
    assert ours.auc == pytest.approx(2 / 3)
    assert np.isnan(ours.ci).all()
    assert "95% CI: NA-NA (DeLong)" in repr(ours)


def test_the_page_and_the_picture():
    ours = rglm.glm("has_gc ~ logmass", GALAXIES, rglm.binomial()).roc()
    assert repr(ours).splitlines()[3] == "Data: 88 failures < 144 successes."
    assert "&lt; 144" in ours._repr_html_()
    x, y = ours.plot().lines[1].get_data()
    np.testing.assert_allclose(x, ours.table["false_positive_rate"])
    np.testing.assert_allclose(y, ours.table["true_positive_rate"])
    assert pickle.loads(pickle.dumps(ours)).auc == ours.auc


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.assign(has_gc=0), "only one outcome"),
        (lambda d: d.assign(has_gc=1), "only one outcome"),
        (lambda d: d.drop(columns="has_gc"), "has_gc"),
        (lambda d: d.drop(columns="logmass"), "logmass"),
        (lambda d: d.assign(has_gc=2 * d["has_gc"]), "'has_gc' has 2, outside 0 to 1"),
        (
            lambda d: d.assign(has_gc=np.where(d["has_gc"] == 1, "yes", "no")),
            "the levels 'no', 'yes'",
        ),
    ],
)
def test_errors_of_new_rows(change, said):
    fit = rglm.glm("has_gc ~ logmass", GALAXIES, rglm.binomial())
    with pytest.raises(ValueError, match=said):
        fit.roc(change(GALAXIES))


def test_other_errors():
    fit = rglm.glm("has_gc ~ logmass", GALAXIES, rglm.binomial(), weights=np.ones(232))
    with pytest.raises(ValueError, match=r"weights= were an array.*weights='column'"):
        fit.roc(GALAXIES)
    with pytest.raises(ValueError, match=r"level=1\.5"):
        fit.roc(level=1.5)
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().roc()
    with pytest.raises(ValueError, match=r"poisson \(log\) is not binomial; rootogram"):
        rglm.glm("n_gc ~ logmass", GALAXIES, rglm.poisson()).roc()
    with pytest.raises(ValueError, match="is not binomial"):
        rglm.polr("rating ~ temp", oracle.data("wine")).roc()
    with pytest.raises(ValueError, match="is not binomial"):
        rglm.multinom("rating ~ contact", oracle.data("wine")).roc()
