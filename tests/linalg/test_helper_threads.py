"""Independent items in several threads: order, errors, interrupts, nested calls, forks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from rglm import options
from rglm.linalg import helper_threads
from rglm.linalg.threads import map_in_threads, one_thread, thread_count


@pytest.fixture(autouse=True)
def three_threads():
    with options(threads=3):
        yield


def helpers():
    return [t for t in threading.enumerate() if t.name == "rglm-helper"]


def meet(parties):
    """A function of an item that returns when `parties` threads are in it."""
    barrier = threading.Barrier(parties, timeout=10)

    def function(item):
        barrier.wait()
        return threading.get_ident(), item

    return function


def test_results_come_in_the_order_of_the_items_from_several_threads():
    found = map_in_threads(meet(3), range(9))
    assert [item for _, item in found] == list(range(9))
    assert len({thread for thread, _ in found}) == 3
    assert threading.get_ident() in {thread for thread, _ in found}


def test_one_thread_starts_none_and_one_item_needs_none():
    helper_threads._HELPERS.dismiss()
    with options(threads=1):
        assert (
            map_in_threads(lambda i: threading.get_ident(), [1, 2]) == [threading.get_ident()] * 2
        )
    assert map_in_threads(meet(1), [7]) == [(threading.get_ident(), 7)]
    assert map_in_threads(abs, []) == []
    assert helpers() == []


def test_a_call_inside_a_worker_runs_there():
    both = meet(3)

    def outer(item):
        both(item)
        inner = map_in_threads(lambda _: threading.get_ident(), range(5))
        return {*inner} == {threading.get_ident()}

    assert map_in_threads(outer, range(3)) == [True] * 3
    assert len({thread for thread, _ in map_in_threads(meet(3), range(3))}) == 3


def test_a_thread_of_other_origin_can_be_marked_as_a_worker():
    with helper_threads.as_worker():
        assert map_in_threads(meet(1), range(3)) == [(threading.get_ident(), i) for i in range(3)]
    assert not helper_threads.is_worker()


def test_blas_has_one_thread_in_each():
    both = meet(3)
    before = thread_count()
    assert map_in_threads(lambda i: (both(i), thread_count())[1], range(3)) == [1] * 3
    assert thread_count() == before


def test_threads_treat_floating_point_errors_as_the_caller_does():
    both = meet(3)

    def divide(item):
        both(item)
        return np.float64(1.0) / np.float64(0.0)

    with np.errstate(divide="ignore"):
        assert map_in_threads(divide, range(3)) == [np.inf] * 3
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        map_in_threads(divide, range(3))


def test_the_first_error_stops_the_rest():
    both, begun = meet(3), []

    def fail(item):
        begun.append(item)
        both(item)
        raise ValueError(item)

    with pytest.raises(ValueError, match="0"):
        map_in_threads(fail, range(100))
    assert sorted(begun) == [0, 1, 2]
    assert map_in_threads(abs, [-1, -2]) == [1, 2]


@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="no signal to a thread here")
def test_an_interrupt_stops_the_rest():
    main, begun = threading.main_thread().ident, []

    def work(item):
        begun.append(item)
        if item == 2:
            signal.pthread_kill(main, signal.SIGINT)
        time.sleep(0.02)

    with pytest.raises(KeyboardInterrupt):
        map_in_threads(work, range(100))
    assert len(begun) < 10
    assert map_in_threads(abs, [-1, -2]) == [1, 2]


def test_callers_in_several_threads_get_their_own_results():
    found = {}

    def call(k):
        found[k] = [map_in_threads(lambda i: k * i, range(20)) for _ in range(20)]

    callers = [threading.Thread(target=call, args=(k,)) for k in range(5)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert found == {k: [[k * i for i in range(20)]] * 20 for k in range(5)}


def test_a_busy_helper_is_not_waited_for():
    """The calling thread does what the others do not come to."""
    release, both = threading.Event(), meet(4)

    def block(item):
        both(item)
        release.wait(10)

    with options(threads=3):
        other = threading.Thread(target=map_in_threads, args=(block, range(3)))
        other.start()
        both(None)
        assert map_in_threads(abs, range(-9, 0)) == list(range(9, 0, -1))
        release.set()
        other.join()


def test_idle_threads_end(monkeypatch):
    helper_threads._HELPERS.dismiss()
    monkeypatch.setattr(helper_threads, "IDLE_SECONDS", 0.01)
    map_in_threads(meet(3), range(3))
    for _ in range(200):
        if not helpers():
            break
        time.sleep(0.01)
    assert helpers() == []
    assert helper_threads._HELPERS.threads == set()


def test_without_a_thread_to_have_the_caller_works_alone(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    helper_threads._HELPERS.dismiss()
    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert map_in_threads(abs, [-1, -2, -3]) == [1, 2, 3]
    assert helper_threads._HELPERS.threads == set()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:os.fork.. was called:RuntimeWarning")  # JAX, of its threads
def test_a_forked_child_has_helpers_of_its_own():
    map_in_threads(meet(3), range(3))
    with one_thread():
        child = os.fork()
    if not child:  # pragma: no cover
        os._exit(0 if len({t for t, _ in map_in_threads(meet(3), range(3))}) == 3 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert len({thread for thread, _ in map_in_threads(meet(3), range(3))}) == 3


def test_idle_threads_do_not_hold_up_the_end():
    code = (
        "from rglm.formatting.options import options; from rglm.linalg import helper_threads as h;"
        "from rglm.linalg.threads import map_in_threads; h.IDLE_SECONDS = 60; options(threads=3);"
        "print(map_in_threads(abs, [-1, -2, -3]))"
    )
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50)
    assert (done.stdout, done.stderr, done.returncode) == ("[1, 2, 3]\n", "", 0)
    assert time.monotonic() - started < 40
