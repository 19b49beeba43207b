"""McFadden's R-squared of `regtable`, against R."""

import pytest
from broom_cases import CASES, RTOL, SAVED, fit_of, theirs

from rglm.inference.goodness_of_fit.pseudo_r2 import mcfadden


@pytest.mark.parametrize("name", [n for n in CASES if "mcfadden" in SAVED[n]["theirs"]])
def test_mcfadden(name):
    assert mcfadden(fit_of(name)) == pytest.approx(theirs(name, "mcfadden")[0], rel=RTOL)
