"""glance of the models that are no glm, against broom (predict_likelihood.R)."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest
from likelihood_fits import FITS, REFERENCE

from rglm import multinom


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
