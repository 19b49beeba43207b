"""Goodness of fit of zero-inflated, hurdle and beta-binomial models (predict_likelihood.R)."""

import numpy as np
import pytest
from likelihood_fits import ART, COUNTS, FITS, HOUSING, REFERENCE, in_chunks

from rglm import hurdle, multinom, zeroinfl


@pytest.mark.parametrize("name", ["zeroinfl", "hurdle"])
def test_pearsons_chi_square_as_in_r(name):
    found = FITS[name].gof()
    assert found.parameter == {"df": FITS[name].df_residual}
    np.testing.assert_allclose(found.statistic["X-squared"], REFERENCE[name]["pearson"], rtol=1e-5)
    assert "fitted to the spread" in found.note
    check = FITS[name].check_overdispersion()
    assert check.verdict == "over"
    assert 'dist="negbin"' in str(check)
    assert "robust standard errors do not help" in str(check).replace("\n", " ")
    assert "vcov=" not in str(check)
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
def test_data_in_chunks_have_the_same_statistics(name):
    whole, parts = FITS[name], in_chunks(name)
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
