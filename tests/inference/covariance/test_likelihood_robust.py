"""Robust covariances of zeroinfl, hurdle and polr against sandwich (robust_likelihood.R)."""

import numpy as np
import oracle
import pytest

from rglm import betabinomial, glm, hurdle, multinom, polr, vuong, zeroinfl
from rglm.datasets import load

# R's bread is a Hessian by differences, good to some four digits
RTOL = 1e-3
ART = "art ~ fem + ment | ment"
REFERENCE = oracle.saved("robust_likelihood")
COUNTS, WINE = oracle.data("biochemists"), oracle.data("wine")
FITS = {
    "zeroinfl": (zeroinfl("art ~ fem + ment | ment", COUNTS, dist="negbin"), "kid5"),
    "hurdle": (hurdle("art ~ fem + ment | ment", COUNTS, dist="negbin"), "kid5"),
    "polr": (polr("rating ~ temp + contact", WINE), "judge"),
}
KINDS = {"HC0": {"type": "HC0"}, "cluster": {}, "cluster_HC1": {"type": "HC1"}}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", FITS)
def test_covariance_as_in_r(name, kind):
    fit, cluster = FITS[name]
    given = KINDS[kind] | ({} if kind == "HC0" else {"cluster": cluster})
    ours, expected = fit.vcov(**given), np.array(REFERENCE[name][kind])
    assert ours.index.tolist() == REFERENCE[name]["names"]
    error = np.sqrt(np.diag(expected))
    np.testing.assert_allclose(
        ours / np.outer(error, error), expected / np.outer(error, error), atol=RTOL
    )


@pytest.mark.parametrize("name", FITS)
def test_other_verbs_take_a_robust_covariance(name):
    fit, cluster = FITS[name]
    robust = fit.vcov(cluster=cluster)
    error = np.sqrt(np.diag(robust))
    np.testing.assert_allclose(fit.tidy(vcov=robust)["std_error"], error)
    ends = fit.confint(fit.names[0], vcov=robust).to_numpy()[0]
    np.testing.assert_allclose(ends[1] - ends[0], 2 * 1.959963985 * error[0], rtol=1e-8)
    test = fit.wald_test(f"{fit.names[1]} = 0", vcov=robust).table["Chisq"].iloc[1]
    np.testing.assert_allclose(test, (fit._estimates.iloc[1] / error[1]) ** 2)
    assert repr(fit.summary(vcov=robust)) != repr(fit.summary())


def test_scores_sum_to_zero_and_have_the_rows_of_the_data():
    for fit, _ in FITS.values():
        scores = fit.estfun()
        assert scores.index.equals(fit._index)
        assert (scores.sum().abs() < 1e-6).all()


def test_multinom_has_robust_covariances():
    fit = multinom(
        "rating ~ temp", WINE.assign(rating=WINE["rating"].astype(int).clip(2, 4).astype(str))
    )
    scores = fit.estfun()
    expected = fit.vcov() @ (scores.T @ scores) @ fit.vcov()
    np.testing.assert_allclose(fit.vcov(type="HC0"), expected)


HOUSING = oracle.data("housing")
HOUSING["Sat"] = HOUSING["Sat"].astype(str)
SAT = "ordered(Sat, levels=c('Low', 'Medium', 'High')) ~ Infl + Type + Cont"
THIRDS = (np.arange(len(COUNTS)) + 1) % 3
BUDWORM = load("budworm").assign(w=lambda d: 1 + np.arange(len(d)) % 3)
WEIGHTED = {
    "housing": (lambda d, **w: polr(SAT, d, **w), HOUSING, "Freq", "Type"),
    "zip": (lambda d, **w: zeroinfl(ART, d, **w), COUNTS.assign(w=THIRDS), "w", "kid5"),
    "hurdle_negbin": (
        lambda d, **w: hurdle(ART, d, dist="negbin", **w),
        COUNTS.assign(w=THIRDS),
        "w",
        "kid5",
    ),
    "gamma": (
        lambda d, **w: hurdle(ART, d, dist="gamma", **w),
        COUNTS.assign(w=THIRDS),
        "w",
        "kid5",
    ),
    "multinom": (lambda d, **w: multinom("Sat ~ Infl + Cont", d, **w), HOUSING, "Freq", "Type"),
    "counts": (lambda d, **w: multinom("cbind(dead, alive) ~ ldose", d, **w), BUDWORM, "w", "sex"),
    "betabinomial": (
        lambda d, **w: betabinomial("cbind(dead, alive) ~ ldose", d, **w),
        BUDWORM,
        "w",
        "ldose",
    ),
}
ROBUST = {
    "HC0": {"type": "HC0"},
    "HC1": {"type": "HC1"},
    "cluster": {},
    "cluster_HC1": {"type": "HC1"},
}


@pytest.mark.parametrize("name", WEIGHTED)
def test_a_weight_counts_rows(name):
    fitted, frame, weights, cluster = WEIGHTED[name]
    fit, written = (
        fitted(frame, weights=weights),
        fitted(frame.loc[frame.index.repeat(frame[weights])]),
    )
    for kind, given in ROBUST.items():
        given = given | ({"cluster": cluster} if "cluster" in kind else {})
        ours, expected = fit.vcov(**given), written.vcov(**given)
        error = np.sqrt(np.diag(expected))
        scale = np.outer(error, error)
        np.testing.assert_allclose(ours / scale, expected / scale, atol=1e-9, err_msg=kind)
        if name in REFERENCE["written_out"]:
            theirs = np.array(REFERENCE["written_out"][name][kind])
            np.testing.assert_allclose(ours / scale, theirs / scale, atol=RTOL, err_msg=kind)


def test_counts_of_levels_are_observations():
    wide = multinom("cbind(alive, dead) ~ ldose", BUDWORM, weights="w")
    long = BUDWORM.melt(["ldose", "w"], ["alive", "dead"], "level", "count")
    narrow = multinom("level ~ ldose", long, weights="w * count")
    for kind in ("HC0", "HC1"):
        np.testing.assert_allclose(wide.vcov(type=kind), narrow.vcov(type=kind), rtol=1e-8)


def test_chunked_data_have_the_same_covariance():
    fitted, frame, weights, cluster = WEIGHTED["multinom"]
    whole = fitted(frame, weights=weights)
    parts = fitted(
        lambda: (frame.iloc[i : i + 20] for i in range(0, len(frame), 20)), weights=weights
    )
    for given in ({"type": "HC1"}, {"cluster": cluster}):
        np.testing.assert_allclose(parts.vcov(**given), whole.vcov(**given), rtol=1e-8)


def test_vuong_of_observations_that_are_counted():
    frame = COUNTS.assign(w=THIRDS)
    pair = [(zeroinfl, "art ~ fem | ment"), (hurdle, "art ~ fem + phd | ment")]
    weighted = vuong(*[model(f, frame, weights="w") for model, f in pair])
    written = vuong(*[model(f, frame.loc[frame.index.repeat(frame["w"])]) for model, f in pair])
    np.testing.assert_allclose(
        weighted.table["Vuong z-statistic"], written.table["Vuong z-statistic"], rtol=1e-8
    )


@pytest.mark.parametrize("given", [{}, {"cluster": "judge"}])
def test_an_unknown_type_is_refused(given):
    for fit in (FITS["polr"][0], glm("rating ~ temp", WINE.assign(rating=1.0), "gaussian")):
        with pytest.raises(ValueError, match="'HC9' is unknown: use one of .*HC0, HC1"):
            fit.vcov(type="HC9", **given)


def test_types_made_of_leverages_are_refused():
    with pytest.raises(ValueError, match="HC3.*has no leverages; use HC0, HC1"):
        FITS["polr"][0].vcov(type="HC3")


@pytest.mark.parametrize("name", ["zeroinfl", "hurdle", "betabinomial"])
def test_the_page_names_another_covariance_and_shows_correlations(name):
    fit = FITS[name][0] if name in FITS else betabinomial("cbind(dead, alive) ~ sex", BUDWORM)
    plain, page = fit.summary(), fit.summary(vcov="HC1", correlation=True)
    assert "Standard errors: HC1" in str(page)
    assert "Standard errors" not in str(plain)
    assert "Correlation of Coefficients" not in str(plain)
    v = fit.vcov(type="HC1")
    error = np.sqrt(np.diag(v))
    np.testing.assert_allclose(page.correlation, v / np.outer(error, error))
    for text in (str(page), page._repr_html_()):
        assert "Correlation of Coefficients" in text
        assert fit.names[-1] in text
