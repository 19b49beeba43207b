"""Vuong's test against pscl 1.5.5 (tests/reference/choosing.R)."""

from dataclasses import replace

import numpy as np
import pytest
from compared_models import CASES, DATA, RTOL, TIGHT_CONTROL, answer, case_ids, model, same_page
from likelihoods import masked

from rglm import glm, glm_nb, hurdle, vuong, zeroinfl
from rglm.datasets import load

WEIGHTED = "vuong-bio_weighted-bio_zip_weighted"


@pytest.mark.parametrize("key", [k for k in case_ids("vuong") if k != WEIGHTED])
def test_vuong_as_in_r(key):
    got, r = answer(key), CASES[key]["results"]
    np.testing.assert_allclose(got.table["Vuong z-statistic"], r["z"], rtol=RTOL)
    np.testing.assert_allclose(got.table["p-value"], r["p"], rtol=100 * RTOL)  # z times its slope
    assert got.table["H_A"].tolist() == r["alternative"]
    assert same_page(masked(r["page"]), masked(repr(replace(got, note=""))))


def test_vuong_of_weighted_models():
    """pscl forgets the weights; here they multiply, as they did in the fit."""
    one, two = (model(name) for name in CASES[WEIGHTED]["models"])
    got = vuong(one, two).table
    gap = one._response_distribution().log_density() - two._response_distribution().log_density()
    np.testing.assert_allclose(gap.sum(), float(one.logLik()) - float(two.logLik()), rtol=1e-12)
    raw = gap.sum() / (gap.std(ddof=1) * np.sqrt(len(gap)))
    np.testing.assert_allclose(got["Vuong z-statistic"].iloc[0], raw, rtol=1e-12)
    without = gap / one._rows_source.rows.weights
    pscl = without.sum() / (without.std(ddof=1) * np.sqrt(len(gap)))
    np.testing.assert_allclose(pscl, CASES[WEIGHTED]["results"]["z"][0], rtol=RTOL)


def test_rows_without_weight_do_not_count_in_vuong():
    used = DATA["kid5"] > 0
    pair = [("art ~ fem + ment", "poisson"), ("art ~ fem + phd", "poisson")]
    whole = [glm(f, DATA, d, weights=used.astype(float), control=TIGHT_CONTROL) for f, d in pair]
    part = [glm(f, DATA[used], d, control=TIGHT_CONTROL) for f, d in pair]
    np.testing.assert_allclose(
        vuong(*whole).table["Vuong z-statistic"],
        vuong(*part).table["Vuong z-statistic"],
        rtol=1e-9,
    )


@pytest.mark.parametrize("key", [k for k in case_ids("vuong", error=True) if "housing" not in k])
def test_vuong_refuses_in_words(key):
    with pytest.raises(ValueError, match="different rows|different responses|the same likelihood"):
        answer(key)


GALAXIES = load("galaxies")
PART, JUMP = (f("n_gc ~ logmass", GALAXIES, dist="negbin") for f in (zeroinfl, hurdle))


def test_a_note_says_where_one_model_is_a_case_of_the_other():
    plain = glm_nb("n_gc ~ logmass", GALAXIES)
    got = vuong(PART, plain)
    assert "model 2 is a case of model 1" in got.note
    assert got.note in repr(got)
    assert "model 2 is a case" in got._repr_html_()
    assert "model 1 is a case of model 2" in vuong(plain, PART).note
    nested = [glm(f"n_gc ~ {x}", GALAXIES, "poisson") for x in ("logmass", "logmass + sample")]
    assert "model 1 is a case of model 2" in vuong(*nested).note


def test_models_of_which_none_is_a_case_of_the_other_have_no_note():
    assert vuong(PART, JUMP).note == ""
    assert (
        vuong(*(glm(f"n_gc ~ {x}", GALAXIES, "poisson") for x in ("logmass", "sample"))).note == ""
    )
