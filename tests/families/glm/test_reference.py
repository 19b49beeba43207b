"""Families: every function at R's values."""

import warnings

import numpy as np
import oracle
import pytest

import rglm.families as families
from rglm.families import FamilyWarning, negative_binomial

REFERENCE = oracle.saved("families")
TABLES = REFERENCE["families"]
# Rounding of a few operations, in R and here.
RTOL = 1e-13
# R's deviance is a difference of terms of the size of wt * scale and loses their last digits;
# ours keeps them.
CANCELLED = 1e-14
# MASS subtracts log gammas of 1e5, each with a relative error of 1e-16: 1e-10 of the result.
RTOL_AIC = 1e-10


def floats(values):
    return np.array(values, dtype=float)


def family_of(table):
    return eval(table["call"], {"__builtins__": {}}, vars(families))


def ids(table):
    return table["call"]


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_names_and_page(table):
    family = family_of(table)
    assert family.name == table["name"]
    assert family.link.name == table["link"]
    assert str(family) + "\n" == table["page"]
    assert eval(repr(family), {"__builtins__": {}}, vars(families)) == family


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_variance(table):
    np.testing.assert_allclose(
        family_of(table).variance(floats(table["mu"])), floats(table["variance"]), rtol=RTOL
    )


def cancelling_scale(table, y, mu, wt):
    """The largest of the terms that R's formula subtracts."""
    family, theta = family_of(table), getattr(family_of(table), "theta", 0.0)
    power = getattr(family, "var_power", None)
    with np.errstate(all="ignore"):
        log = 1 + np.abs(np.log(np.where(y > 0, y, 1) / np.abs(mu)))
        count = (np.abs(y) + np.abs(mu) + theta) * log
        relative = (1 + np.abs(y / mu)) * log
        scale = np.maximum(count, relative)
        if power is not None:
            terms = np.abs(y) * np.abs(mu) ** (1 - power) + np.abs(mu) ** (2 - power)
            terms += np.where(y > 0, np.abs(y) ** (2 - power), 0)
            scale = np.maximum(scale, terms / max(1e-3, abs((1 - power) * (2 - power)) or 1))
    return wt * scale


@pytest.mark.parametrize("table", TABLES, ids=ids)
def test_dev_resids(table):
    y, mu, wt = floats(table["y"]), floats(table["mu"]), floats(table["wt"])
    ours, r = family_of(table).dev_resids(y, mu, wt), floats(table["dev_resids"])
    assert not np.any(np.isnan(ours))
    error = np.abs(ours - r)
    allowed = RTOL * np.abs(r) + CANCELLED * cancelling_scale(table, y, mu, wt)
    assert np.all((error <= allowed) | (ours == r))


STARTS = [(t, s) for t in TABLES for s in t["starts"]]


@pytest.mark.parametrize(("table", "start"), STARTS, ids=lambda x: x.get("call", ""))
def test_prepare(table, start):
    family = family_of(table)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        prepared = family.prepare(floats(start["given"]), floats(start["given_weights"]))
    assert [str(w.message) for w in caught] == start["warned"]
    assert all(issubclass(w.category, FamilyWarning) for w in caught)
    for part in ("y", "weights", "trials", "mustart"):
        ours = getattr(prepared, part)
        assert ours.dtype == float
        np.testing.assert_allclose(ours, floats(start[part]), rtol=RTOL, err_msg=part)


AICS = [(t, a) for t in TABLES for a in t["aics"]]


@pytest.mark.parametrize(("table", "row"), AICS, ids=lambda x: x.get("call", ""))
def test_aic(table, row):
    family = family_of(table)
    y, mu, wt, trials = (floats(row[k]) for k in ("y", "mu", "wt", "trials"))
    dev = float(row["dev"][0])
    r = np.nan if row["aic"][0] == "NA" else float(row["aic"][0])
    np.testing.assert_allclose(family.aic(y, mu, wt, trials, dev), r, rtol=RTOL_AIC)


def test_theta_in_the_name_is_written_as_mass_does():
    names = [negative_binomial(float(t)).name for t in REFERENCE["thetas"]]
    assert names == REFERENCE["theta_names"]
