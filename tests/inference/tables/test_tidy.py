"""tidy, glance and augment, against R's broom; McFadden's R-squared of `regtable`."""

import sys
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm import glm, poisson
from rglm.inference.tables.regtable_statistics import mcfadden_r2

HERE = Path(__file__).parents[2] / "reference"
sys.path.insert(0, str(HERE))
from oracle import data, family, numbers  # noqa: E402

SAVED = oracle.saved("broom")
RTOL = 1e-8  # both sides fit with epsilon = 1e-12
# R's profile ends are read off a spline through a few points
PROFILE = 5e-4
# both sides take the leverages from the step before the last
INFLUENCE = 1e-6
NAMES = {".se.fit": ".se_fit", ".std.resid": ".std_resid"}
NEW = [".fitted", ".resid", ".hat", ".sigma", ".cooksd", ".std_resid"]
CASES = list(SAVED)
WHOLE = [name for name in CASES if "zero" not in SAVED[name]["case"]]
ARRAYS = {"rep(1:3, 18)": [1, 2, 3] * 18, "rep(0:2, 18)": [0, 1, 2] * 18}


@cache
def made(name, **changes):
    """The fit of a case."""
    case = SAVED[name]["case"]
    given = {k: case[k] for k in ("offset", "subset") if k in case} | changes
    if "weights" in case:
        given["weights"] = np.array(ARRAYS[case["weights"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.RankWarning)
        return glm(
            case["formula"],
            data(case["data"]),
            family(case["family"]),
            control={"epsilon": 1e-12, "maxit": 100},
            **given,
        )


def theirs(name, part):
    return SAVED[name]["theirs"][part]


def close(ours, expected, rtol, what, scale=None):
    expected = numbers(expected)
    if scale is None:
        known = expected[~np.isnan(expected)]
        scale = np.sqrt((known**2).sum() / max(1, len(known)))
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(expected), err_msg=what)
    off = np.abs(np.asarray(ours, dtype=float) - expected) / np.maximum(np.abs(expected), scale)
    assert not (off > rtol).any(), f"{what}: {np.nanmax(off):.1e}"


def ends_close(ours, table, name):
    for end in ("low", "high"):
        expected = numbers(table[f"conf.{end}"])
        close(ours[f"conf_{end}"], expected, PROFILE, f"{name} {end}", scale=0.1)


@pytest.mark.parametrize("name", CASES)
def test_tidy(name):
    ours, expected = made(name).tidy(conf_int=True), theirs(name, "tidy")
    assert list(ours) == [c.replace(".", "_") for c in expected]
    assert ours["term"].tolist() == expected["term"]
    for column in ("estimate", "std.error", "statistic"):
        close(ours[column.replace(".", "_")], expected[column], RTOL, column)
    # a p-value is exp(-statistic^2 / 2), which magnifies what the statistic is off by
    np.testing.assert_allclose(ours["p_value"], numbers(expected["p.value"]), rtol=1e-6)
    ends_close(ours, expected, name)
    pd.testing.assert_frame_equal(ours.iloc[:, :5], made(name).tidy())


@pytest.mark.parametrize("name", CASES)
def test_tidy_exponentiated(name):
    fit, expected = made(name), theirs(name, "exponentiated")
    ours = fit.tidy(conf_int=True, conf_level=0.9, exponentiate=True)
    close(np.log(ours["estimate"]), np.log(numbers(expected["estimate"])), RTOL, "estimate")
    close(ours["std_error"], expected["std.error"], RTOL, "std_error")
    logs = {f"conf.{e}": np.log(numbers(expected[f"conf.{e}"])) for e in ("low", "high")}
    ends_close(ours.assign(**np.log(ours[["conf_low", "conf_high"]])), logs, name)
    own = fit.confint(level=0.9).to_numpy()
    np.testing.assert_array_equal(ours[["conf_low", "conf_high"]], np.exp(own))


@pytest.mark.parametrize("name", CASES)
def test_tidy_with_wald_intervals(name):
    ours = made(name).tidy(conf_int=True, method="wald")
    expected = numbers(theirs(name, "wald"))
    for j, end in enumerate(("conf_low", "conf_high")):
        close(ours[end], expected[:, j], RTOL, end)


def test_tidy_with_another_covariance():
    fit = made("budworm")
    ours = fit.tidy(conf_int=True, vcov="HC1")
    se = np.sqrt(np.diag(fit.vcov(type="HC1")))
    np.testing.assert_allclose(ours["std_error"], se, rtol=1e-12)
    np.testing.assert_allclose(ours["statistic"], fit.coef() / se, rtol=1e-12)
    np.testing.assert_allclose(
        ours[["conf_low", "conf_high"]], fit.confint(method="wald", vcov="HC1"), rtol=1e-12
    )


def test_tidy_of_no_coefficients():
    fit = glm("breaks ~ 0", data("warpbreaks"))
    assert fit.tidy(conf_int=True).shape == (0, 7)


@pytest.mark.parametrize("name", CASES)
def test_glance(name):
    ours, expected = made(name).glance(), theirs(name, "glance")
    assert list(ours) == [c.replace(".", "_") for c in expected]
    for column, value in expected.items():
        close(ours[column.replace(".", "_")], value, RTOL, column)


@pytest.mark.parametrize("name", [n for n in CASES if "mcfadden" in SAVED[n]["theirs"]])
def test_mcfadden(name):
    assert mcfadden_r2(made(name)) == pytest.approx(theirs(name, "mcfadden")[0], rel=RTOL)


@pytest.mark.parametrize("name", WHOLE)
def test_augment(name):
    fit, expected = made(name), theirs(name, "augment")
    ours = fit.augment(se_fit=True)
    assert sorted(NAMES.get(c, c) for c in expected) == sorted(c for c in ours if c[0] == ".")
    for column, value in expected.items():
        exact = column in (".fitted", ".resid")
        close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)
    assert ours.index.equals(fit._index)
    matrices = {"cbind"}  # R's are one column, ours are as many as there are
    frame = [c for c in theirs(name, "frame") if c[0] != "." and c.split("(")[0] not in matrices]
    assert [c for c in frame if c not in ours] == []


@pytest.mark.parametrize("name", WHOLE)
def test_augment_on_the_scale_of_the_response(name):
    ours = made(name).augment(type_predict="response", type_residuals="pearson", se_fit=True)
    for column, value in theirs(name, "response").items():
        exact = column in (".fitted", ".resid")
        close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)


@pytest.mark.parametrize("name", [n for n in CASES if "new" in SAVED[n]["theirs"]])
@pytest.mark.filterwarnings("ignore:.*not estimable")
def test_augment_of_new_rows(name):
    new = data(SAVED[name]["case"]["data"]).iloc[::7]
    ours = made(name).augment(newdata=new, type_predict="response", se_fit=True)
    assert list(ours) == [*new, ".fitted", ".se_fit"]
    assert ours.index.equals(new.index)
    for column, value in theirs(name, "new").items():
        exact = column == ".fitted"
        close(ours[NAMES.get(column, column)], value, RTOL if exact else INFLUENCE, column)


def test_augment_of_the_data_drops_incomplete_rows():
    fit, given = made("airquality"), data("airquality")
    ours = fit.augment(data=given)
    assert list(ours) == [*given, *NEW]
    assert ours.index.equals(fit._index)
    pd.testing.assert_frame_equal(ours[NEW], fit.augment()[NEW])
    by_place = fit.augment(data=given.to_dict("list"))
    pd.testing.assert_frame_equal(by_place[NEW], ours[NEW], check_index_type=False)
    twice = given.set_axis([0] * len(given))  # labels that tell no rows apart
    np.testing.assert_array_equal(fit.augment(data=twice)[NEW], ours[NEW])
    complete = given.dropna(subset=["Ozone", "Solar.R"]).set_axis(range(500, 611))
    np.testing.assert_array_equal(fit.augment(data=complete)[NEW], ours[NEW])


def test_augment_keeps_the_rows_of_na_exclude():
    fit, plain = made("airquality", na_action="na_exclude"), made("airquality")
    ours = fit.augment(data=data("airquality"), se_fit=True)
    kept = fit.na_action.kept
    assert len(ours) == len(kept)
    added = [".se_fit", *NEW]
    pd.testing.assert_frame_equal(ours[kept][added], plain.augment(se_fit=True)[added])
    assert ours[~kept][added].isna().all(axis=None)
    pd.testing.assert_frame_equal(fit.augment(), plain.augment())


def test_augment_of_the_data_of_a_subset():
    fit, given = made("ships"), data("ships")
    ours = fit.augment(data=given)
    assert ours.index.equals(given.index[given["service"] > 0])
    assert (ours["service"] > 0).all()
    pd.testing.assert_frame_equal(ours[NEW], fit.augment()[NEW])


def test_augment_with_rows_of_weight_zero():
    fit = made("zero")
    ours = fit.augment()
    out = (fit.prior_weights == 0).to_numpy()
    influence = [".hat", ".sigma", ".cooksd", ".std_resid"]
    assert ours.loc[out, influence].isna().all(axis=None)
    assert ours.loc[~out, influence].notna().all(axis=None)
    assert ours[[".fitted", ".resid"]].notna().all(axis=None)
    less = glm(
        "breaks ~ wool + tension",
        data("warpbreaks")[~out],
        poisson(),
        weights=np.array([1, 2] * 18),
        control={"epsilon": 1e-12},
    ).augment()
    pd.testing.assert_frame_equal(ours.loc[~out, NEW], less[NEW], rtol=1e-9)


def test_augment_says_what_is_wrong():
    fit, given = made("toy"), data("toy")
    with pytest.raises(ValueError, match="did you mean 'response'"):
        fit.augment(type_predict="respnse")
    with pytest.raises(ValueError, match=r"type_residuals='working': use one of deviance"):
        fit.augment(type_residuals="working")
    with pytest.raises(ValueError, match="give one"):
        fit.augment(data=given, newdata=given)
    with pytest.raises(ValueError, match="data= has 3 rows"):
        fit.augment(data=given.head(3))


def test_a_column_of_the_data_with_our_name_is_written_over():
    fit = made("toy")
    ours = fit.augment(data=data("toy").assign(**{".resid": 99.0}))
    np.testing.assert_array_equal(ours[".resid"], fit.residuals())


def test_stripped_fits():
    fit = made("budworm").strip()
    pd.testing.assert_frame_equal(fit.tidy(), made("budworm").tidy())
    pd.testing.assert_frame_equal(fit.glance(), made("budworm").glance())
    assert ".fitted" in fit.augment(newdata=data("budworm"))
    with pytest.raises(ValueError, match="stripped"):
        fit.augment()
