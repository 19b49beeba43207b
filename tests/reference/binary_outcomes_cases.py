"""The fits of binary_outcomes.R, and what R says of them."""

import oracle

from rglm import glm

SAVED = oracle.saved("binary_outcomes")
CASES = {case["id"]: case for case in SAVED["cases"]}


def fit_of(name, data=None, **given):
    """The fit of a case, to its data or to others."""
    case = CASES[name]
    frame = oracle.data(case["data"]) if data is None else data
    given |= {} if case["weights"] is None else {"weights": case["weights"]}
    control = {"epsilon": 1e-14, "maxit": 100}
    return glm(case["formula"], frame, oracle.family(case["family"]), control=control, **given)
