"""compare against R's criteria (tests/reference/choosing.R)."""

import numpy as np
import pytest
from compared_models import BIO, INFINITE_THETA, MODELS, NB, RTOL, ZIP, model

from rglm import compare


@pytest.mark.parametrize("name", MODELS)
def test_compare_as_in_r(name):
    m, got = MODELS[name], compare(model(name)).iloc[0]
    far = 2e-7 if name == INFINITE_THETA else 1e-12  # R stops at a finite theta
    theirs = [m["loglik"], m["df"], m["aic"]]
    np.testing.assert_allclose(got[["logLik", "df", "AIC"]].astype(float), theirs, rtol=far)
    if m["bic"] is not None:
        np.testing.assert_allclose(got["BIC"], m["bic"], rtol=far)
    if m["zeros"] and not m.get("weights"):
        assert got["zeros"] == m["zeros"]["observed"]
        np.testing.assert_allclose(got["expected_zeros"], m["zeros"]["expected"], rtol=RTOL)
    if m["zeros"] and m.get("weights"):  # R's are without weights
        weights = model(name)._rows_source.rows.weights
        np.testing.assert_allclose(got["zeros"], weights[model(name).y == 0].sum(), rtol=1e-12)
        each = model(name)._response_distribution().zero_probability()
        np.testing.assert_allclose(each.sum(), m["zeros"]["expected"], rtol=RTOL)
        np.testing.assert_allclose(got["expected_zeros"], weights @ each, rtol=1e-12)


def test_models_beside_each_other():
    table = compare(BIO, ZIP, NB, model("bio_hurdle"))
    names = ["poisson (log)", "zeroinfl (poisson)", "hurdle (poisson)"]
    assert table.index[[0, 1, 3]].tolist() == names
    assert table["AIC"].idxmin().startswith("Negative Binomial")
    np.testing.assert_allclose(table["zeros"], 275)
    # a hurdle has as many zeros as the data
    np.testing.assert_allclose(table["expected_zeros"].iloc[3], 275, rtol=1e-9)
    assert compare(BIO, BIO).index.tolist() == ["1: poisson (log)", "2: poisson (log)"]
    assert compare(ZIP, plain=BIO).index.tolist() == ["zeroinfl (poisson)", "plain"]
    with pytest.raises(ValueError, match="one model or more"):
        compare()
