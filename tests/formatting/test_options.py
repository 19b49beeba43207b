"""`rglm.options`: R's options() for printing, and terminals without typographic quotes."""

import os
import subprocess
import sys
import threading

import pytest

from rglm import glm, options, poisson
from rglm.datasets import load
from rglm.formatting.options import resolve_digits, settings

FIT = glm("breaks ~ wool", load("warpbreaks"), poisson())


@pytest.fixture(autouse=True)
def as_it_was():
    before = options()
    yield
    options(**before)


def test_options_returns_the_old_values():
    before = options(digits=4, width=60)
    assert before == {"digits": 7, "width": 80}
    assert (settings.digits, settings.width) == (4, 60)
    assert options(**before) == {"digits": 4, "width": 60}
    assert settings.digits == 7


def test_a_with_block_restores_the_values_even_after_an_error():
    def fail():
        with options(digits=3):
            assert settings.digits == 3
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert settings.digits == 7


def test_pages_follow_the_options():
    with options(digits=4):
        assert "3.3667" in repr(FIT.confint())
    with options(signif_stars=False):
        assert "***" not in repr(FIT.summary())
    with options(width=40):
        assert max(map(len, repr(FIT.summary()).splitlines())) <= 70
    with options(ascii=True):
        assert "'***'" in repr(FIT.summary())
    assert "‘***’" in repr(FIT.summary())


def test_all_options_are_returned_without_arguments():
    assert set(options()) == {
        "digits",
        "width",
        "scipen",
        "max_print",
        "memory",
        "signif_stars",
        "ascii",
        "progress",
        "threads",
    }


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"digit": 3}, TypeError, "did you mean 'digits'"),
        ({"digits": 0}, ValueError, "from 1 to 22"),
        ({"digits": "a"}, ValueError, "give a whole number"),
        ({"width": 3}, ValueError, "10 or more"),
        ({"scipen": 1.5}, ValueError, "whole number of columns"),
        ({"signif_stars": 1}, ValueError, "True or False"),
        ({"max_print": 0}, ValueError, "at least 1"),
        ({"ascii": "no"}, ValueError, "True, False or None"),
        ({"progress": 1}, ValueError, "True or False"),
        ({"threads": 0}, ValueError, "threads=0: give a whole number of at least 1, or None"),
        ({"threads": 2.0}, ValueError, "threads=2.0: give a whole number"),
        ({"threads": True}, ValueError, "threads=True"),
    ],
)
def test_a_refused_value_changes_no_option(given, error, message):
    with pytest.raises(error, match=message):
        options(width=50, **given) if "width" not in given else options(**given)
    assert settings.width == 80


PAGES = """
import warnings
warnings.simplefilter("ignore")
from rglm import *
from rglm.datasets import load
g, w = load("galaxies"), load("warpbreaks")
fits = [
    glm("n_gc ~ logmass", g, poisson()), glm_nb("n_gc ~ logmass", g),
    polr("ordered(tension) ~ breaks", w), multinom("tension ~ breaks", w),
    zeroinfl("n_gc ~ logmass", g), hurdle("n_gc ~ logmass", g, dist="negbin"),
    betabinomial("cbind(dead, alive) ~ sex", load("budworm")),
]
for fit in fits:
    print(fit, fit.summary(), fit.confint(), sep="\\n")
print(fits[0].anova(), fits[0].drop1(test="Chisq"), fits[0].check_overdispersion(), sep="\\n")
print(lrtest(fits[0], fits[1]), vuong(fits[4], fits[5]), compare(*fits[:2]), sep="\\n")
print(fits[0].anova(type="II"), fits[0].wald_test("logmass = 0"), fits[0].dispersiontest())
"""


def test_every_page_prints_on_a_terminal_without_utf_8():
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-c", PAGES], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "'***'" in done.stdout


def test_threads_have_values_of_their_own():
    both_fits, seen = threading.Barrier(2), {}

    def work(digits, first):
        with options(digits=digits):
            both_fits.wait()
            seen[digits] = resolve_digits(None)
            both_fits.wait()
            if not first:
                both_fits.wait()
        if first:
            both_fits.wait()
        seen[digits, "after"] = resolve_digits(None)

    threads = [threading.Thread(target=work, args=args) for args in ((3, True), (4, False))]
    with options(digits=5):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert resolve_digits(None) == 5
    assert seen == {3: 3, 4: 4, (3, "after"): 5, (4, "after"): 5}
    assert resolve_digits(None) == 7
