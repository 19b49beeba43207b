"""The fits of glm_nb.json, for the tests of several rooms."""

import re
import warnings
from functools import cache

import oracle

from rglm.models.glm_nb.glm_nb import glm_nb

READ = oracle.saved("glm_nb")
CASES = {c["id"]: c for c in READ["cases"]}
FINITE = [name for name, case in CASES.items() if not case.get("runaway")]
ENDLESS = [name for name, case in CASES.items() if case.get("runaway")]


def as_integer(factor):
    """R's as.integer of a factor."""
    return factor.cat.codes + 1


def quiet(function, *args, **kwargs):
    """The value, without warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args, **kwargs)


@cache
def fit_of(name, formula=None, epsilon=1e-8):
    """The fit of a case."""
    case = CASES[name]
    names = ("weights", "subset", "na_action", "offset", "init_theta", "link")
    given = {n: case[n] for n in names if n in case}
    contrasts = case.get("contrasts", {}).items()
    given["contrasts"] = {k: v.replace(".", "_") for k, v in contrasts} or None
    formula = formula or case["formula"].replace("as.integer", "as_integer")
    given["control"] = {"epsilon": epsilon, "maxit": 100}
    return quiet(glm_nb, formula, oracle.data(case["data"]), **given)


def without_call(text):
    """The page with its call, which is R's or Python's, replaced: to the next blank line."""
    return re.sub(r"Call:.*?\n\n", "Call: ...\n\n", str(text), count=1, flags=re.DOTALL).rstrip()
