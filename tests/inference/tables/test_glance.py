"""glance of every model, against broom (broom.R and predict_likelihood.R)."""

import pickle

import broom_cases
import numpy as np
import oracle
import pandas as pd
import pytest
from likelihood_fits import FITS, REFERENCE

from rglm import multinom

PSEUDO_R2 = ("mcfadden_r2", "nagelkerke_r2")  # behind broom's columns


@pytest.mark.parametrize("name", broom_cases.CASES)
def test_glance_of_a_glm_as_broom(name):
    ours, expected = broom_cases.fit_of(name).glance(), broom_cases.theirs(name, "glance")
    assert list(ours) == [*(c.replace(".", "_") for c in expected), *PSEUDO_R2]
    for column, value in expected.items():
        broom_cases.assert_close(ours[column.replace(".", "_")], value, broom_cases.RTOL, column)


@pytest.mark.parametrize("name", ["polr", "multinom"])
def test_glance_of_polr_and_multinom_as_broom(name):
    fit = FITS["polr"]
    if name == "multinom":
        fit = multinom("vote ~ gender + Europe", oracle.data("beps"), ref="Labour")
    row = fit.glance()
    assert row.columns.tolist() == [
        "edf",
        "logLik",
        "AIC",
        "BIC",
        "deviance",
        "df_residual",
        "nobs",
        *PSEUDO_R2,
    ]
    for theirs, value in REFERENCE[name]["glance"].items():
        np.testing.assert_allclose(row[theirs.replace(".", "_")].item(), value, rtol=1e-6)
    pd.testing.assert_frame_equal(pickle.loads(pickle.dumps(fit.strip())).glance(), row)


def test_glance_of_all_goes_below_each_other():
    rows = pd.concat([fit.glance() for fit in FITS.values()])
    assert rows.notna().all(axis=None)
    for name in ("zeroinfl", "betabinomial"):
        assert FITS[name].glance()["edf"].item() == FITS[name].logLik().df
