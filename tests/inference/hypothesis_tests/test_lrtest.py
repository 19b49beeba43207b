"""Likelihood ratio tests against lmtest 0.9 and pscl's odTest (tests/reference/choosing.R)."""

import re

import numpy as np
import oracle
import pandas as pd
import pytest
from compared_models import (
    BIO,
    CASES,
    DATA,
    MODELS,
    NB,
    TIGHT_CONTROL,
    ZIP,
    answer,
    case_ids,
    model,
)
from likelihoods import masked, nudged, numbers

import rglm
from rglm import glm, lrtest, zeroinfl
from rglm.datasets import load


def halved(key):
    """The rows of a case whose null lies on the boundary."""
    names = [CASES[key]["models"][i : i + 2] for i in range(len(CASES[key]["models"]) - 1)]
    pairs = {("poisson", "negbin"), ("zip", "zinb"), ("hurdle", "hurdle_nb"), ("poisson", "zinb")}
    kinds = [tuple(n.partition("_")[2] for n in pair) for pair in names]
    return [i + 1 for i, kind in enumerate(kinds) if kind in pairs]


NOT_OURS = ("lrtest-bio_poisson-2", "lrtest-bio_one", "lrtest-bio_poisson-bio_poisson")


@pytest.mark.parametrize("key", [k for k in case_ids("lrtest") if k not in NOT_OURS])
def test_lrtest_as_in_r(key):
    got, r = answer(key), CASES[key]["results"]
    rows = halved(key)
    for name, values in r["table"].items():
        ours, theirs = got.table[name].to_numpy(dtype=float), numbers(values)
        if name == "Pr(>Chisq)":
            factor = np.where(np.isin(np.arange(len(ours)), rows), 0.5, 1.0)
            few = got.table["Df"].abs().to_numpy() == 1
            theirs = np.where(few, theirs * factor, theirs)
            np.testing.assert_allclose(ours, theirs, rtol=1e-9)
        else:
            np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-9)
    page = [x for x in masked(repr(got)).split("\n") if not x.startswith("(p-value of")]
    assert sum("boundary" in x for x in repr(got).split("\n")) == len(rows)
    # of a part that is `1` R says nothing
    assert nudged(masked(r["page"]), "\n".join(page).replace("art ~ 1 | 1", "art ~ 1"))


@pytest.mark.parametrize(
    "key", ["lrtest-bio_poisson-bio_subset", "lrtest-bio_poisson-nmes_poisson"]
)
def test_lrtest_refuses_other_rows_in_words(key):
    with pytest.raises(ValueError, match="different rows|different responses"):
        answer(key)


def test_a_term_of_a_model_of_two_parts_is_left_out_of_the_first():
    got = lrtest(ZIP, "fem")  # R: empty model
    assert "Model 2: art ~ mar + kid5 + phd + ment | fem + ment" in repr(got)
    same = zeroinfl("art ~ mar + kid5 + phd + ment | fem + ment", DATA)
    np.testing.assert_allclose(got.table["LogLik"].iloc[1], float(same.logLik()), rtol=1e-12)


@pytest.mark.parametrize("key", case_ids("odtest"))
def test_the_boundary_of_theta_as_in_odtest(key):
    (name,), r = CASES[key]["models"], CASES[key]["results"]
    m = MODELS[name]
    poisson = glm(m["formula"], oracle.data(m["data"]), "poisson", control=TIGHT_CONTROL)
    got = lrtest(poisson, model(name)).table.iloc[1]
    np.testing.assert_allclose(got["Chisq"], r["chisq"], rtol=1e-10, atol=1e-6)
    stated = re.search(r"p-value = (<?) ?(\S+)", r["page"])
    if stated[1]:
        assert got["Pr(>Chisq)"] < float(stated[2])
    elif r["chisq"] < 1e-4:  # theta is infinite: 1, where odTest halves the 1 as well
        assert got["Pr(>Chisq)"] == pytest.approx(1, abs=1e-3)
    else:
        np.testing.assert_allclose(got["Pr(>Chisq)"], float(stated[2]), rtol=5e-4)


def test_a_ratio_of_zero_on_the_boundary_has_the_p_value_1():
    """Half of the mixture is at 0: P(X >= 0) is 1 and not a half."""
    coins = pd.DataFrame({"heads": np.random.default_rng(1).binomial(4, 0.5, 300)})
    with pytest.warns(rglm.warnings.BoundaryWarning, match="not overdispersed"):
        nb = rglm.glm_nb("heads ~ 1", coins)
    got = lrtest(glm("heads ~ 1", coins, "poisson"), nb).table.iloc[1]
    assert abs(got["Chisq"]) < 1e-4
    assert got["Pr(>Chisq)"] == pytest.approx(1, abs=1e-3)


def test_the_page_says_where_a_null_is_on_the_boundary():
    page = repr(lrtest(BIO, NB))
    assert "(p-value of 1 vs 2 halved: the null is on the boundary)" in page
    page = repr(lrtest(model("trips_poisson"), model("trips_zinb")))
    assert "(p-value of 1 vs 2 from chi-squares on 3, 4 df: the null is on the boundary)" in page
    assert "boundary" not in repr(lrtest(model("bio_small"), BIO, model("bio_zip")))
    small = glm("art ~ fem", DATA, "poisson", control=TIGHT_CONTROL)
    got = lrtest(small, model("bio_negbin_small")).table.iloc[1]
    from scipy.special import chdtrc

    expected = (chdtrc(1, got["Chisq"]) + chdtrc(2, got["Chisq"])) / 2
    np.testing.assert_allclose(got["Pr(>Chisq)"], expected, rtol=1e-12)


def test_terms_are_left_out():
    one, list_ = lrtest(BIO, ". ~ . - fem - phd").table, lrtest(BIO, ["fem", "phd"]).table
    pd.testing.assert_frame_equal(one, list_)
    with pytest.raises(
        ValueError, match=r"no term 'mnt' \(did you mean 'ment'\?\); it has fem, mar"
    ):
        lrtest(BIO, "mnt")
    with pytest.raises(ValueError, match="no term 'x'"):
        lrtest(BIO, ["fem", "x"])


def test_the_same_model_twice():
    """R gives p = 1; and of as many parameters and another likelihood, p = 0 or 1."""
    with pytest.raises(ValueError, match="models 1 and 2 are the same model.*nothing to test"):
        lrtest(BIO, BIO)
    with pytest.raises(ValueError, match="the same model"):
        lrtest(model("bio_one"))
    other = glm("art ~ fem + mar + kid5 + phd + I(ment^2)", DATA, "poisson")
    with pytest.raises(ValueError, match=r"it has 'ment', which that lacks\. compare\(m1, m2\)"):
        lrtest(BIO, other)


def test_ordered_and_unordered_categories_are_not_nested():
    looms = load("warpbreaks")
    fits = [f("ordered(tension) ~ breaks", looms) for f in (rglm.polr, rglm.multinom)]
    with pytest.raises(ValueError, match="compare"):
        lrtest(*fits)
