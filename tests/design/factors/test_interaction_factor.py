"""interaction(): a factor of combinations of levels."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm

R = oracle.saved("vocabulary")
DATA, NEW = pd.DataFrame(R["data"]).astype({"w": float}), pd.DataFrame(R["new"])


def test_new_combinations_are_named():
    fit = glm("y ~ interaction(a, b)", DATA, subset="a != 'u' | b != 'p'")
    with pytest.raises(ValueError, match=r"interaction\(a, b\)' has new level\(s\) 'u.p'"):
        fit.predict(pd.DataFrame({"a": ["u"], "b": ["p"]}))
    with pytest.raises(ValueError, match=r"new level\(s\) 'new.p'"):
        fit.predict(pd.DataFrame({"a": ["new"], "b": ["p"]}))
    assert np.isnan(fit.predict(pd.DataFrame({"a": [None], "b": ["p"]}))).all()


def test_interactions_of_many_levels():
    n = 3000
    rng = np.random.default_rng(1)
    d = pd.DataFrame({"a": rng.integers(0, 700, n), "b": rng.integers(0, 700, n)})
    d["y"] = rng.normal(size=n)
    fit = glm("y ~ interaction(a, b)", d)
    pasted = glm("y ~ g", d.assign(g=d["a"].astype(str) + "." + d["b"].astype(str)))
    assert np.isclose(fit.deviance, pasted.deviance)
