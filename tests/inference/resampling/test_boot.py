"""The bootstrap of a fit: intervals as R's boot.ci, schemes, models, pages and errors."""

import json
import sys

import numpy as np
import oracle
import pandas as pd
import pytest

sys.path.insert(0, str(oracle.HERE))
import boot_replicates

from rglm import (
    FitWarning,
    aov,
    betabinomial,
    binomial,
    glm,
    glm_nb,
    hurdle,
    lm,
    multinom,
    options,
    poisson,
    polr,
    zeroinfl,
)
from rglm.datasets import load
from rglm.inference.resampling.bootstrap_intervals import Replicates, bootstrap_limits
from rglm.inference.resampling.statistics import limits_of

R_ENDS = json.loads((oracle.HERE / "boot.json").read_text())
GIVEN = json.loads((oracle.HERE / "boot_replicates.json").read_text())
LOOMS, GALAXIES, BUDWORM = load("warpbreaks"), load("galaxies"), load("budworm")
COUNTS = glm("breaks ~ wool + tension", LOOMS, poisson())
LINE = lm("breaks ~ wool + tension", LOOMS)
LOGIT = glm("has_gc ~ logmass", GALAXIES, binomial())
SAME = 1e-10  # as R computes the same order statistics


@pytest.mark.parametrize("name", GIVEN)
def test_intervals_are_those_of_boot_ci(name):
    case = {key: np.array(value) for key, value in GIVEN[name].items()}
    for level, of_coefficients in R_ENDS["intervals"][name].items():
        for place, of_types in enumerate(of_coefficients):
            replicates = Replicates(
                case["t0"][place],
                case["t"][:, place],
                case["errors0"][place],
                case["errors"][:, place],
                lambda place=place: case["influence"][:, place],
            )
            for kind, ends in of_types.items():
                ours = bootstrap_limits(kind, replicates, float(level)).ends
                np.testing.assert_allclose(ours, ends, rtol=SAME, atol=SAME)


@pytest.mark.parametrize("name", GIVEN)
def test_replicates_are_those_that_boot_ci_was_given(name):
    result, case = boot_replicates.bootstraps()[name], GIVEN[name]
    np.testing.assert_allclose(result.t, case["t"], rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(result._influence, case["influence"], atol=1e-6)
    for kind in ("norm", "basic", "perc", "bca", "stud"):
        ends = np.array([one[kind] for one in R_ENDS["intervals"][name]["0.8"]])
        np.testing.assert_allclose(result.confint(level=0.8, type=kind), ends, atol=1e-5)


def test_the_page_is_that_of_boot_with_names_for_numbers():
    result = boot_replicates.bootstraps()["rows"]
    table = R_ENDS["page"][-5:]
    ours = str(result).splitlines()[-5:]
    assert [line.split()[1:] for line in ours[1:]] == [line.split()[1:] for line in table[1:]]
    assert ours[0].split() == table[0].split()
    assert str(result).startswith("\nORDINARY NONPARAMETRIC BOOTSTRAP\n\n\nCall:\nboot(glm(")
    summary = str(result.summary()).splitlines()
    assert summary[0] == R_ENDS["summary"][1].strip()
    assert [line.split()[1:] for line in summary[2:]] == [
        line.split()[1:] for line in R_ENDS["summary"][3:]
    ]
    assert "Bootstrap Statistics" in result._repr_html_()


def test_a_row_drawn_twice_has_twice_its_weight_and_is_two_observations():
    weighted = lm("breaks ~ wool", LOOMS, weights="breaks", offset="breaks / 2")
    result = weighted.boot(R=3, seed=5)
    rng = np.random.default_rng(5)
    drawn = rng.integers(54, size=(3, 54))
    for i in range(3):
        again = lm("breaks ~ wool", LOOMS.iloc[drawn[i]], weights="breaks", offset="breaks / 2")
        np.testing.assert_allclose(result.t.iloc[i], again.coefficients, rtol=1e-9)
        np.testing.assert_allclose(
            result._refits.errors[i], again.summary().coefficients["Std. Error"], rtol=1e-9
        )


MODELS = {
    "lm": lambda: LINE,
    "glm": lambda: COUNTS,
    "logit": lambda: LOGIT,
    "trials": lambda: glm("cbind(dead, alive) ~ sex + ldose", BUDWORM, binomial()),
    "gamma": lambda: glm("breaks ~ wool", LOOMS, "Gamma"),
    "brglm": lambda: glm("has_gc ~ logmass", GALAXIES, binomial(), method="brglm"),
    "glm_nb": lambda: glm_nb("breaks ~ wool", LOOMS),
    "aov": lambda: aov("breaks ~ wool", LOOMS),
    "polr": lambda: polr("ordered(tension) ~ breaks", LOOMS),
    "multinom": lambda: multinom("tension ~ breaks", LOOMS),
    "zeroinfl": lambda: zeroinfl("n_gc ~ logmass", GALAXIES),
    "hurdle": lambda: hurdle("n_gc ~ logmass", GALAXIES, dist="negbin"),
    "betabinomial": lambda: betabinomial("cbind(dead, alive) ~ sex", BUDWORM),
}
HAS_RESIDUALS = ("lm", "glm", "trials", "gamma", "brglm", "glm_nb", "aov")


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("kind", ["case", "cluster", "parametric", "residual"])
def test_every_type_of_every_model(name, kind):
    fit = MODELS[name]()
    cluster = np.arange(len(fit._index)) // 2 if kind == "cluster" else None
    if kind == "residual" and (name not in HAS_RESIDUALS or name == "brglm"):
        with pytest.raises(ValueError, match="type='residual'"):
            fit.boot(R=3, type=kind)
        return
    result = fit.boot(R=4, type=kind, seed=1, cluster=cluster)
    assert result.t.shape == (4, len(fit.names))
    assert result.t.columns.tolist() == list(fit.names) == result.t0.index.tolist()
    np.testing.assert_array_equal(result.t0, fit._estimates)
    assert np.ptp(result.t.to_numpy(), axis=0).min() > 0


def test_the_same_seed_gives_the_same_replicates_with_any_number_of_threads():
    first = LOGIT.boot(R=50, seed=3).t
    for threads in (1, 2, 3):
        with options(threads=threads):
            pd.testing.assert_frame_equal(LOGIT.boot(R=50, seed=3).t, first, check_exact=True)
    assert not first.equals(LOGIT.boot(R=50, seed=4).t)
    assert not LOGIT.boot(R=5).t.equals(LOGIT.boot(R=5).t)


def test_fits_at_once_and_one_by_one_are_the_same():
    one_by_one = LOGIT.boot(R=20, statistic=lambda fit: fit.coefficients, seed=3)
    np.testing.assert_allclose(one_by_one.t, LOGIT.boot(R=20, seed=3).t, rtol=1e-6)


def test_a_statistic_is_a_number_an_array_a_series_or_a_dict():
    def slope(fit):
        return fit.coefficients["logmass"]

    assert LOGIT.boot(R=9, statistic=slope, seed=1).names == ["slope"]
    assert LOGIT.boot(R=9, statistic=lambda fit: slope(fit), seed=1).names == ["t1"]
    result = LOGIT.boot(R=9, statistic=lambda fit: [fit.deviance, slope(fit)], seed=1)
    assert result.names == ["t1", "t2"]
    new = pd.DataFrame({"logmass": [8.0, 9.0]}, index=["a", "b"])
    result = LOGIT.boot(R=29, statistic=lambda fit: fit.predict(new, type="response"), seed=1)
    assert result.names == ["a", "b"]
    ends = result.confint(level=0.8, type="perc")
    assert (ends.loc["a"] < ends.loc["b"]).all()
    result = LOGIT.boot(R=9, statistic=lambda fit: {"R2": fit.deviance}, seed=1)
    assert result.names == ["R2"]
    with pytest.raises(ValueError, match="type='stud' needs a standard error of each replicate"):
        result.confint(type="stud")


def test_a_statistic_with_other_values_in_a_resample_is_an_error():
    with pytest.raises(TypeError, match="has to return the same"):
        LOGIT.boot(R=9, statistic=lambda fit: np.ones(1 + int(10 * fit.deviance) % 7), seed=1)
    with pytest.raises(TypeError, match="statistic= takes a function"):
        LOGIT.boot(R=9, statistic="coef")
    with pytest.raises(TypeError, match="statistic= has to return a number"):
        LOGIT.boot(R=9, statistic=lambda fit: "a")


def test_what_is_nan_has_no_part():
    calls = iter(range(1000))
    with pytest.warns(FitWarning, match="up to 10 of 49 resamples have no value"):
        result = COUNTS.boot(
            R=49, statistic=lambda fit: np.nan if next(calls) % 5 == 1 else fit.deviance, seed=1
        )
    known = result.t["t1"].dropna()
    assert len(known) == 39
    assert result.summary()["bootSE"].item() == pytest.approx(known.std())
    assert result.confint(level=0.8, type="perc").notna().all(axis=None)


def test_a_level_that_a_resample_lacks_leaves_what_it_does_not_determine_nan():
    data = pd.DataFrame({"g": list("aabbcccccc"), "y": np.arange(10.0)})
    with pytest.warns(FitWarning, match="resamples have no value"):
        t = lm("y ~ g", data).boot(R=60, seed=1).t
    rng = np.random.default_rng(1)
    drawn = rng.integers(10, size=(60, 10))
    lacks_a, lacks_b = (
        np.array([not set(rows) & places for rows in drawn]) for places in ({0, 1}, {2, 3})
    )
    np.testing.assert_array_equal(t["(Intercept)"].isna(), lacks_a)
    np.testing.assert_array_equal(t["gb"].isna(), lacks_a | lacks_b)
    np.testing.assert_array_equal(t["gc"].isna(), lacks_a)


def test_separated_resamples_are_infinite_and_counted():
    data = pd.DataFrame({"x": np.arange(14.0), "y": [0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 1, 1, 1, 1]})
    fit = glm("y ~ x", data, binomial())
    with pytest.warns(FitWarning, match=r"(\d+) of 99 resamples have infinite estimates"):
        result = fit.boot(R=99, seed=1)
    infinite = np.isinf(result.t["x"])
    assert infinite.sum() > 5
    assert (result.t["x"][infinite] > 0).all()
    assert "resamples have infinite estimates" in str(result)
    assert np.isfinite(result.summary()).all(axis=None)
    assert np.isfinite(result.vcov()).all(axis=None)
    assert result.confint("x", type="perc").to_numpy()[0, 1] == np.inf
    assert np.isfinite(result.confint("x", type="norm")).all(axis=None)
    assert "infinite" in result.plot("x", type="perc").flat[0].get_xlabel()
    with pytest.warns(FitWarning, match="separation"):
        one_by_one = fit.boot(R=12, statistic=lambda fit: fit._limits(), seed=1)
    np.testing.assert_array_equal(np.isinf(one_by_one.t["t2"]), infinite[:12])


def test_resamples_that_cannot_be_fitted_are_counted():
    data = load("warpbreaks").iloc[[0, 1, 2, 9, 18, 27, 36, 45]]
    fit = polr("ordered(tension) ~ breaks", data)
    with pytest.warns(FitWarning, match="resamples could not be fitted, and are left out"):
        result = fit.boot(R=20, seed=1)
    assert result.t.isna().all(axis=1).any()


def test_clusters_are_drawn_whole():
    groups = np.arange(54) // 6
    result = COUNTS.boot(R=3, cluster=groups, seed=2)
    picked = np.random.default_rng(2).integers(9, size=(3, 9))
    for i in range(3):
        rows = np.concatenate([np.flatnonzero(groups == g) for g in picked[i]])
        again = COUNTS._fit_to_rows(rows)
        np.testing.assert_allclose(result.t.iloc[i], again.coefficients, rtol=1e-6)


def test_strata_keep_their_sizes():
    t = LINE.boot(
        R=30, seed=1, strata="wool", statistic=lambda fit: (fit.data["wool"] == "A").sum()
    ).t
    assert (t == 27).all(axis=None)


def test_the_covariance_of_replicates_is_a_type_of_vcov():
    result = COUNTS.boot(R=99, seed=1)
    given = COUNTS.vcov(type="boot", R=99)
    np.testing.assert_array_equal(given, result.vcov())
    assert given.attrs["type"] == "boot"
    np.testing.assert_array_equal(
        COUNTS.vcov("woolB", type="boot", R=99), result.vcov().loc[["woolB"], ["woolB"]]
    )
    page = str(COUNTS.summary(vcov={"type": "boot", "R": 99}))
    assert "Standard errors: boot" in page
    clustered = COUNTS.vcov(type="boot", cluster="breaks", R=99)
    assert clustered.attrs["type"] == "boot, clustered by breaks"
    with pytest.raises(ValueError, match="R= is of type='boot', and the type is 'HC3'"):
        COUNTS.vcov(type="HC3", R=99)
    with pytest.raises(ValueError, match="seed= is of type='boot', and the type is 'HC3'"):
        COUNTS.vcov(type="HC3", seed=99)


def test_residuals_are_standardized_and_responses_as_the_family_has_them():
    wide = lm("breaks ~ wool", LOOMS).boot(R=400, type="residual", seed=1)
    np.testing.assert_allclose(
        wide.summary()["bootSE"],
        lm("breaks ~ wool", LOOMS).summary().coefficients["Std. Error"],
        rtol=0.1,
    )
    with pytest.raises(ValueError, match="a response of 0 or 1 has two residuals"):
        LOGIT.boot(R=9, type="residual")
    counted = glm("wool ~ breaks", LOOMS, binomial(), weights=np.full(54, 3.0))
    with pytest.raises(ValueError, match="a response of 0 or 1 has two residuals"):
        counted.boot(R=9, type="residual")


ERRORS = {
    "R=1": ({"R": 1}, "R=1: give a whole number of resamples, 2 or more"),
    "type": ({"type": "cases"}, "type='cases': use one of case, parametric"),
    "no cluster": ({"type": "cluster"}, "needs the cluster of each row"),
    "cluster": ({"type": "case", "cluster": "wool"}, "cluster= is of type='cluster'"),
    "strata": ({"type": "parametric", "strata": "wool"}, "strata= is of type='case'"),
    "two ways": ({"cluster": ["wool", "tension"]}, "takes one variable"),
    "column": ({"cluster": "loom"}, "no column 'loom'"),
    "no strata": ({"strata": [None, *["a"] * 53]}, "strata= is missing in row 0"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_name_the_argument(name):
    arguments, message = ERRORS[name]
    with pytest.raises(ValueError, match=message):
        COUNTS.boot(**{"R": 9} | arguments)


def test_errors_of_intervals():
    result = COUNTS.boot(R=19, type="parametric", seed=1)
    with pytest.raises(ValueError, match="type='bca' needs the influence of rows"):
        result.confint(type="bca")
    with pytest.raises(ValueError, match="type='pct': use one of"):
        result.confint(type="pct")
    with pytest.raises(ValueError, match="parm="):
        result.confint("wool")
    with pytest.raises(ValueError, match="level"):
        result.confint(level=95)
    with pytest.warns(FitWarning, match="R=19 is too small for level=0.95 of woolB"):
        result.confint("woolB")
    assert result.confint(level=0.8).attrs["type"] == "perc"
    assert list(result.ci("woolB", 0.8).index) == ["Normal", "Basic", "Studentized", "Percentile"]


def test_fits_without_rows_or_in_chunks_say_so():
    with pytest.raises(ValueError, match="was stripped of its rows"):
        COUNTS.strip().boot(R=9)
    chunks = glm("breaks ~ wool", lambda: iter([LOOMS[:30], LOOMS[30:]]), poisson())
    with pytest.raises(ValueError, match="a bootstrap needs the rows in memory"):
        chunks.boot(R=9)
    with pytest.raises(ValueError, match="Quasi|quasi"):
        glm("breaks ~ wool", LOOMS, "quasipoisson").boot(R=9, type="parametric")


def test_tidy_has_brooms_columns():
    table = COUNTS.boot(R=99, seed=1).tidy(conf_int=True, conf_level=0.8)
    columns = ["term", "statistic", "bias", "std_error", "conf_low", "conf_high"]
    assert table.columns.tolist() == columns


def test_rows_of_weight_0_are_never_drawn():
    weights = np.r_[np.zeros(10), np.ones(44)]
    fit = lm("breaks ~ wool", LOOMS, weights=weights)
    some = lm("breaks ~ wool", LOOMS[10:])
    pd.testing.assert_frame_equal(fit.boot(R=9, seed=1).t, some.boot(R=9, seed=1).t)
    drawn = fit.boot(R=9, type="parametric", seed=1)
    assert drawn.t.notna().all(axis=None)


def test_all_intervals_of_one_or_of_several():
    result = COUNTS.boot(R=199, seed=1)
    every = result.ci(level=0.8)
    assert every.shape == (4 * 5, 2)
    np.testing.assert_array_equal(every.loc["woolB"], result.ci("woolB", 0.8))
    some = result.ci(["woolB", "tensionM"], 0.8)
    assert some.index[0] == ("woolB", "Normal")
    np.testing.assert_array_equal(some.loc["tensionM"], every.loc["tensionM"])
    one = LINE.boot(R=49, seed=1, statistic=lambda fit: fit.sigma).ci(level=0.8)
    assert list(one.index) == ["Normal", "Basic", "Percentile", "BCa"]


MISTAKES = {
    "place": (
        lambda b: b.ci(2),
        "parm= takes names of coefficients, got 2; R's place 2 is 'woolB'",
    ),
    "places": (lambda b: b.confint([0]), "parm= takes names of coefficients, got 0"),
    "levels": (lambda b: b.ci("woolB", [0.9, 0.95]), r"ci\(\): level= takes a number, got \[0.9"),
    "conf": (lambda b: b.confint(conf=0.9), r"'conf'; it has parm, level, type$"),
    "all": (lambda b: b.confint(type="all"), r"confint\(\) takes one type; ci\(\) has all"),
    "vcov": (lambda b: COUNTS.summary(vcov=b), r"got Boot: give its vcov\(\)"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_of_those_who_know_boot_ci(name):
    mistake, message = MISTAKES[name]
    with pytest.raises((TypeError, ValueError), match=message):
        mistake(COUNTS.boot(R=49, seed=1))


def test_a_statistic_without_numbers_is_an_error():
    with pytest.raises(TypeError, match="statistic= returned None"):
        LINE.boot(R=9, statistic=lambda fit: None)
    with pytest.raises(TypeError, match="statistic= has to return numbers in one row"):
        LINE.boot(R=9, statistic=lambda fit: [])


def test_few_clusters_are_said_and_many_are_not():
    with pytest.warns(FitWarning, match="boot: 3 clusters have only 10 different resamples"):
        result = lm("breaks ~ wool", LOOMS).boot(R=19, cluster="tension", seed=1)
    assert "3 clusters have only 10 different" in result._repr_html_()
    LINE.boot(R=19, cluster=np.arange(54) // 6, seed=1)


def test_strata_are_named_as_clusters_are():
    wanted = LINE.boot(R=9, strata="wool", seed=1).t
    pd.testing.assert_frame_equal(LINE.boot(R=9, strata="~ wool", seed=1).t, wanted)
    with pytest.raises(ValueError, match=r"strata='interaction\(wool, tension\)'"):
        LINE.boot(R=9, strata=["wool", "tension"])


@pytest.mark.filterwarnings("ignore::rglm.RankWarning")
def test_what_is_aliased_in_the_fit_is_not_missed_in_resamples():
    fit = lm("breaks ~ wool + I(2 * (wool == 'B')) + tension", LOOMS)
    result = fit.boot(R=199, seed=1)  # no warning
    assert result.confint(level=0.8).isna().all(axis=1).sum() == 1
    assert result.plot(level=0.8).size == 4


@pytest.mark.filterwarnings("ignore::rglm.FitWarning", "ignore::rglm.SeparationWarning")
def test_resamples_of_a_separated_fit_are_as_infinite_at_once_as_one_by_one():
    data = pd.DataFrame({"x": np.arange(8.0), "z": [1.0, 3, 2, 0, 2, 1, 3, 0]})
    fit = glm("y ~ x + z", data.assign(y=data["x"] > 3.5), binomial())
    result = fit.boot(R=9, seed=1)
    again = fit.boot(R=9, seed=1, statistic=limits_of)
    np.testing.assert_array_equal(np.isinf(result.t), np.isinf(again.t))
    assert np.isinf(result.t["x"]).all()


@pytest.mark.filterwarnings("ignore::rglm.FitWarning")
def test_infinite_estimates_of_likelihood_models_count_as_separated():
    grades = LOOMS["tension"].map({"L": 1, "M": 2, "H": 3})
    data = LOOMS.assign(grade=grades.where(LOOMS["wool"] == "A", 1))
    data.loc[30, "grade"] = 2  # without this row 'woolB' is infinite
    fit = polr("ordered(grade) ~ wool", data)
    result = fit.boot(R=29, seed=1)
    infinite = np.isinf(result.t["woolB"])
    assert 0 < infinite.sum() < 29
    assert f"{infinite.sum()} of 29 resamples have infinite estimates" in str(result)
    drawn = data["grade"].where(data.index != 30, 1)
    assert fit.refit(drawn).separated.tolist() == [True]
