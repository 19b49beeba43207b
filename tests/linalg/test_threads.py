"""One BLAS thread while rglm computes: the same bits, and the number of threads is restored."""

from __future__ import annotations

import os
import threading
import warnings

import numpy as np
import pandas as pd
import pytest
from threadpoolctl import threadpool_limits

import rglm
from rglm.linalg.threads import (
    map_in_threads,
    one_thread,
    run_in_threads,
    single_threaded,
    thread_count,
    thread_limit,
)

RNG = np.random.default_rng(2)
N, P = 1500, 70
DATA = pd.DataFrame(RNG.normal(size=(N, P)), columns=[f"x{i}" for i in range(P)])
DATA["y"] = RNG.negative_binomial(2, 0.4, N) * (RNG.random(N) < 0.8)
DATA["won"], DATA["m"] = (RNG.random(N) < 0.5) * 1.0, 12 - np.minimum(DATA["y"], 12)
DATA["k"], DATA["o"] = np.minimum(DATA["y"], 12), RNG.choice(list("pqr"), N)
ALL = " + ".join(f"x{i}" for i in range(P))
WIDE = pd.DataFrame(RNG.normal(size=(4000, 530)), columns=[f"x{i}" for i in range(530)])
WIDE["y"] = RNG.normal(size=4000)


@pytest.fixture(autouse=True)
def several_threads():
    with threadpool_limits(3, user_api="blas"):
        yield


def stay_in_one_thread():
    """Start a thread that stays within one_thread() until the function returned is called."""
    inside, leave = threading.Event(), threading.Event()

    def stay():
        with one_thread():
            inside.set()
            leave.wait()

    def end():
        leave.set()
        other.join()

    other = threading.Thread(target=stay)
    other.start()
    inside.wait()
    return end


JOBS = {
    "narrow": lambda: rglm.glm("won ~ x0 + x1", DATA, rglm.binomial()),
    "probit": lambda: rglm.glm(f"won ~ {ALL}", DATA, rglm.binomial("probit")),
    "poisson": lambda: rglm.glm(f"y ~ {ALL}", DATA, rglm.poisson()),
    "brglm": lambda: rglm.glm("won ~ x0 + x1 + x2", DATA, rglm.binomial(), method="brglm"),
    "nb": lambda: rglm.glm_nb("y ~ x0 + x1", DATA),
    "zero": lambda: rglm.zeroinfl("y ~ x0 + x1 | x2", DATA),
    "hurdle": lambda: rglm.hurdle("y ~ x0 | x1", DATA),
    "multinom": lambda: rglm.multinom("o ~ x0 + x1 + x2", DATA),
    "polr": lambda: rglm.polr("ordered(o) ~ x0 + x1", DATA),
    "beta": lambda: rglm.betabinomial("cbind(k, m) ~ x0", DATA),
    "wide": lambda: rglm.glm("y ~ .", WIDE),
}


def bits(fit):
    robust = fit.vcov(type="HC0") if hasattr(fit, "hatvalues") else fit.vcov()
    return [np.asarray(v, dtype=float).tobytes() for v in (fit.coefficients, robust)]


def test_fits_in_eight_threads_have_the_same_bits():
    alone, out = {name: bits(job()) for name, job in JOBS.items()}, []
    assert thread_count() == 3
    filters, names = list(warnings.filters), list(JOBS)

    def work(i):
        for name in (names[i:] + names[:i])[:6]:
            out.append((name, bits(JOBS[name]())))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(out) == 8 * 6
    assert {name for name, found in out if found != alone[name]} == set()
    assert thread_count() == 3
    assert warnings.filters == filters


@pytest.mark.parametrize("name", ["wide", "poisson"])
def test_any_number_of_threads_gives_the_same_bits(name):
    found = []
    for number in (1, 2, 4):
        with threadpool_limits(number, user_api="blas"):
            found.append(bits(JOBS[name]()))
            assert thread_count() == number
    assert found[0] == found[1] == found[2]


def test_the_last_context_restores_the_threads():
    with one_thread():
        end = stay_in_one_thread()
        with one_thread():
            assert thread_count() == 1
    assert thread_count() == 1
    end()
    assert thread_count() == 3


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_errors_restore_the_threads(error):
    @single_threaded
    def fails():
        assert thread_count() == 1
        raise error

    for _ in range(2):
        with pytest.raises(error):
            fails()
    assert thread_count() == 3


def test_an_interrupt_on_entry_restores_the_threads(monkeypatch):
    import rglm.linalg.threads as module

    plain = module._limit

    def interrupted():
        plain()
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "_limit", interrupted)
    with pytest.raises(KeyboardInterrupt), one_thread():
        pass
    assert thread_count() == 3


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:os.fork.. was called:RuntimeWarning")  # JAX, of its threads
def test_a_forked_child_forgets_the_other_threads():
    end = stay_in_one_thread()
    child = os.fork()
    if not child:  # pragma: no cover
        before = thread_count()
        with one_thread():
            during = thread_count()
        os._exit(0 if (before, during, thread_count()) == (3, 1, 3) else 1)
    assert os.waitpid(child, 0)[1] == 0
    end()
    assert thread_count() == 3


def test_errors_of_tasks_are_raised():
    def fail():
        raise ZeroDivisionError

    for tasks in ([fail], [fail, int]):
        with pytest.raises(ZeroDivisionError), one_thread():
            run_in_threads(tasks)


def test_functions_of_several_fits_restore_the_threads():
    rglm.vuong(JOBS["zero"](), JOBS["nb"]())
    assert thread_count() == 3


def test_the_limit_is_the_option_then_the_processors_then_what_blas_has(monkeypatch):
    monkeypatch.setattr("rglm.linalg.threads.processor_count", lambda: 8)
    assert thread_limit() == 3  # of the fixture
    with one_thread():
        assert thread_limit() == 3
        with rglm.options(threads=5):
            assert thread_limit() == 5
    monkeypatch.setattr("rglm.linalg.threads.processor_count", lambda: 2)
    assert thread_limit() == 2


def test_the_limit_without_a_known_blas_is_the_processors(monkeypatch):
    monkeypatch.setattr("rglm.linalg.threads.processor_count", lambda: 8)
    monkeypatch.setattr("rglm.linalg.threads._libraries", list)
    assert thread_limit() == 8
    assert map_in_threads(str, range(3)) == ["0", "1", "2"]
