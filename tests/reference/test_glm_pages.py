"""R's pages: what the fits of glm_pages.R print, as text."""

import re
import warnings
from functools import cache

import oracle
import pytest

CASES = oracle.cases("glm_pages.json")
PAGES = [(name, kind) for name, case in CASES.items() for kind in case["pages"]]


@cache
def fit_of(name, formula):
    return oracle.fit(CASES[name] | {"formula": formula})[0]


def without_call(text):
    """The page with its call, which is R's or Python's, replaced: to the next blank line."""
    return re.sub(r"Call:.*?\n\n", "Call: ...\n\n", text, count=1, flags=re.DOTALL)


def page(case, kind):
    fit = fit_of(case["id"], case["formula"])
    verb, _, test = kind.partition("-")
    test = False if test == "none" else test
    if verb == "anova":
        return fit.anova(test=test)
    if verb == "between":
        first, *others = [fit_of(case["id"], formula) for formula in case["models"]]
        return first.anova(*others, fit, test=test)
    options = {"correlation": {"correlation": True}, "dispersion": {"dispersion": 1.5}}
    return fit if verb == "print" else fit.summary(**options.get(verb, {}))


@pytest.mark.parametrize(("name", "kind"), PAGES, ids=["-".join(p) for p in PAGES])
def test_page(name, kind):
    case = CASES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what fits warn of is tested with their numbers
        ours = str(page(case, kind))
    theirs = "\n".join(case["pages"][kind])
    assert without_call(ours).rstrip("\n") == without_call(theirs).rstrip("\n")
