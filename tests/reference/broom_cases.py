"""The fits of R's broom.json, and comparisons with it; a helper of tests."""

import warnings
from functools import cache

import numpy as np
from oracle import data, family, numbers, saved

import rglm
from rglm import glm

SAVED = saved("broom")
RTOL = 1e-8  # both sides fit with epsilon = 1e-12
# R's profile ends are read off a spline through a few points
PROFILE = 5e-4
# both sides take the leverages from the step before the last
INFLUENCE = 1e-6
NAMES = {".se.fit": ".se_fit", ".std.resid": ".std_resid"}
ADDED = [".fitted", ".resid", ".hat", ".sigma", ".cooksd", ".std_resid"]
CASES = list(SAVED)
WITHOUT_ZERO_WEIGHTS = [name for name in CASES if "zero" not in SAVED[name]["case"]]
ARRAYS = {"rep(1:3, 18)": [1, 2, 3] * 18, "rep(0:2, 18)": [0, 1, 2] * 18}


@cache
def fit_of(name, **changes):
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


def assert_close(ours, expected, rtol, what, scale=None):
    expected = numbers(expected)
    if scale is None:
        known = expected[~np.isnan(expected)]
        scale = np.sqrt((known**2).sum() / max(1, len(known)))
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(expected), err_msg=what)
    off = np.abs(np.asarray(ours, dtype=float) - expected) / np.maximum(np.abs(expected), scale)
    assert not (off > rtol).any(), f"{what}: {np.nanmax(off):.1e}"


def limits_close(ours, table, name):
    for end in ("low", "high"):
        expected = numbers(table[f"conf.{end}"])
        assert_close(ours[f"conf_{end}"], expected, PROFILE, f"{name} {end}", scale=0.1)
