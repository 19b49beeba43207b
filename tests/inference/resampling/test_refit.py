"""`refit`: many responses of one model, beside its fits one by one."""

from __future__ import annotations

import json
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    FitWarning,
    Gamma,
    betabinomial,
    binomial,
    gaussian,
    glm,
    glm_nb,
    hurdle,
    lm,
    multinom,
    poisson,
    polr,
    quasipoisson,
    zeroinfl,
)
from rglm.datasets import load
from rglm.errors import DataError

FAMILIES = {"binomial": binomial, "poisson": poisson, "Gamma": Gamma, "gaussian": gaussian}
GALAXIES = load("galaxies")
BREAKS = load("warpbreaks").assign(
    w=lambda d: np.arange(len(d)) % 3 + 1.0, o=lambda d: np.log1p(np.arange(len(d)) % 5)
)
BUDWORM = load("budworm")


def quietly(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return make()


def assert_equal_to_update(refits, name, one, rtol=1e-10):
    kwargs = {"rtol": rtol, "atol": 1e-12}
    np.testing.assert_allclose(refits.coefficients.loc[name], one._estimates, **kwargs)
    errors = np.sqrt(np.diag(one.vcov()))
    known = refits.std_errors.loc[name].dropna()
    np.testing.assert_allclose(known, errors[~np.isnan(errors)], rtol=max(rtol, 1e-9))
    assert refits.deviance[name] == pytest.approx(one.deviance, rel=rtol)
    assert refits.iter[name] == one.iter
    assert refits.df_residual[name] == one.df_residual
    assert refits.converged[name] == one.converged


def ordered_galaxies():
    kind = pd.CategoricalDtype(["dwarf", "field", "cluster"], ordered=True)
    return GALAXIES.assign(sample=GALAXIES["sample"].astype(kind))


FITS = {
    "logit": lambda: glm("has_gc ~ logmass", GALAXIES, binomial()),
    "weights": lambda: glm("breaks ~ wool", BREAKS, poisson(), weights="w", offset="o"),
    "gamma": lambda: glm("breaks ~ wool + tension", BREAKS, Gamma("log")),
    "cbind": lambda: glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial()),
    "brglm": lambda: glm("has_gc ~ logmass", GALAXIES, binomial(), method="brglm"),
    "lm": lambda: lm("breaks ~ wool * tension", BREAKS, weights="w"),
    "glm_nb": lambda: glm_nb("breaks ~ wool", BREAKS),
    "polr": lambda: polr("sample ~ logmass", ordered_galaxies()),
    "multinom": lambda: multinom("sample ~ logmass", GALAXIES),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass | 1", GALAXIES),
    "hurdle": lambda: hurdle("n_gc ~ logmass | 1", GALAXIES, dist="negbin"),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ ldose", BUDWORM),
}


@pytest.mark.parametrize("name", FITS)
def test_each_fit_is_that_of_the_models_function(name):
    fit = FITS[name]()
    y = quietly(lambda: fit.simulate(3, seed=7))
    refits = quietly(lambda: fit.refit(y))
    column = y["sim_2"]
    if isinstance(column, pd.DataFrame):
        data = fit.data.assign(s=column.iloc[:, 0], f=column.iloc[:, 1])
        one = quietly(lambda: fit.update("cbind(s, f) ~ .", data=data))
    else:
        one = quietly(lambda: fit.update("new ~ .", data=fit.data.assign(new=column)))
    assert refits.coefficients.index.tolist() == ["sim_1", "sim_2", "sim_3"]
    assert refits.coefficients.columns.tolist() == list(fit.names)
    assert_equal_to_update(refits, "sim_2", one)
    assert dict(refits.auxiliary.loc["sim_2"]) == pytest.approx(
        dict(one._auxiliary_parameters) if refits.auxiliary.shape[1] else {}
    )


def test_columns_are_matched_by_their_index_or_by_place():
    fit = glm("breaks ~ wool", BREAKS[::-1], poisson(), subset="w > 1")
    y = fit.simulate(2, seed=1)
    wanted = fit.refit(y).coefficients
    everywhere = pd.DataFrame(0, index=BREAKS.index, columns=y.columns)
    everywhere.loc[y.index] = y
    pd.testing.assert_frame_equal(fit.refit(everywhere).coefficients, wanted)
    by_place = fit.refit(y.to_numpy()).coefficients
    np.testing.assert_array_equal(by_place, wanted)
    assert by_place.index.tolist() == [0, 1]
    in_data = fit.refit(everywhere.loc[BREAKS.index[::-1]].to_numpy())
    np.testing.assert_array_equal(in_data.coefficients, wanted)


def test_rows_left_out_stay_out():
    data = BREAKS.assign(x=np.where(np.arange(54) == 5, np.nan, np.arange(54) % 7))
    fit = glm("breaks ~ wool + x", data, poisson(), na_action="na_exclude")
    y = fit.simulate(2, seed=1)
    assert y.isna().any().any()
    one = fit.update("new ~ .", data=data.assign(new=y["sim_1"]))
    assert_equal_to_update(fit.refit(y), "sim_1", one)


def test_one_response_and_none():
    fit = lm("breaks ~ wool", BREAKS)
    one = fit.refit(BREAKS["breaks"] * 2.0)
    assert one.coefficients.loc["breaks"].to_numpy() == pytest.approx(2 * fit.coefficients)
    none = fit.refit(pd.DataFrame(index=BREAKS.index))
    assert len(none) == 0
    assert "0 fits of lm(breaks ~ wool)" in repr(none)


def test_levels_logicals_and_texts_are_responses():
    data = GALAXIES.assign(has=np.where(GALAXIES["has_gc"] == 1, "yes", "no"))
    fit = glm("has ~ logmass", data, binomial())
    y = fit.simulate(2, seed=3)
    as_text, as_bool = y.astype(str), y == "yes"
    wanted = fit.refit(y).coefficients
    for given in (as_text, as_bool, as_bool.astype(float), (y == "yes").to_numpy()):
        np.testing.assert_array_equal(fit.refit(given).coefficients, wanted)
    with pytest.raises(DataError, match="'maybe', which is no level of the response"):
        fit.refit(as_text.replace("no", "maybe"))


def test_separated_and_failed_responses_are_counted():
    fit = glm("has_gc ~ logmass", GALAXIES, binomial())
    y = fit.simulate(3, seed=1).assign(sim_2=(GALAXIES["logmass"] > 7).astype(int))
    with pytest.warns(FitWarning, match="of 3 fits 1 fit is separated, with infinite"):
        refits = fit.refit(y)
    assert refits.separated.tolist() == [False, True, False]
    assert "1 fit is separated" in repr(refits)
    assert "1 fit is separated" in refits._repr_html_()
    model = zeroinfl("n_gc ~ logmass", GALAXIES)
    y = pd.DataFrame({"all": GALAXIES["n_gc"] + 1, "some": GALAXIES["n_gc"]})
    with pytest.warns(FitWarning, match="not there, see failures. The first: .*no zeros"):
        refits = model.refit(y)
    assert refits.failures.index.tolist() == ["all"]
    assert refits.failed.tolist() == [True, False]
    assert refits.coefficients.loc["some"].to_numpy() == pytest.approx(model._estimates)


def test_a_response_that_the_family_does_not_allow_is_named():
    fit = glm("breaks ~ wool", BREAKS, poisson())
    y = fit.simulate(2, seed=1).astype(float)
    y.loc[7, "sim_2"] = -1.0
    with pytest.raises(DataError, match="got -1 at row 7 .y=, column 'sim_2', in the row lab"):
        fit.refit(y)
    y.loc[7, "sim_2"] = np.nan
    with pytest.raises(DataError, match="missing in column 'sim_2', in the row labelled 7"):
        fit.refit(y)


def test_other_tables_and_rows_are_refused():
    with pytest.raises(DataError, match="has categories in column 'wool'"):
        lm("breaks ~ wool", BREAKS).refit(BREAKS["wool"])
    fit = glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial())
    with pytest.raises(TypeError, match="a DataFrame or an array with a column for each"):
        fit.refit("y")
    with pytest.raises(ValueError, match="y= has 5 values where the data have 12 rows"):
        fit.refit(np.zeros((5, 2)))
    with pytest.raises(ValueError, match="2 columns, dead, alive, and y= needs as many"):
        fit.refit(np.zeros((12, 2)))
    y = fit.simulate(2, seed=1)
    turned = y[[("sim_1", "alive"), ("sim_1", "dead"), ("sim_2", "dead"), ("sim_2", "alive")]]
    pd.testing.assert_frame_equal(fit.refit(turned).coefficients, fit.refit(y).coefficients)


def test_rows_of_weight_zero_need_no_response():
    data = BUDWORM.assign(w=np.arange(12) % 4 > 0, share=lambda d: d["dead"] / 20)
    fit = glm("share ~ ldose", data, binomial(), weights=20 * data["w"])
    y = fit.simulate(2, seed=1)
    assert y.isna().any().any()
    one = fit.update("new ~ .", data=data.assign(new=y["sim_1"].fillna(0.0)))
    assert_equal_to_update(fit.refit(y), "sim_1", one)


def test_totals_may_differ():
    fit = glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial())
    dead = fit.simulate(1, seed=1)["sim_1"]["dead"]
    y = pd.DataFrame({("a", "dead"): dead, ("a", "alive"): 40 - dead})
    one = fit.update("cbind(s, f) ~ .", data=BUDWORM.assign(s=dead, f=40 - dead))
    assert_equal_to_update(fit.refit(y), "a", one)


def test_the_page_and_the_table_of_all_fits():
    fit = glm("breaks ~ wool", BREAKS, quasipoisson())
    y = np.random.default_rng(1).poisson(fit.fitted_values, size=(20, len(BREAKS))).T
    refits = fit.refit(y)
    lines = repr(refits).splitlines()
    assert lines[0] == "20 fits of glm(breaks ~ wool) to other responses"
    assert lines[2].split() == ["Estimate", "Mean", "SD", "Mean", "SE", "2.5%", "97.5%"]
    table = refits.summary()
    assert table["SD"].to_numpy() == pytest.approx(refits.coefficients.std())
    frame = refits.to_frame()
    assert frame.shape == (20, 7)
    assert frame["dispersion"].mean() == pytest.approx(1, abs=0.3)


def test_many_responses_have_the_fits_of_r():
    """Coefficients, standard errors, deviances and iteration counts of a loop of R's glm."""
    given = json.loads((oracle.HERE / "refit.json").read_text())
    for case in given["cases"]:
        y = np.array(case["y"])
        data = pd.DataFrame({"x": given["x"], "g": given["g"], "w": given["w"], "y": y[:, 0]})
        family = FAMILIES[case["family"]](case["link"])
        refits = glm("y ~ x + g", data, family, weights="w").refit(y)
        for k, one in enumerate(case["fits"]):
            np.testing.assert_allclose(refits.coefficients.loc[k], one["coef"], rtol=oracle.RTOL)
            np.testing.assert_allclose(refits.std_errors.loc[k], one["se"], rtol=oracle.RTOL)
            assert refits.deviance[k] == pytest.approx(one["deviance"], rel=oracle.RTOL)
            assert refits.iter[k] == one["iter"]
