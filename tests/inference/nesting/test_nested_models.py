"""lrtest and anova of models of different kinds: what is nested (tests/reference/nesting.R)."""

import re
import warnings
from functools import cache
from itertools import permutations

import numpy as np
import oracle
import pandas as pd
import pytest
from scipy.special import chdtrc

import rglm
from rglm import betabinomial, glm, hurdle, lrtest, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.inference.nesting.nested_models import ABOVE_ZERO, hurdle_part, nesting
from rglm.models.glm_nb.glm_nb import glm_nb
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart

READ = oracle.saved("nesting")
BIO, BUDWORM, LOOMS = oracle.data("biochemists"), load("budworm"), load("warpbreaks")
LOOMS = LOOMS.assign(level=pd.Categorical(LOOMS["tension"], ordered=True))
X = "art ~ fem + ment"
DEAD = "cbind(dead, alive) ~ sex"
COUNTS = {
    "poisson": lambda: glm(X, BIO, "poisson"),
    "sqrt": lambda: glm(X, BIO, rglm.poisson("sqrt")),
    "gaussian": lambda: glm(X, BIO),
    "geometric": lambda: glm(X, BIO, rglm.negative_binomial(1)),
    "theta": lambda: glm(X, BIO, rglm.negative_binomial(2.5)),
    "negbin": lambda: glm_nb(X, BIO),
    "zip": lambda: zeroinfl(X + " | 1", BIO),
    "zip_probit": lambda: zeroinfl(X + " | fem", BIO, link="probit"),
    "zinb": lambda: zeroinfl(X + " | 1", BIO, dist="negbin"),
    "zig": lambda: zeroinfl(X + " | 1", BIO, dist="geometric"),
    "hurdle_poisson": lambda: hurdle(X, BIO, zero_dist="poisson"),
    "hurdle_cloglog": lambda: hurdle(X, BIO, link="cloglog"),
    "hurdle_logit": lambda: hurdle(X, BIO),
    "hurdle_mixed": lambda: hurdle(X, BIO, dist="negbin", zero_dist="poisson"),
}
# the smaller, the larger, and how many parameters of the larger are at a boundary
NESTED = {
    ("poisson", "negbin"): 1,
    ("geometric", "negbin"): 0,
    ("theta", "negbin"): 0,
    ("poisson", "zip"): 1,
    ("poisson", "zinb"): 2,
    ("poisson", "zip_probit"): 0,
    ("negbin", "zinb"): 1,
    ("geometric", "zig"): 1,
    ("geometric", "zinb"): 1,
    ("theta", "zinb"): 1,
    ("zip", "zinb"): 1,
    ("zig", "zinb"): 0,
    ("poisson", "hurdle_poisson"): 0,
    ("poisson", "hurdle_cloglog"): 0,
    ("poisson", "hurdle_mixed"): 1,
    ("hurdle_poisson", "hurdle_mixed"): 1,
    ("hurdle_cloglog", "hurdle_mixed"): 1,
}
OTHERS = {
    "logit": lambda: glm(DEAD, BUDWORM, "binomial"),
    "probit": lambda: glm(DEAD, BUDWORM, rglm.binomial("probit")),
    "beta": lambda: betabinomial(DEAD, BUDWORM),
    "beta_probit": lambda: betabinomial(DEAD, BUDWORM, link="probit"),
}
CATEGORIES = {
    "polr": lambda: polr("level ~ breaks", LOOMS),
    "polr_probit": lambda: polr("level ~ breaks", LOOMS, method="probit"),
    "multinom": lambda: multinom("level ~ breaks", LOOMS),
}


@cache
def fit(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return (COUNTS | OTHERS | CATEGORIES)[name]()


@pytest.mark.parametrize("case", READ, ids=lambda c: "-".join(c["models"]))
def test_statistics_as_in_r(case):
    """lmtest knows no boundary: its p-value is of a chi-square on all degrees of freedom."""
    names = tuple(case["models"])
    table = lrtest(*map(fit, names)).table
    np.testing.assert_allclose(table["LogLik"], case["loglik"], rtol=1e-6)
    np.testing.assert_allclose(table["#Df"], case["df"])
    chisq, df, bounds = table["Chisq"].iloc[1], table["Df"].iloc[1], NESTED[names]
    np.testing.assert_allclose(chisq, case["chisq"], rtol=1e-5, atol=1e-4)
    ways = {0: [1.0], 1: [0.5, 0.5], 2: [0.25, 0.5, 0.25]}[bounds]
    at_zero = float(chisq < 1e-4)  # half of the mixture is the point 0
    expected = sum(w * (chdtrc(df - k, chisq) if df > k else at_zero) for k, w in enumerate(ways))
    np.testing.assert_allclose(table["Pr(>Chisq)"].iloc[1], expected, rtol=1e-9)


@pytest.mark.parametrize("pair", list(permutations(COUNTS, 2)), ids="-".join)
def test_every_pair_of_models_of_counts(pair):
    small, large = (fit(name) for name in pair)
    if pair in NESTED or pair[::-1] in NESTED:
        page = repr(lrtest(small, large))
        bounds = NESTED.get(pair, NESTED.get(pair[::-1]))
        assert ("boundary" in page) == (bounds > 0)
        assert ("rough: under the null the zero part" in page) == ("zip_probit" in pair)
        return
    said = r"compare\(m1, m2\) shows"
    if set(pair) == {"hurdle_poisson", "hurdle_cloglog"}:
        said = "the same model"
    with pytest.raises(ValueError, match=rf"lrtest\(\) tests nested models.*{said}"):
        lrtest(small, large)


def test_a_negative_binomial_hurdle_has_its_cases():
    """Fitted to few data its zero part is on a ridge, so that the rule alone is asked."""

    def hurdles(dist, zero_dist, link="logit"):
        zero = hurdle_part(zero_dist) or PredictorPart(ABOVE_ZERO, link)
        return LikelihoodStructure("hurdle", {"count": PredictorPart(dist, "log"), "zero": zero})

    def bounds(small, large):
        found = nesting(small, large)
        return None if found is None else found.bounds

    one = {
        name: fit(name)._likelihood_structure
        for name in ("poisson", "geometric", "theta", "negbin")
    }
    large = hurdles("negbin", "negbin")
    assert [bounds(model, large) for model in one.values()] == [2, 0, 0, 0]
    assert [bounds(model, hurdles("poisson", "negbin")) for model in one.values()] == [
        1,
        None,
        None,
        None,
    ]
    assert bounds(hurdles("poisson", "poisson"), large) == 2
    assert bounds(hurdles("geometric", "geometric"), large) == 0
    assert bounds(hurdles("negbin", "binomial"), large) == 0
    assert bounds(hurdles("negbin", "binomial", "probit"), large) is None


@pytest.mark.parametrize("pair", [*permutations(OTHERS, 2), *permutations(CATEGORIES, 2)])
def test_every_pair_of_other_models(pair):
    if set(pair) in ({"logit", "beta"}, {"probit", "beta_probit"}):
        assert "halved" in repr(lrtest(*map(fit, pair)))
        return
    with pytest.raises(ValueError, match=r"tests nested models.*compare\(m1, m2\)"):
        lrtest(*map(fit, pair))


@pytest.mark.parametrize(
    "pair", [("zip", "zinb"), ("zig", "zinb"), ("hurdle_poisson", "hurdle_mixed")]
)
def test_anova_agrees_with_lrtest(pair):
    one, two = (fit(name) for name in pair)
    a, b = one.anova(two), lrtest(one, two)
    np.testing.assert_allclose(a.table["Pr(Chi)"], b.table["Pr(>Chisq)"], rtol=1e-12)
    notes = [[x for x in repr(t).split("\n") if "boundary" in x] for t in (a, b)]
    assert notes[0] == notes[1]
    assert len(notes[0]) == (NESTED[pair] > 0)
    assert "boundary" not in repr(one.anova(two, test="none"))


FITTERS = {
    "glm": lambda f, **k: glm(f, BIO, "poisson", **k),
    "glm_nb": lambda f, **k: glm_nb(f, BIO, **k),
    "zeroinfl": lambda f, **k: zeroinfl(f + " | fem", BIO, **k),
    "hurdle": lambda f, **k: hurdle(f + " | fem", BIO, **k),
    "multinom": lambda f, **k: multinom(f.replace("art", "mar"), BIO, **k),
    "polr": lambda f, **k: polr(f.replace("art", "ordered(kid5)"), BIO, **k),
}


@pytest.mark.parametrize("name", FITTERS)
@pytest.mark.parametrize("verb", [lrtest, lambda a, b: a.anova(b)], ids=["lrtest", "anova"])
def test_other_covariates_are_refused(name, verb):
    make = FITTERS[name]
    one, two, wide = make("art ~ ment"), make("art ~ phd"), make("art ~ phd + fem")
    with pytest.raises(ValueError, match="tests nested models.*it has 'ment', which that lacks"):
        verb(one, wide)
    if name != "glm":  # R's table has no test there
        with pytest.raises(ValueError, match=r"it has '(ment|phd)', which that lacks"):
            verb(one, two)
        with pytest.raises(ValueError, match="the same model.*nothing to test"):
            verb(one, one)
    with pytest.raises(ValueError, match="their offsets differ"):
        verb(make("art ~ phd", offset="ment / 10"), wide)
    moved = make("art ~ fem", offset="phd / 10 + 1")  # in the span of the larger model's columns
    table = verb(moved, wide).table
    p = [column for column in table if column.startswith("Pr(")]
    assert 0 <= table[p[0]].iloc[1] <= 1


def test_columns_and_not_terms_are_compared():
    full = glm("breaks ~ 0 + wool:tension", LOOMS, "poisson")
    assert lrtest(glm("breaks ~ wool + tension", LOOMS, "poisson"), full).table["Df"].iloc[1] == 2
    poly = glm("breaks ~ poly(as.numeric(tension), 2)", LOOMS, "poisson")
    assert lrtest(glm("breaks ~ tension", LOOMS, "poisson"), full).table["Df"].iloc[1] == 3
    with pytest.raises(ValueError, match="the same model"):
        lrtest(glm("breaks ~ tension", LOOMS, "poisson"), poly)
    far = BIO.assign(far=1e6 + BIO["ment"], near=1e6 + BIO["phd"])
    with pytest.raises(ValueError, match="it has 'far'"):
        lrtest(glm("art ~ far", far, "poisson"), glm("art ~ near + fem", far, "poisson"))
    lrtest(glm("art ~ far", far, "poisson"), glm("art ~ ment + fem", far, "poisson"))
    other = BIO.assign(ment=BIO["ment"].to_numpy()[::-1])
    with pytest.raises(ValueError, match="or the values of their columns do"):
        lrtest(glm("art ~ ment", other, "poisson"), glm("art ~ ment + fem", BIO, "poisson"))


def test_the_parts_of_a_model_are_compared():
    large = zeroinfl("art ~ fem + ment | ment", BIO)
    small = zeroinfl("art ~ fem | ment", BIO)
    assert lrtest(small, large).table["Df"].iloc[1] == 1
    other = zeroinfl("art ~ fem | phd", BIO)
    with pytest.raises(ValueError, match="'phd', which that lacks in the zero part"):
        lrtest(other, large)
    no_intercept = zeroinfl("art ~ fem + ment | ment - 1", BIO)
    with pytest.raises(ValueError, match="the zero part of model 2 has no intercept"):
        lrtest(fit("poisson"), no_intercept)
    by_sex = zeroinfl("art ~ fem + ment | fem - 1", BIO)
    assert "rough" in repr(lrtest(fit("poisson"), by_sex))


def test_links_of_glms_are_compared():
    one, two = fit("poisson"), fit("sqrt").update(". ~ . + phd")
    with pytest.raises(ValueError, match="the links log and sqrt"):
        one.anova(two)
    assert len(one.anova(two, test=False).table) == 2
    assert "Cp" in one.anova(two, test="Cp").table


def test_binomials_and_multinomials_of_two_levels():
    """A multinomial logit of two levels is a logistic regression."""
    small = glm("mar ~ ment", BIO, "binomial")
    large = multinom("mar ~ ment + phd", BIO)
    same = lrtest(multinom("mar ~ ment", BIO), large).table
    np.testing.assert_allclose(lrtest(small, large).table["Chisq"], same["Chisq"], rtol=1e-6)


def test_weights_of_binomials_are_compared():
    heavy = BUDWORM.assign(w=np.arange(1, len(BUDWORM) + 1.0))
    one = glm(DEAD, heavy, "binomial", weights="w")
    with pytest.raises(ValueError, match="different weights"):
        lrtest(one, betabinomial(DEAD, heavy))
    assert "halved" in repr(lrtest(one, betabinomial(DEAD, heavy, weights="w")))


def chunks(data):
    """The data as a source that is read chunk by chunk."""
    third = len(data) // 3
    return lambda: iter([data.iloc[:third], data.iloc[third:]])


def test_data_that_are_not_in_memory():
    bio = chunks(BIO)
    near = zeroinfl("art ~ fem | ment", bio), zeroinfl("art ~ fem + ment | ment", bio)
    here = zeroinfl("art ~ fem | ment", BIO), zeroinfl("art ~ fem + ment | ment", BIO)
    assert near[0]._is_chunked
    np.testing.assert_allclose(lrtest(*near).table, lrtest(*here).table, rtol=1e-6)
    np.testing.assert_allclose(
        near[0].anova(near[1]).table["Pr(Chi)"], lrtest(*here).table["Pr(>Chisq)"], rtol=1e-5
    )
    one, wide = glm("art ~ ment", bio, "poisson"), glm("art ~ phd + fem", bio, "poisson")
    with pytest.raises(ValueError, match="'ment', which that lacks"):
        lrtest(one, wide)
    with pytest.raises(ValueError, match="no case of"):
        lrtest(near[0], hurdle("art ~ fem + ment | ment", bio))
    with pytest.raises(ValueError, match="different weights"):
        lrtest(one, glm("art ~ ment + fem", bio, "poisson", weights="phd"))
    with pytest.raises(ValueError, match="zero part of model 2 has no intercept"):
        lrtest(one, zeroinfl("art ~ ment | ment - 1", bio))
    # terms do not tell
    cells = glm("art ~ 0 + fem:mar", bio, "poisson")
    assert lrtest(glm("art ~ fem + mar", bio, "poisson"), cells).table["Df"].iloc[1] == 1
    moved = glm("art ~ fem", bio, "poisson", offset="phd / 10 + 1")
    assert lrtest(moved, wide).table["Df"].iloc[1] == 1
    with pytest.raises(ValueError, match="their offsets differ"):
        lrtest(glm("art ~ fem", bio, "poisson", offset="ment / 10"), wide)


def test_responses_of_several_columns_that_are_not_in_memory():
    worm = chunks(BUDWORM)
    one = glm(DEAD, worm, "binomial")
    assert "halved" in repr(lrtest(one, betabinomial(DEAD, worm)))
    looms = chunks(LOOMS)
    small, large = (multinom(f"tension ~ {x}", looms) for x in ("breaks", "breaks + wool"))
    assert lrtest(small, large).table["Df"].iloc[1] == 2
    assert small.anova(large).table["Df"].iloc[1] == 2
    other = multinom("wool ~ breaks", looms)
    with pytest.raises(ValueError, match="different responses"):
        lrtest(small, other)


def test_a_larger_model_below_its_maximum_is_named():
    small = glm("art ~ ment", BIO, "poisson")
    with pytest.warns(rglm.ConvergenceWarning):
        large = glm(
            "art ~ ment + phd", BIO, "poisson", control={"maxit": 1}, start=[3.0, 0.0, 0.0]
        )
    with pytest.warns(rglm.FitWarning, match="lower likelihood than the smaller"):
        assert lrtest(small, large).table["Pr(>Chisq)"].iloc[1] == 1


KINDS = {
    "glm": lambda: glm("art ~ fem", BIO, "poisson"),
    "normal": lambda: glm("art ~ fem", BIO),
    "glm_nb": lambda: glm_nb("art ~ fem", BIO),
    "zeroinfl": lambda: zeroinfl("art ~ fem", BIO),
    "hurdle": lambda: hurdle("art ~ fem", BIO),
    "polr": lambda: polr("ordered(kid5) ~ fem", BIO),
    "multinom": lambda: multinom("ordered(kid5) ~ fem", BIO),
    "binomial": lambda: glm(DEAD, BUDWORM, "binomial"),
    "betabinomial": lambda: betabinomial(DEAD, BUDWORM),
}
MADE = cache(lambda name: KINDS[name]())


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
@pytest.mark.parametrize("pair", list(permutations(KINDS, 2)), ids="-".join)
def test_anova_of_models_of_two_kinds_is_refused_in_words(pair):
    one, other = (MADE(name) for name in pair)
    nested = [{"glm", "glm_nb"}, {"glm", "zeroinfl"}, {"binomial", "betabinomial"}]
    with pytest.raises(ValueError, match=r"\w+") as said:
        one.anova(other)
    text = str(said.value)
    if one._function_name == other._function_name or {
        one._function_name,
        other._function_name,
    } == {"glm", "glm_nb"}:
        assert re.search("different rows or responses|the families differ|lrtest|vuong", text)
    else:
        assert f"{other._function_name}()" in text
        wanted = r"lrtest\(m1, m2\) compares" if set(pair) in nested else r"compare\(m1, m2\)"
        assert re.search(wanted, text), text


def test_what_is_no_fit():
    for name in KINDS:
        with pytest.raises(
            TypeError, match="anova\\(\\) compares fits, got 'Chisq';.*name the test"
        ):
            MADE(name).anova("Chisq")


def test_a_bias_reduced_fit_is_at_no_maximum():
    small = glm("mar ~ ment", BIO, "binomial")
    large = glm("mar ~ ment + phd", BIO, "binomial", method="brglm")
    for verb in (lrtest, lambda a, b: a.anova(b)):
        with pytest.raises(ValueError, match="bias-reduced, method='brglm'"):
            verb(small, large)
    assert lrtest(small.update(method="brglm"), large).table["Df"].iloc[1] == 1


def test_the_null_model_keeps_the_offset():
    fit = glm("art ~ fem + offset(log(phd))", BIO, "poisson")
    table = lrtest(fit).table
    np.testing.assert_allclose(table["Chisq"].iloc[1], fit.null_deviance - fit.deviance, rtol=1e-8)
    two = zeroinfl("art ~ fem + offset(log(phd)) | ment", BIO)
    assert "Model 2: art ~ offset(log(phd)) | 1" in repr(lrtest(two))
    with pytest.raises(ValueError, match="it has an intercept, which that lacks"):
        lrtest(glm("art ~ ment + phd - 1", BIO, "poisson"))


def test_equal_columns_need_no_regression(monkeypatch):
    models = [
        glm(f"breaks ~ {right}", LOOMS, "poisson") for right in ("tension", "wool * tension")
    ]
    edited = LOOMS.assign(tension=np.roll(LOOMS["tension"].to_numpy(), 5))
    other = glm("breaks ~ tension", edited, "poisson")
    with pytest.raises(ValueError, match="no case of"):
        lrtest(other, models[1])
    monkeypatch.setattr("rglm.inference.nesting.column_space.irls", None)
    assert lrtest(*models)["Df"].iloc[1] == 3
