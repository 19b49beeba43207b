"""Contrasts against R's."""

import json
import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from rglm.design.factors.contrast_matrix import CONTRASTS
from rglm.design.factors.contrasts import contr_poly, contr_treatment

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "design.json").read_text())
CASES = [case for case in REFERENCE["cases"] if case["word"] == "contrasts"]

EXACT = 1e-14  # rounding of numbers below 1
# R's polynomials come from the QR of plain powers: with 10 levels and more they are off by up to
# 1e-13 from the exact values, which ours are held to below.
POWERS = 1e-13


def read(case):
    """The levels and the other arguments."""
    arguments = dict(case["args"])
    levels = arguments.pop("n")
    if levels[0][0].isdigit():
        levels = int(levels[0])
    if "base" in arguments:
        arguments["base"] = int(arguments["base"][0])
    if "scores" in arguments:
        arguments["scores"] = np.array(arguments["scores"], dtype=float)
    return levels, arguments


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['name']}-{len(c['matrix'])}")
def test_contrasts_as_in_R(case):
    levels, arguments = read(case)
    table = CONTRASTS[case["name"].lower().replace(".", "_")](levels, **arguments)
    k = levels if isinstance(levels, int) else len(levels)
    assert list(table.columns) == case["columns"]
    expected = [str(i + 1) for i in range(k)] if isinstance(levels, int) else levels
    assert list(table.index) == expected
    tolerance = POWERS if case["name"] == "contr.poly" and k >= 10 else EXACT
    np.testing.assert_allclose(table, np.array(case["matrix"], float), rtol=0, atol=tolerance)


@pytest.mark.parametrize("k", [2, 5, 12, 30])
def test_polynomials_are_exact(k):
    """Gram-Schmidt in exact fractions."""
    basis = [[Fraction(1)] * k]
    for degree in range(1, k):
        new = [Fraction(i) ** degree for i in range(1, k + 1)]
        for old in basis:
            share = sum(map(Fraction.__mul__, new, old)) / sum(v * v for v in old)
            new = [v - share * w for v, w in zip(new, old, strict=True)]
        basis.append(new)
    exact = [[float(v) / math.sqrt(sum(w * w for w in col)) for v in col] for col in basis[1:]]
    np.testing.assert_allclose(contr_poly(k), np.transpose(exact), rtol=0, atol=EXACT)


def test_a_base_is_given_by_name():
    assert list(contr_treatment(["a", "b", "c"], base="b").columns) == ["a", "c"]
    assert list(contr_treatment(["a", "b", "c"], base=3).columns) == ["a", "b"]


@pytest.mark.parametrize("make", CONTRASTS.values())
def test_one_level_has_no_contrasts(make):
    with pytest.raises(ValueError, match="two levels or more"):
        make(["a"])


@pytest.mark.parametrize("base", [0, 4, "d", 1.5, None])
def test_an_unknown_base_is_refused(base):
    with pytest.raises(ValueError, match="base must be a level or its number, 1 to 3"):
        contr_treatment(["a", "b", "c"], base=base)


@pytest.mark.parametrize("scores", [[1, 2], [1, 1, 2], [1, 2, np.nan]])
def test_scores_must_be_different_numbers(scores):
    with pytest.raises(ValueError, match="3 different numbers"):
        contr_poly(3, scores)
