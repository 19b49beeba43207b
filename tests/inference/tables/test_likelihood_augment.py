"""augment of the models that are no glm, against broom (predict_likelihood.R)."""

import numpy as np
import pandas as pd
import pytest
from likelihood_fits import ART, COUNTS, FITS, REFERENCE, WINE

from rglm import zeroinfl


def test_augment_as_broom():
    fit = FITS["polr"]
    frame = fit.augment()
    assert frame.columns.tolist() == ["rating", "temp", "contact", ".fitted"]
    assert frame[".fitted"].astype(str).tolist() == REFERENCE["polr"]["augment"]
    new = fit.augment(newdata=WINE.head(3))
    assert new.columns.tolist() == [*WINE.columns, ".fitted"]
    probs = fit.augment(type_predict="probs", type_residuals="pearson", se_fit=True)
    pd.testing.assert_series_equal(probs[".fitted_2"], fit.fitted()["2"], check_names=False)
    for column in (".se_fit_2", ".resid_2"):
        assert column in probs


def test_augment_of_counts():
    data = COUNTS.assign(note="x", ment=COUNTS["ment"].where(COUNTS.index != 3))
    fit = zeroinfl(ART, data, na_action="na_exclude")
    frame = fit.augment(data, se_fit=True)
    assert frame.columns.tolist() == [*data.columns, ".fitted", ".se_fit", ".resid"]
    assert len(frame) == len(data)
    assert np.isnan(frame[".fitted"].iloc[3])
    np.testing.assert_allclose(frame[".resid"], fit.residuals("pearson"))
    assert len(fit.augment()) == len(data) - 1
    link = FITS["zeroinfl"].augment(newdata=COUNTS.head(2), type_predict="link")
    assert link.columns.tolist()[-2:] == [".fitted_count", ".fitted_zero"]
    with pytest.raises(ValueError, match="give one"):
        FITS["zeroinfl"].augment(COUNTS, newdata=COUNTS)
    with pytest.raises(ValueError, match="type_predict='fit': use one of"):
        FITS["zeroinfl"].augment(type_predict="fit")
