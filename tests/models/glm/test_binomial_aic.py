"""AIC of binomial fits with prior weights, against R."""

import warnings

import oracle
import pandas as pd
import pytest

from rglm import compare, glm, multinom, polr

CASES = {c["id"]: c for c in oracle.saved("binomial_aic")}
RTOL, TIGHT = 1e-8, {"epsilon": 1e-12}


def fits_of(case, parts=None):
    data = pd.DataFrame({"s": case["s"], "w": case["w"], "x": case["x"]})
    response = "s"
    if case.get("n"):
        data["f"] = pd.Series(case["n"]) - data["s"]
        response = "cbind(s, f)"
    given = (
        data if parts is None else lambda: (data.iloc[i : i + 2] for i in range(0, len(data), 2))
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [
            glm(
                f"{response} ~ {right}", given, "binomial", weights="w", control={"epsilon": 1e-12}
            )
            for right in ("x", "1")
        ]


@pytest.mark.parametrize("name", CASES)
def test_as_in_R(name):
    case = CASES[name]
    fit, null = fits_of(case)
    assert [fit.AIC(), null.AIC()] == pytest.approx(case["aic"], rel=RTOL)
    assert fit.aic == pytest.approx(case["aic"][0], rel=RTOL)
    assert fit.BIC() == pytest.approx(case["bic"], rel=RTOL)
    assert float(fit.logLik()) == pytest.approx(case["loglik"], rel=RTOL, abs=1e-12)
    assert fit.drop1()["AIC"].tolist() == pytest.approx(case["drop1"], rel=RTOL)
    assert fit.glance()["AIC"].iloc[0] == pytest.approx(case["aic"][0], rel=RTOL)
    assert compare(fit, null)["AIC"].tolist() == pytest.approx(case["aic"], rel=RTOL)
    total = fit._response_distribution().log_density().sum()
    assert total == pytest.approx(case["loglik"], rel=RTOL, abs=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_row_by_row(name):
    fit, _ = fits_of(CASES[name], parts=True)
    assert fit.AIC() == pytest.approx(CASES[name]["aic"][0], rel=RTOL)


def test_fractional_weights_of_categories():
    # R: BIC(MASS::polr(yo ~ x, weights = w)), BIC(nnet::multinom(...)): of 13.25 observations
    data = {
        "x": [0.1, 0.5, 0.9, 0.3, 0.7, 0.2, 0.6, 0.8, 0.4, 1, 1.1, 0.15],
        "w": [0.5, 2, 1, 0.25, 3, 1, 0, 1.5, 0.7, 1, 2, 0.3],
        "yo": [1, 2, 1, 3, 3, 1, 2, 2, 1, 3, 3, 2],
    }
    fit = polr("ordered(yo) ~ x", data, weights="w")
    assert (fit.nobs(), fit.df_residual) == (13.25, 10.25)
    assert fit.BIC() == pytest.approx(29.98163908, rel=1e-7)
    fit = multinom("factor(yo) ~ x", data, weights="w")
    assert fit.BIC() == pytest.approx(32.88736247, rel=1e-8)
    assert fit.glance()["nobs"].iloc[0] == 13.25
