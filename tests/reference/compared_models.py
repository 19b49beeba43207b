"""The models that vuong, lrtest and compare are tested on (choosing.R), and their answers in R."""

import re
import warnings
from functools import cache

import numpy as np
import oracle

import rglm
from rglm import lrtest, vuong
from rglm.models.glm_nb.glm_nb import glm_nb

CHOOSING = oracle.saved("choosing")

MODELS = CHOOSING["models"]

CASES = {c["id"]: c for c in CHOOSING["cases"]}

# of what R's zeroinfl and hurdle, run until their likelihood stands still, leave of their optimum
RTOL = 1e-6

TIGHT_CONTROL = {"epsilon": 1e-14, "maxit": 100}

FUNCTIONS = {"glm.nb": glm_nb} | {
    f: getattr(rglm, f) for f in ("glm", "zeroinfl", "hurdle", "polr")
}

INFINITE_THETA = "dobson_negbin"  # its theta is infinite


@cache
def model(name):
    """The fit of a name."""
    m = MODELS[name]
    given = {a: m[a] for a in ("dist", "weights", "subset") if m.get(a)}
    if m["fun"] == "glm":
        given["family"] = m.get("family", "poisson")
    if m["fun"] in ("glm", "glm.nb"):
        given["control"] = TIGHT_CONTROL
    with warnings.catch_warnings():
        warnings.simplefilter("ignore" if name == INFINITE_THETA else "error")
        return FUNCTIONS[m["fun"]](m["formula"], oracle.data(m["data"]), **given)


def case_ids(kind, error=False):
    """The cases of a kind."""
    return [
        k for k, c in CASES.items() if c["kind"] == kind and bool(c["results"]["error"]) == error
    ]


def answer(key):
    """What is said to a case."""
    case = CASES[key]
    models = [model(name) for name in case["models"]]
    return vuong(*models) if case["kind"] == "vuong" else lrtest(*models, *case["more"])


def same_page(one, two):
    """Whether two pages have the same words and lengths, and numbers that differ by `RTOL`."""
    number = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
    values = [np.array([float(v) for v in number.findall(page)]) for page in (one, two)]
    same = [number.sub(lambda match: "#" * len(match[0]), page) for page in (one, two)]
    return same[0] == same[1] and np.allclose(*values, rtol=RTOL, atol=0)


BIO, ZIP, NB = model("bio_poisson"), model("bio_zip"), model("bio_negbin")

DATA = oracle.data("biochemists")
