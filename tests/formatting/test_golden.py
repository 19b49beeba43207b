"""Every case of tests/reference/format.R, compared with R's output as text.

Text must be equal to the last character.
"""

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rglm.formatting.numbers.number_format import (
    format_c,
    format_each,
    format_numbers,
    format_round,
)
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.numbers.rounding import round_half, signif, zapsmall
from rglm.formatting.options import settings
from rglm.formatting.tables.anova_table import anova_lines
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.matrix import correlation_lines, matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines

_spec = importlib.util.spec_from_file_location("golden", Path(__file__).with_name("golden.py"))
golden = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(golden)
assert_same_text, numbers, scalar, table = (
    golden.assert_same_text,
    golden.numbers,
    golden.scalar,
    golden.table,
)

OPTIONS = {
    "digits": "digits",
    "signif.stars": "signif_stars",
    "signif.legend": "signif_legend",
    "dig.tst": "dig_tst",
    "zap.ind": "zap_ind",
    "P.values": "p_values",
    "has.Pvalue": "has_pvalue",
    "eps.Pvalue": "eps_pvalue",
}


# R scales by 10^n in a loop of multiplications, off by some units in the last place where n is
# large (1e-53, 1e140); we round such numbers correctly. No page shows 14 digits.
ROUNDING = 1e-14


def arguments(case):
    given = case["args"] or {}
    args = {OPTIONS[k]: v[0] for k, v in given.items() if k != "zap.ind"}
    if "zap.ind" in given:
        args["zap_ind"] = [j - 1 for j in given["zap.ind"]]
    return args


def missing(case):
    return "NaN" if "NaN" in case["x"] else "NA"


def formatted(case):
    digits, nsmall = scalar(case["digits"]), scalar(case["nsmall"])
    return format_numbers(numbers(case["x"]), digits, nsmall or 0, na=missing(case))


def test_format_of_vectors():
    assert_same_text("format", formatted)


def test_format_to_a_width():
    assert_same_text(
        "format_width", lambda c: format_numbers(numbers(c["x"]), width=scalar(c["width"]))
    )


def test_scipen(monkeypatch):
    def ours(case):
        monkeypatch.setattr(settings, "scipen", case["scipen"][0])
        return format_numbers(numbers(case["x"]), na=missing(case))

    assert_same_text("format_scipen", ours)


def test_cat():
    def ours(case):
        return [" ".join(format_each(numbers(case["x"]), na=missing(case)))]

    assert_same_text("cat", ours)


@pytest.mark.parametrize(
    ("kind", "function"), [("signif", signif), ("round", round_half), ("zapsmall", zapsmall)]
)
def test_rounding(kind, function):
    for case in golden.CASES[kind]:
        x = numbers(case["x"])
        if kind == "zapsmall":
            x = x[~np.isinf(x)]
        got = function(x, case["digits"][0])
        np.testing.assert_allclose(got, numbers(case["out"]), rtol=ROUNDING, atol=1e-300)


def test_format_of_rounded():
    def ours(case):
        places, digits = case["places"][0], case["digits"][0]
        return format_round(numbers(case["x"]), places, digits, na=missing(case))

    assert_same_text("format_round", ours)


def test_format_c():
    def ours(case):
        digits, width = scalar(case["digits"]), case["width"][0]
        fmt, flag = case["format"][0], case["flag"][0]
        return format_c(numbers(case["x"]), digits, width, fmt, flag, na=missing(case))

    assert_same_text("formatC", ours)


def test_p_values():
    def ours(case):
        eps = float(case["eps"][0])
        return format_pval(numbers(case["p"]), scalar(case["digits"]), eps)

    assert_same_text("pval", ours)


def test_coefficient_tables():
    def ours(case):
        nan = golden.nan_cells(case["table"])
        digits = scalar(case["digits"])
        given = arguments(case)
        has_legend = given.pop("signif_legend", True)
        cells = coefmat_cells(table(case["table"]), digits, nan_cells=nan, **given)
        return cells_lines(cells, has_legend)

    assert_same_text("coefmat", ours)


def test_legend_on_a_narrow_page():
    assert_same_text(
        "coefmat_width",
        lambda c: cells_lines(coefmat_cells(table(c["table"]), 4), width=scalar(c["width"])),
    )


def test_ascii_legend():
    assert_same_text(
        "coefmat_ascii", lambda c: cells_lines(coefmat_cells(table(c["table"]), 4), ascii=True)
    )


def test_anova_tables():
    def ours(case):
        heading = [text for part in case["heading"] for text in part]
        return anova_lines(
            table(case["table"]),
            heading,
            scalar(case["digits"]),
            nan_cells=golden.nan_cells(case["table"]),
            **arguments(case),
        )

    assert_same_text("anova", ours)


@pytest.mark.parametrize("gap", [1, 2])
def test_named_vectors(gap):
    def ours(case):
        series = pd.Series(numbers(case["x"]), index=case["names"])
        return named_vector_lines(series, scalar(case["digits"]), scalar(case["width"]), gap)

    assert_same_text("vector", ours, f"gap{gap}")


@pytest.mark.parametrize(("printer", "out"), [(matrix_lines, "out"), (data_frame_lines, "frame")])
def test_matrices(printer, out):
    assert_same_text("matrix", lambda c: printer(table(c["table"]), scalar(c["digits"])), out)


def test_correlations():
    assert_same_text("correlation", lambda c: correlation_lines(table(c["table"]), 4))
