"""Residuals, goodness of fit, glance and augment of the models that are no glm.

Values against R (predict_likelihood.R).
"""

import json
import pickle

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import betabinomial, binomial, glm, hurdle, multinom, polr, zeroinfl
from rglm.inference.tables.regtable_statistics import mcfadden_r2

REFERENCE = json.loads((oracle.HERE / "predict_likelihood.json").read_text(encoding="utf-8"))
COUNTS, WINE, WIDE = (oracle.data(name) for name in ("biochemists", "wine", "housing_wide"))
LIRAT, HOUSING = oracle.data("lirat"), oracle.data("housing")
ART, SAT = "art ~ fem + ment | ment", "Sat ~ Infl + Type + Cont"
FITS = {
    "polr": polr("rating ~ temp + contact", WINE),
    "housing": polr(SAT, HOUSING, weights="Freq"),
    "counts": multinom("cbind(Low, Medium, High) ~ Infl + Type", WIDE),
    "zeroinfl": zeroinfl(ART, COUNTS),
    "hurdle": hurdle(ART, COUNTS),
    "betabinomial": betabinomial("cbind(R, N - R) ~ fgrp", LIRAT),
}
DATA = {"polr": WINE, "housing": HOUSING, "counts": WIDE, "betabinomial": LIRAT}


def parts_of(name):
    data = DATA.get(name, COUNTS)
    step = 300 if data is COUNTS else 30
    chunks = range(0, len(data), step)
    return FITS[name].update(data=lambda: (data.iloc[i : i + step] for i in chunks))


@pytest.mark.parametrize("test", ["pearson", "deviance"])
def test_housing_as_in_r(test):
    r, fit = REFERENCE["housing"], FITS["housing"]
    found = fit.gof(test)
    assert found.parameter == {"df": r["df"]}
    np.testing.assert_allclose(next(iter(found.statistic.values())), r[test], rtol=1e-6)
    assert found.note == ""
    written = polr(SAT, HOUSING.loc[HOUSING.index.repeat(HOUSING["Freq"])])
    assert written.gof(test).statistic == pytest.approx(found.statistic, rel=1e-8)


@pytest.mark.parametrize("name", ["zeroinfl", "hurdle"])
def test_pearsons_chi_square_as_in_r(name):
    found = FITS[name].gof()
    assert found.parameter == {"df": FITS[name].df_residual}
    np.testing.assert_allclose(found.statistic["X-squared"], REFERENCE[name]["pearson"], rtol=1e-5)
    check = FITS[name].check_overdispersion()
    assert check.verdict == "over"
    assert 'dist="negbin"' in str(check)
    zeros = FITS[name]._response_distribution().zero_probability().sum()
    assert check.zeros_observed == (COUNTS["art"] == 0).sum()
    assert check.zeros_expected == pytest.approx(zeros)


def test_rows_written_out_have_the_same_statistics():
    data = COUNTS.assign(w=(np.arange(len(COUNTS)) + 1) % 3)
    written = data.loc[data.index.repeat(data["w"])]
    for model in (zeroinfl, hurdle):
        one, two = model(ART, data, weights="w"), model(ART, written)
        assert one.gof().statistic == pytest.approx(two.gof().statistic, rel=1e-8)
        assert one.gof().parameter == two.gof().parameter
        ours, theirs = one.check_overdispersion(), two.check_overdispersion()
        assert ours.sparse == pytest.approx(theirs.sparse)
        assert ours.zeros_sd == pytest.approx(theirs.zeros_sd)


def test_a_multinomial_of_two_levels_is_a_binomial():
    wide = oracle.data("budworm").assign(numalive=lambda d: 20 - d["numdead"])
    one = multinom("cbind(numalive, numdead) ~ sex + ldose", wide)
    two = glm("cbind(numdead, numalive) ~ sex + ldose", wide, binomial())
    for test in ("pearson", "deviance"):
        ours, theirs = one.gof(test), two.gof(test)
        assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-6)
        assert ours.parameter == theirs.parameter
    residuals = one.residuals("pearson")
    np.testing.assert_allclose(residuals["numdead"], two.residuals("pearson"), rtol=1e-5)
    np.testing.assert_allclose(residuals.sum(axis=1), 0, atol=1e-10)


def test_a_level_is_a_row_of_weights():
    weighted = FITS["housing"].residuals("pearson")
    plain = FITS["housing"].residuals("response")
    p = FITS["housing"].fitted_values
    expected = plain.mul(np.sqrt(HOUSING["Freq"]), axis=0) / np.sqrt(p * (1 - p))
    pd.testing.assert_frame_equal(weighted, expected)


def test_single_observations_say_nothing():
    fit = polr("rating ~ row", WINE.assign(row=np.arange(len(WINE))))
    assert "not chi-square" in fit.gof().note
    check = fit.check_overdispersion()
    assert check.verdict == "unknown"
    assert "No two observations have the same predictors" in str(check)
    assert "expected counts are below 5" in FITS["polr"].gof().note


def test_what_cannot_be_tested_is_refused_in_words():
    with pytest.raises(ValueError, match=r"saturated model, and zeroinfl\(\) has none"):
        FITS["zeroinfl"].gof("deviance")
    with pytest.raises(ValueError, match="test='person': use pearson"):
        FITS["hurdle"].gof("person")
    gamma = hurdle(ART, COUNTS, dist="gamma")
    for verb in (gamma.gof, gamma.check_overdispersion):
        with pytest.raises(ValueError, match=r"estimates it from the data \(shape "):
            verb()
    with pytest.raises(ValueError, match="needs degrees of freedom"):
        multinom("Sat ~ Infl * Type * Cont", HOUSING, weights="Freq").gof()


@pytest.mark.parametrize("name", FITS)
def test_parts_say_the_same(name):
    whole, parts = FITS[name], parts_of(name)
    assert parts.gof().statistic == pytest.approx(whole.gof().statistic, rel=1e-6)
    assert parts.gof().parameter == whole.gof().parameter
    assert parts.check_overdispersion().ratio == pytest.approx(
        whole.check_overdispersion().ratio, rel=1e-6
    )
    np.testing.assert_allclose(parts.glance(), whole.glance(), rtol=1e-8)
    found, expected = parts.augment().collect(), whole.augment()
    assert found.columns.tolist() == expected.columns.tolist()
    if found[".fitted"].dtype == float:
        np.testing.assert_allclose(found[".fitted"], expected[".fitted"], rtol=1e-6)
    pearson = parts.residuals("pearson").collect()
    np.testing.assert_allclose(pearson, whole.residuals("pearson"), rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("name", ["polr", "multinom"])
def test_glance_as_broom(name):
    fit = FITS["polr"]
    if name == "multinom":
        fit = multinom("vote ~ gender + Europe", oracle.data("beps"), ref="Labour")
    found = fit.glance()
    assert found.columns.tolist() == [
        "edf",
        "logLik",
        "AIC",
        "BIC",
        "deviance",
        "df_residual",
        "nobs",
    ]
    for theirs, value in REFERENCE[name]["glance"].items():
        np.testing.assert_allclose(found[theirs.replace(".", "_")].item(), value, rtol=1e-6)
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(fit.strip())).glance(), found)


def test_glance_of_all_goes_below_each_other():
    rows = pd.concat([fit.glance() for fit in FITS.values()])
    assert rows.notna().all(axis=None)
    for name in ("zeroinfl", "betabinomial"):
        assert FITS[name].glance()["edf"].item() == FITS[name].logLik().df


def test_augment_as_broom():
    fit = FITS["polr"]
    found = fit.augment()
    assert found.columns.tolist() == ["rating", "temp", "contact", ".fitted"]
    assert found[".fitted"].astype(str).tolist() == REFERENCE["polr"]["augment"]
    new = fit.augment(newdata=WINE.head(3))
    assert new.columns.tolist() == [*WINE.columns, ".fitted"]
    probs = fit.augment(type_predict="probs", type_residuals="pearson", se_fit=True)
    pd.testing.assert_series_equal(probs[".fitted_2"], fit.fitted()["2"], check_names=False)
    for column in (".se_fit_2", ".resid_2"):
        assert column in probs


def test_augment_of_counts():
    data = COUNTS.assign(note="x", ment=COUNTS["ment"].where(COUNTS.index != 3))
    fit = zeroinfl(ART, data, na_action="na_exclude")
    found = fit.augment(data, se_fit=True)
    assert found.columns.tolist() == [*data.columns, ".fitted", ".se_fit", ".resid"]
    assert len(found) == len(data)
    assert np.isnan(found[".fitted"].iloc[3])
    np.testing.assert_allclose(found[".resid"], fit.residuals("pearson"))
    assert len(fit.augment()) == len(data) - 1
    link = FITS["zeroinfl"].augment(newdata=COUNTS.head(2), type_predict="link")
    assert link.columns.tolist()[-2:] == [".fitted_count", ".fitted_zero"]
    with pytest.raises(ValueError, match="give one"):
        FITS["zeroinfl"].augment(COUNTS, newdata=COUNTS)
    with pytest.raises(ValueError, match="type_predict='fit': use one of"):
        FITS["zeroinfl"].augment(type_predict="fit")


@pytest.mark.parametrize("name", FITS)
def test_frames_and_matrices(name):
    fit = FITS[name]
    frame, matrix = fit.model_frame(), fit.model_matrix()
    assert len(frame) == len(matrix) == len(DATA.get(name, COUNTS))
    assert matrix.columns[0] == "(Intercept)"
    if name in ("polr", "housing"):
        eta = matrix.iloc[:, 1:] @ fit.coefficients
        np.testing.assert_allclose(eta, fit.linear_predictors, rtol=1e-10)
    with pytest.raises(ValueError, match="stripped"):
        fit.strip().model_frame()


@pytest.mark.parametrize("name", FITS)
def test_the_null_model_is_that_of_the_intercepts(name):
    fit = FITS[name]
    null = fit.update(". ~ 1 | 1" if name in ("zeroinfl", "hurdle") else ". ~ 1")
    assert fit.null_deviance == pytest.approx(null.deviance, rel=1e-9)
    assert parts_of(name).null_deviance == pytest.approx(null.deviance, rel=1e-9)
    if name not in ("zeroinfl", "hurdle"):  # where R's df.null counts rows less two
        assert fit.df_null == null.df_residual
    expected = 1 - float(fit.logLik()) / float(null.logLik())
    assert mcfadden_r2(fit) == pytest.approx(expected, rel=1e-8)


def test_offsets_and_missing_rows_stay_in_the_null_model():
    data = COUNTS.assign(ment=COUNTS["ment"].where(COUNTS.index != 3))
    fit = zeroinfl("art ~ ment + offset(phd / 10) | fem", data)
    null = zeroinfl("art ~ offset(phd / 10) | 1", data.dropna())
    assert fit.null_deviance == pytest.approx(null.deviance, rel=1e-9)
    bare = fit.strip()  # after it was asked for it is known
    assert bare.null_deviance == fit.null_deviance
    with pytest.raises(ValueError, match="stripped"):
        FITS["polr"].update(method="probit").strip().null_deviance
