"""Which fits vuong, lrtest and compare take together."""

import numpy as np
import oracle
import pytest
from compared_models import BIO, DATA, NB, model

from rglm import betabinomial, compare, glm, lrtest, vuong
from rglm.warnings import FitWarning

LIRAT = oracle.data("lirat")

GROUPED = glm("cbind(R, N - R) ~ fgrp", LIRAT, "binomial")

SPREAD = betabinomial("cbind(R, N - R) ~ fgrp", LIRAT)

QUASI = glm("art ~ fem + ment", DATA, "quasipoisson")


def test_grouped_binomials_against_beta_binomials():
    got = lrtest(GROUPED, SPREAD)
    assert "halved" in repr(got)
    from scipy.special import chdtrc

    chisq = 2 * (float(SPREAD.logLik()) - float(GROUPED.logLik()))
    np.testing.assert_allclose(got.table["Pr(>Chisq)"].iloc[1], chdtrc(1, chisq) / 2, rtol=1e-12)
    alone = lrtest(SPREAD).table
    np.testing.assert_array_equal(alone["#Df"], [5, 2])
    assert vuong(GROUPED, SPREAD).table["H_A"].tolist() == ["model2 > model1"] * 3
    table = compare(GROUPED, SPREAD)
    assert table.index.tolist() == ["binomial (logit)", "betabinomial (logit)"]
    assert table.columns.tolist() == ["logLik", "df", "AIC", "BIC"]
    np.testing.assert_allclose(table["AIC"], [GROUPED.AIC(), SPREAD.AIC()])


def test_a_quasi_family_has_no_likelihood():
    with pytest.warns(FitWarning, match="quasi family has no likelihood") as said:
        table = lrtest(QUASI, model("bio_negbin_small")).table
    assert said[0].filename == __file__
    assert table["Chisq"].isna().all()
    with pytest.raises(ValueError, match="quasi family has no likelihood"):
        vuong(QUASI, model("bio_small"))
    table = compare(QUASI, model("bio_small"))
    assert table.iloc[0].drop("df").isna().all()


@pytest.mark.parametrize("function", [vuong, lrtest, compare])
def test_fits_of_other_rows_responses_or_weights_are_refused(function):
    small = model("bio_small")
    with pytest.raises(ValueError, match=r"different rows \(915 and 825\); fit them to the same"):
        function(small, model("bio_subset"))
    with pytest.raises(ValueError, match="different responses, 'art' and 'visits'"):
        function(small, model("nmes_poisson"))
    with pytest.raises(ValueError, match="different weights"):
        function(small, model("bio_weighted"))
    mixed = DATA.iloc[::-1].reset_index(drop=True)
    with pytest.raises(ValueError, match="different values of the response 'art'"):
        function(small, glm("art ~ fem", mixed, "poisson"))
    for other in (3, DATA, None):
        with pytest.raises(TypeError, match="model"):
            function(small, other)
        with pytest.raises(TypeError, match="expected a fitted model"):
            function(other, small)


def test_stripped_models():
    bare = [m.strip() for m in (BIO, NB)]
    assert repr(lrtest(*bare)) == repr(lrtest(BIO, NB))
    table = compare(*bare)
    np.testing.assert_allclose(table["AIC"], [BIO.AIC(), NB.AIC()])
    assert "zeros" not in table
    with pytest.raises(ValueError, match="stripped of its rows"):
        vuong(*bare)
