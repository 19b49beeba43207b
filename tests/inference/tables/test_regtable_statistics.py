"""McFadden's R-squared of `regtable`, against R."""

import pytest
from broom_cases import CASES, RTOL, SAVED, fit_of, theirs

from rglm.inference.tables.regtable_statistics import mcfadden_r2


@pytest.mark.parametrize("name", [n for n in CASES if "mcfadden" in SAVED[n]["theirs"]])
def test_mcfadden(name):
    assert mcfadden_r2(fit_of(name)) == pytest.approx(theirs(name, "mcfadden")[0], rel=RTOL)
