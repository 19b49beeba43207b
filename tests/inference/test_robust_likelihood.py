"""Robust covariances of zeroinfl, hurdle and polr against sandwich (robust_likelihood.R)."""

import json

import numpy as np
import oracle
import pytest

from rglm import hurdle, multinom, polr, zeroinfl

# R's bread is a Hessian by differences, good to some four digits
RTOL = 1e-3
REFERENCE = json.loads((oracle.HERE / "robust_likelihood.json").read_text(encoding="utf-8"))
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
    found, expected = fit.vcov(**given), np.array(REFERENCE[name][kind])
    assert found.index.tolist() == REFERENCE[name]["names"]
    error = np.sqrt(np.diag(expected))
    np.testing.assert_allclose(
        found / np.outer(error, error), expected / np.outer(error, error), atol=RTOL
    )


@pytest.mark.parametrize("name", FITS)
def test_it_goes_everywhere(name):
    fit, cluster = FITS[name]
    robust = fit.vcov(cluster=cluster)
    error = np.sqrt(np.diag(robust))
    np.testing.assert_allclose(fit.tidy(vcov=robust)["std_error"], error)
    ends = fit.confint(fit.names[0], vcov=robust).to_numpy()[0]
    np.testing.assert_allclose(ends[1] - ends[0], 2 * 1.959963985 * error[0], rtol=1e-8)
    test = fit.wald_test(f"{fit.names[1]} = 0", vcov=robust).table["Chisq"].iloc[1]
    np.testing.assert_allclose(test, (fit.estimates.iloc[1] / error[1]) ** 2)
    assert repr(fit.summary(vcov=robust)) != repr(fit.summary())


def test_scores_sum_to_zero_and_have_the_rows_of_the_data():
    for fit, _ in FITS.values():
        scores = fit.estfun()
        assert scores.index.equals(fit.index)
        assert (scores.sum().abs() < 1e-6).all()


def test_multinom_has_what_r_has_not():
    fit = multinom(
        "rating ~ temp", WINE.assign(rating=WINE["rating"].astype(int).clip(2, 4).astype(str))
    )
    scores = fit.estfun()
    expected = fit.vcov() @ (scores.T @ scores) @ fit.vcov()
    np.testing.assert_allclose(fit.vcov(type="HC0"), expected)


def test_what_has_no_leverage_is_refused():
    with pytest.raises(ValueError, match="HC3.*has no leverages; use HC0, HC1"):
        FITS["polr"][0].vcov(type="HC3")
