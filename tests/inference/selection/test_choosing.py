"""vuong, lrtest and compare against pscl 1.5.5 and lmtest 0.9 (tests/reference/choosing.R)."""

import json
import re
import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihoods import masked, nudged, numbers

import rglm
from rglm import betabinomial, compare, glm, lrtest, vuong, zeroinfl
from rglm.datasets import load
from rglm.models.glm_nb.glm_nb import glm_nb
from rglm.warnings import FitWarning

READ = json.loads((oracle.HERE / "choosing.json").read_text(encoding="utf-8"))
MODELS = READ["models"]
CASES = {c["id"]: c for c in READ["cases"]}
# of what R's zeroinfl and hurdle, run until their likelihood stands still, leave of their optimum
NEAR = 1e-6
TIGHTEST = {"epsilon": 1e-14, "maxit": 100}
FUNCTIONS = {"glm.nb": glm_nb} | {
    f: getattr(rglm, f) for f in ("glm", "zeroinfl", "hurdle", "polr")
}
ENDLESS = "dobson_negbin"  # its theta is infinite
WEIGHTED = "vuong-bio_weighted-bio_zip_weighted"


@cache
def model(name):
    """The fit of a name."""
    m = MODELS[name]
    given = {a: m[a] for a in ("dist", "weights", "subset") if m.get(a)}
    if m["fun"] == "glm":
        given["family"] = m.get("family", "poisson")
    if m["fun"] in ("glm", "glm.nb"):
        given["control"] = TIGHTEST
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if name == ENDLESS else "error")
        return FUNCTIONS[m["fun"]](m["formula"], oracle.data(m["data"]), **given)


def asked(kind, error=False):
    """The cases of a kind."""
    return [
        k for k, c in CASES.items() if c["kind"] == kind and bool(c["results"]["error"]) == error
    ]


def found(key):
    """What is said to a case."""
    case = CASES[key]
    models = [model(name) for name in case["models"]]
    return vuong(*models) if case["kind"] == "vuong" else lrtest(*models, *case["more"])


def alike(one, two):
    """Whether two pages have the same words and lengths, and numbers that differ by `NEAR`."""
    number = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
    values = [np.array([float(v) for v in number.findall(page)]) for page in (one, two)]
    same = [number.sub(lambda found: "#" * len(found[0]), page) for page in (one, two)]
    return same[0] == same[1] and np.allclose(*values, rtol=NEAR, atol=0)


BIO, ZIP, NB = model("bio_poisson"), model("bio_zip"), model("bio_negbin")
DATA = oracle.data("biochemists")
LIRAT = oracle.data("lirat")
GROUPED = glm("cbind(R, N - R) ~ fgrp", LIRAT, "binomial")
SPREAD = betabinomial("cbind(R, N - R) ~ fgrp", LIRAT)
QUASI = glm("art ~ fem + ment", DATA, "quasipoisson")


@pytest.mark.parametrize("key", [k for k in asked("vuong") if k != WEIGHTED])
def test_vuong_as_in_r(key):
    got, r = found(key), CASES[key]["results"]
    np.testing.assert_allclose(got.table["Vuong z-statistic"], r["z"], rtol=NEAR)
    np.testing.assert_allclose(got.table["p-value"], r["p"], rtol=100 * NEAR)  # z times its slope
    assert got.table["H_A"].tolist() == r["alternative"]
    assert alike(masked(r["page"]), masked(repr(got)))


def test_vuong_of_weighted_models():
    """pscl forgets the weights; here they multiply, as they did in the fit."""
    one, two = (model(name) for name in CASES[WEIGHTED]["models"])
    got = vuong(one, two).table
    gap = one._response_distribution().log_density() - two._response_distribution().log_density()
    np.testing.assert_allclose(gap.sum(), float(one.logLik()) - float(two.logLik()), rtol=1e-12)
    raw = gap.sum() / (gap.std(ddof=1) * np.sqrt(len(gap)))
    np.testing.assert_allclose(got["Vuong z-statistic"].iloc[0], raw, rtol=1e-12)
    without = gap / one._rows_source.rows.weights
    pscl = without.sum() / (without.std(ddof=1) * np.sqrt(len(gap)))
    np.testing.assert_allclose(pscl, CASES[WEIGHTED]["results"]["z"][0], rtol=NEAR)


def test_rows_without_weight_do_not_count_in_vuong():
    used = DATA["kid5"] > 0
    pair = [("art ~ fem + ment", "poisson"), ("art ~ fem + phd", "poisson")]
    whole = [glm(f, DATA, d, weights=used.astype(float), control=TIGHTEST) for f, d in pair]
    part = [glm(f, DATA[used], d, control=TIGHTEST) for f, d in pair]
    np.testing.assert_allclose(
        vuong(*whole).table["Vuong z-statistic"],
        vuong(*part).table["Vuong z-statistic"],
        rtol=1e-9,
    )


@pytest.mark.parametrize("key", [k for k in asked("vuong", error=True) if "housing" not in k])
def test_vuong_refuses_in_words(key):
    with pytest.raises(ValueError, match="different rows|different responses|the same likelihood"):
        found(key)


def halved(key):
    """The rows of a case whose null lies on the boundary."""
    names = [CASES[key]["models"][i : i + 2] for i in range(len(CASES[key]["models"]) - 1)]
    pairs = {("poisson", "negbin"), ("zip", "zinb"), ("hurdle", "hurdle_nb"), ("poisson", "zinb")}
    kinds = [tuple(n.partition("_")[2] for n in pair) for pair in names]
    return [i + 1 for i, kind in enumerate(kinds) if kind in pairs]


NOT_OURS = ("lrtest-bio_poisson-2", "lrtest-bio_one", "lrtest-bio_poisson-bio_poisson")


@pytest.mark.parametrize("key", [k for k in asked("lrtest") if k not in NOT_OURS])
def test_lrtest_as_in_r(key):
    got, r = found(key), CASES[key]["results"]
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
        found(key)


def test_a_term_of_a_model_of_two_parts_is_left_out_of_the_first():
    got = lrtest(ZIP, "fem")  # R: empty model
    assert "Model 2: art ~ mar + kid5 + phd + ment | fem + ment" in repr(got)
    same = zeroinfl("art ~ mar + kid5 + phd + ment | fem + ment", DATA)
    np.testing.assert_allclose(got.table["LogLik"].iloc[1], float(same.logLik()), rtol=1e-12)


@pytest.mark.parametrize("key", asked("odtest"))
def test_the_boundary_of_theta_as_in_odtest(key):
    (name,), r = CASES[key]["models"], CASES[key]["results"]
    m = MODELS[name]
    poisson = glm(m["formula"], oracle.data(m["data"]), "poisson", control=TIGHTEST)
    got = lrtest(poisson, model(name)).table.iloc[1]
    np.testing.assert_allclose(got["Chisq"], r["chisq"], rtol=1e-10, atol=1e-6)
    stated = re.search(r"p-value = (<?) ?(\S+)", r["page"])
    if stated[1]:
        assert got["Pr(>Chisq)"] < float(stated[2])
    else:
        np.testing.assert_allclose(got["Pr(>Chisq)"], float(stated[2]), rtol=5e-4)


def test_boundaries_are_said():
    page = repr(lrtest(BIO, NB))
    assert "(p-value of 1 vs 2 halved: the null is on the boundary)" in page
    page = repr(lrtest(model("trips_poisson"), model("trips_zinb")))
    assert "(p-value of 1 vs 2 from chi-squares on 3, 4 df: the null is on the boundary)" in page
    assert "boundary" not in repr(lrtest(model("bio_small"), BIO, model("bio_zip")))
    small = glm("art ~ fem", DATA, "poisson", control=TIGHTEST)
    got = lrtest(small, model("bio_negbin_small")).table.iloc[1]
    from scipy.special import chdtrc

    expected = (chdtrc(1, got["Chisq"]) + chdtrc(2, got["Chisq"])) / 2
    np.testing.assert_allclose(got["Pr(>Chisq)"], expected, rtol=1e-12)


def test_grouped_binomials_against_beta_binomials():
    got = lrtest(GROUPED, SPREAD)
    assert "halved" in repr(got)
    from scipy.special import chdtrc

    chisq = 2 * (float(SPREAD.logLik()) - float(GROUPED.logLik()))
    np.testing.assert_allclose(got.table["Pr(>Chisq)"].iloc[1], chdtrc(1, chisq) / 2, rtol=1e-12)
    alone = lrtest(SPREAD).table
    np.testing.assert_array_equal(alone["#Df"], [5, 2])
    assert vuong(GROUPED, SPREAD).table["H_A"].tolist() == ["model2 > model1"] * 3
    table = compare(GROUPED, SPREAD)
    assert table.index.tolist() == ["binomial (logit)", "betabinomial (logit)"]
    assert table.columns.tolist() == ["logLik", "df", "AIC", "BIC"]
    np.testing.assert_allclose(table["AIC"], [GROUPED.AIC(), SPREAD.AIC()])


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


def test_a_quasi_family_has_no_likelihood():
    with pytest.warns(FitWarning, match="quasi family has no likelihood") as said:
        table = lrtest(QUASI, model("bio_negbin_small")).table
    assert said[0].filename == __file__
    assert table["Chisq"].isna().all()
    with pytest.raises(ValueError, match="quasi family has no likelihood"):
        vuong(QUASI, model("bio_small"))
    table = compare(QUASI, model("bio_small"))
    assert table.iloc[0].drop("df").isna().all()


@pytest.mark.parametrize("function", [vuong, lrtest, compare])
def test_other_rows_responses_or_weights(function):
    small = model("bio_small")
    with pytest.raises(ValueError, match=r"different rows \(915 and 825\); fit them to the same"):
        function(small, model("bio_subset"))
    with pytest.raises(ValueError, match="different responses, 'art' and 'visits'"):
        function(small, model("nmes_poisson"))
    with pytest.raises(ValueError, match="different weights"):
        function(small, model("bio_weighted"))
    mixed = DATA.iloc[::-1].reset_index(drop=True)
    with pytest.raises(ValueError, match="different values of the response 'art'"):
        function(small, glm("art ~ fem", mixed, "poisson"))
    for other in (3, DATA, None):
        with pytest.raises(TypeError, match="model"):
            function(small, other)
        with pytest.raises(TypeError, match="expected a fitted model"):
            function(other, small)


def test_stripped_models():
    bare = [m.strip() for m in (BIO, NB)]
    assert repr(lrtest(*bare)) == repr(lrtest(BIO, NB))
    table = compare(*bare)
    np.testing.assert_allclose(table["AIC"], [BIO.AIC(), NB.AIC()])
    assert "zeros" not in table
    with pytest.raises(ValueError, match="stripped of its rows"):
        vuong(*bare)


@pytest.mark.parametrize("name", MODELS)
def test_compare_as_in_r(name):
    m, got = MODELS[name], compare(model(name)).iloc[0]
    far = 2e-7 if name == ENDLESS else 1e-12  # R stops at a finite theta
    theirs = [m["loglik"], m["df"], m["aic"]]
    np.testing.assert_allclose(got[["logLik", "df", "AIC"]].astype(float), theirs, rtol=far)
    if m["bic"] is not None:
        np.testing.assert_allclose(got["BIC"], m["bic"], rtol=far)
    if m["zeros"] and not m.get("weights"):
        assert got["zeros"] == m["zeros"]["observed"]
        np.testing.assert_allclose(got["expected_zeros"], m["zeros"]["expected"], rtol=NEAR)
    if m["zeros"] and m.get("weights"):  # R's are without weights
        weights = model(name)._rows_source.rows.weights
        np.testing.assert_allclose(got["zeros"], weights[model(name).y == 0].sum(), rtol=1e-12)
        each = model(name)._response_distribution().zero_probability()
        np.testing.assert_allclose(each.sum(), m["zeros"]["expected"], rtol=NEAR)
        np.testing.assert_allclose(got["expected_zeros"], weights @ each, rtol=1e-12)


def test_models_beside_each_other():
    table = compare(BIO, ZIP, NB, model("bio_hurdle"))
    names = ["poisson (log)", "zeroinfl (poisson)", "hurdle (poisson)"]
    assert table.index[[0, 1, 3]].tolist() == names
    assert table["AIC"].idxmin().startswith("Negative Binomial")
    np.testing.assert_allclose(table["zeros"], 275)
    # a hurdle has as many zeros as the data
    np.testing.assert_allclose(table["expected_zeros"].iloc[3], 275, rtol=1e-9)
    assert compare(BIO, BIO).index.tolist() == ["1: poisson (log)", "2: poisson (log)"]
    assert compare(ZIP, plain=BIO).index.tolist() == ["zeroinfl (poisson)", "plain"]
    with pytest.raises(ValueError, match="one model or more"):
        compare()


def test_ordered_and_unordered_categories_are_not_nested():
    looms = load("warpbreaks")
    fits = [f("ordered(tension) ~ breaks", looms) for f in (rglm.polr, rglm.multinom)]
    with pytest.raises(ValueError, match="compare"):
        lrtest(*fits)
