"""R's last bits of residual sums of squares, in tables of models that differ by a term."""

import numpy as np
import oracle

from rglm import lm
from rglm.fitting.least_squares import printed_deviance as printed


def test_a_tie_is_rounded_as_by_r():
    """820.425, the RSS of lm(len ~ supp + factor(dose), ToothGrowth)."""
    fit = lm("len ~ supp * factor(dose)", oracle.data("tooth"))
    assert "108.32 820.43 164.93" in str(fit.drop1())
    smaller = lm("len ~ supp + factor(dose)", oracle.data("tooth"))
    assert "108.32 712.11 160.43" in str(smaller.add1(". ~ supp * factor(dose)"))


def test_it_is_the_deviance_but_for_rounding(monkeypatch):
    fit = lm("mpg ~ wt + hp + qsec", oracle.data("mtcars"), weights="qsec")
    columns, other = np.arange(4), lm("mpg ~ wt", oracle.data("mtcars"), weights="qsec")
    ours = printed.printed_deviance(fit._source, columns, fit._solution)
    np.testing.assert_allclose(ours, fit.deviance, rtol=1e-13)
    # one that does not agree is not shown
    assert printed.printed_deviance(fit._source, columns[:2], other._solution) > other.deviance / 2
    assert printed.printed_deviance(None, columns, fit._solution) == fit.deviance
    monkeypatch.setattr(printed, "MAX_WORK", 0)
    assert printed.printed_deviance(fit._source, columns, fit._solution) == fit.deviance
