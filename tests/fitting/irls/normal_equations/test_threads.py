"""A dense pass has the same bits with any number of threads, in concurrent fits, after a fork."""

from __future__ import annotations

import os
import threading

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, options, poisson
from rglm.fitting.irls.accumulator_choice import is_gram_quicker
from rglm.linalg.helper_threads import _HELPERS

RNG = np.random.default_rng(3)
N = 100_001  # 13 superblocks, the last a short one; n p^2 is enough for normal equations
DATA = pd.DataFrame(RNG.standard_normal((N, 16))).add_prefix("x")
DATA["f"] = pd.Categorical(RNG.choice(list("abcdef"), N))
DATA["g"] = pd.Categorical(RNG.integers(0, 30, N).astype(str))
DATA["w"], DATA["o"] = RNG.integers(0, 3, N), RNG.normal(0, 0.1, N)
MEAN = np.exp(0.3 * DATA["x0"] - 0.2 * DATA["x1"])
DATA["won"] = (RNG.random(N) < MEAN / (1 + MEAN)).astype(float)
DATA["count"], DATA["time"] = RNG.poisson(MEAN), RNG.gamma(2, MEAN / 2)
X = " + ".join(f"x{i}" for i in range(16))
CASES = {
    "dense": (f"won ~ {X}", binomial(), None),
    "no intercept": (f"won ~ 0 + {X}", binomial(), None),
    "factor": (f"won ~ f + f:x2 + {X}", binomial(), None),
    "coded factor": (f"count ~ g + {X}", poisson(), "w"),
    "weights": (f"count ~ offset(o) + {X}", poisson(), "w"),
    "offset": (f"time ~ offset(o) + {X}", Gamma("log"), None),
    "other link": (f"won ~ {X}", binomial("cauchit"), None),
}


def bits(case, threads):
    formula, family, weights = CASES[case]
    with options(threads=threads):
        fit = glm(formula, DATA, family, weights=weights)
    assert is_gram_quicker(fit._source)
    arrays = (fit.coefficients, fit._unscaled_variances, [fit.deviance, fit.iter])
    return [np.asarray(array, dtype=float).tobytes() for array in arrays]


@pytest.mark.parametrize("case", CASES)
def test_any_number_of_threads_gives_the_same_bits(case):
    one = bits(case, 1)
    for threads in (2, 3, 8) if case == "dense" else (3,):
        assert bits(case, threads) == one


def test_one_thread_starts_none():
    _HELPERS.dismiss()
    bits("dense", 1)
    assert not _HELPERS.threads


def test_concurrent_fits_have_the_same_bits():
    alone = {case: bits(case, 1) for case in ("dense", "weights")}
    found = {}

    def work(case, threads):
        found[case, threads] = bits(case, threads)

    fits = [threading.Thread(target=work, args=(c, t)) for c in alone for t in (1, 3)]
    for fit in fits:
        fit.start()
    for fit in fits:
        fit.join()
    assert found == {(case, t): alone[case] for case in alone for t in (1, 3)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:os.fork.. was called:RuntimeWarning")  # JAX, of its threads
def test_a_forked_child_has_the_same_bits():
    before = bits("dense", 3)
    child = os.fork()
    if not child:  # pragma: no cover
        os._exit(0 if bits("dense", 3) == before else 1)
    assert os.waitpid(child, 0)[1] == 0
