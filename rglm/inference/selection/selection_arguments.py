"""The arguments ``test=`` and ``scale=`` of drop1, add1 and step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean

NO_TEST = (None, "none", False)


def parse_test(test: Any, tests: Mapping[str, str]) -> str | None:
    """The test that ``test=`` names, of those of a verb; None where it asks for none."""
    if isinstance(test, str) and test in tests:
        return tests[test]
    if isinstance(test, str | bool | None) and test in NO_TEST:
        return None
    names = ["none", *tests]
    hint = did_you_mean(str(test), names)
    raise ValueError(f"test={test!r}: use one of {', '.join(names)}, None or False{hint}")


def dispersion_scale(scale: Any) -> float:
    """``scale=``, a dispersion; 0 where it is to be estimated."""
    if isinstance(scale, (int, float, np.number)) and np.isfinite(scale) and scale >= 0:
        return float(scale)
    raise ValueError(f"scale={scale!r}: give a dispersion above 0, or 0 to estimate it")
