"""Means of models with several predictions beside R's emmeans: the numbers, and whole pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import hurdle, multinom, polr, zeroinfl

Fit = Any
R = {case["id"]: case for case in oracle.saved("emmeans_modes")}
FITS: dict[str, Callable[[], Fit]] = {
    "polr": lambda: polr("Sat ~ Infl + Type", oracle.data("housing"), weights="Freq"),
    "probit": lambda: polr(
        "Sat ~ Infl + Type", oracle.data("housing"), weights="Freq", method="probit"
    ),
    "multinom": lambda: multinom("Sat ~ Infl + Type", oracle.data("housing"), weights="Freq"),
    "zeroinfl": lambda: zeroinfl(
        "art ~ fem + mar + ment | fem + ment", oracle.data("biochemists")
    ),
    "hurdle": lambda: hurdle("art ~ fem + mar | fem + mar", oracle.data("biochemists")),
}
shown = {"type": "response", "infer": True}
CASES: dict[str, tuple[str, Callable[[Fit], Any]]] = {
    "latent": ("polr", lambda f: f.emmeans("Infl")),
    "latent-type": ("polr", lambda f: f.emmeans("Type", mode="latent", infer=True)),
    "linear": ("polr", lambda f: f.emmeans("Infl", mode="linear_predictor")),
    "linear-cut": ("polr", lambda f: f.emmeans("cut | Infl", mode="linear_predictor", **shown)),
    "cum": ("polr", lambda f: f.emmeans("cut | Infl", mode="cum_prob")),
    "exc": ("polr", lambda f: f.emmeans("cut", mode="exc_prob")),
    "prob": ("polr", lambda f: f.emmeans("Sat | Infl", mode="prob")),
    "prob-type": ("polr", lambda f: f.emmeans("Type | Sat", mode="prob")),
    "class": ("polr", lambda f: f.emmeans("Infl", mode="mean_class")),
    "probit": ("probit", lambda f: f.emmeans("Infl")),
    "probit-prob": ("probit", lambda f: f.emmeans("Sat | Infl", mode="prob")),
    "probit-cut": (
        "probit",
        lambda f: f.emmeans("cut | Infl", mode="linear_predictor", type="response"),
    ),
    "multinom": ("multinom", lambda f: f.emmeans("Sat | Infl")),
    "multinom-latent": ("multinom", lambda f: f.emmeans("Sat | Infl", mode="latent")),
    "multinom-type": ("multinom", lambda f: f.emmeans("Type | Sat")),
    "zi": ("zeroinfl", lambda f: f.emmeans("fem")),
    "zi-count": ("zeroinfl", lambda f: f.emmeans("fem", mode="count")),
    "zi-zero": ("zeroinfl", lambda f: f.emmeans("fem", mode="zero")),
    "zi-link": ("zeroinfl", lambda f: f.emmeans("fem", mode="link_count")),
    "zi-link-response": ("zeroinfl", lambda f: f.emmeans("fem", mode="link_count", **shown)),
    "zi-link-zero": (
        "zeroinfl",
        lambda f: f.emmeans("fem", mode="link_zero", type="response"),
    ),
    "hurdle": ("hurdle", lambda f: f.emmeans("fem")),
    "hurdle-count": ("hurdle", lambda f: f.emmeans("fem | mar", mode="count")),
    "hurdle-link": ("hurdle", lambda f: f.emmeans("fem", mode="link_count")),
    "hurdle-zero": ("hurdle", lambda f: f.emmeans("fem", mode="link_zero", **shown)),
}
LOOSE = 2e-5  # R's Hessians are differences of gradients


@cache
def fit_of(name: str) -> Fit:
    return FITS[name]()


def test_every_case_of_r_is_here() -> None:
    assert set(CASES) == set(R)


@pytest.mark.parametrize("case", CASES)
def test_numbers(case: str) -> None:
    name, call = CASES[case]
    table, expected = call(fit_of(name)).table, R[case]["table"]
    assert list(table) == list(expected)
    for column, values in expected.items():
        if pd.api.types.is_float_dtype(table[column]):
            numbers = np.array(values, dtype=float)
            np.testing.assert_allclose(table[column], numbers, rtol=LOOSE, atol=LOOSE)


@pytest.mark.parametrize("case", CASES)
def test_pages(case: str) -> None:
    name, call = CASES[case]
    expected = R[case]["page"]
    while expected[-1] == "":
        expected = expected[:-1]
    assert repr(call(fit_of(name))) == "\n".join(expected)
