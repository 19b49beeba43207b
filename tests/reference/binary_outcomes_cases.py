"""The fits of binary_outcomes.R, and what R says of them."""

from functools import cache

import oracle

from rglm import glm

SAVED = oracle.saved("binary_outcomes")
CASES = {case["id"]: case for case in SAVED["cases"]}


@cache
def _own_fit(name):
    return fit_of(name, oracle.data(CASES[name]["data"]))


def fit_of(name, data=None, **given):
    """The fit of a case, to its data or to others."""
    if data is None and not given:
        return _own_fit(name)
    case = CASES[name]
    given |= {} if case["weights"] is None else {"weights": case["weights"]}
    control = {"epsilon": 1e-14, "maxit": 100}
    return glm(case["formula"], data, oracle.family(case["family"]), control=control, **given)
