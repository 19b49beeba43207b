"""The likelihood of the intercepts alone."""

import pytest
from likelihood_fits import COUNTS, FITS, in_chunks

from rglm import zeroinfl
from rglm.inference.goodness_of_fit.pseudo_r2 import mcfadden


@pytest.mark.parametrize("name", FITS)
def test_the_null_model_is_that_of_the_intercepts(name):
    fit = FITS[name]
    null = fit.update(". ~ 1 | 1" if name in ("zeroinfl", "hurdle") else ". ~ 1")
    assert fit.null_deviance == pytest.approx(null.deviance, rel=1e-9)
    assert in_chunks(name).null_deviance == pytest.approx(null.deviance, rel=1e-9)
    if name not in ("zeroinfl", "hurdle"):  # where R's df.null counts rows less two
        assert fit.df_null == null.df_residual
    expected = 1 - float(fit.logLik()) / float(null.logLik())
    assert mcfadden(fit) == pytest.approx(expected, rel=1e-8)


def test_offsets_and_missing_rows_stay_in_the_null_model():
    data = COUNTS.assign(ment=COUNTS["ment"].where(COUNTS.index != 3))
    fit = zeroinfl("art ~ ment + offset(phd / 10) | fem", data)
    null = zeroinfl("art ~ offset(phd / 10) | 1", data.dropna())
    assert fit.null_deviance == pytest.approx(null.deviance, rel=1e-9)
    assert fit.strip().null_deviance == fit.null_deviance  # strip() keeps it for glance()
