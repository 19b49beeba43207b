"""Tables under other settings, of other kinds of columns, as HTML, and their errors."""

import numpy as np
import pandas as pd
import pytest

from rglm.formatting.numbers.number_format import format_c, format_numbers
from rglm.formatting.numbers.pvalues import format_pval, signif_legend, signif_stars
from rglm.formatting.numbers.rounding import signif
from rglm.formatting.options import settings
from rglm.formatting.tables.anova_table import anova_cells, anova_lines
from rglm.formatting.tables.coefmat import cells_lines
from rglm.formatting.tables.coefmat_cells import coefmat_cells, undefined_cells
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.tables.matrix import correlation_lines, matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.text_layout import display_width

COLUMNS = ["Estimate", "Std. Error", "t value", "Pr(>|t|)"]


@pytest.fixture
def coefficients():
    values = [[1.5, 0.25, 6.0, 1e-9], [np.nan] * 4, [0.5, np.nan, np.nan, np.nan]]
    return pd.DataFrame(values, index=["a", "b", "c"], columns=COLUMNS)


def test_digits_option_is_the_default(monkeypatch):
    assert format_numbers([np.pi]) == ["3.141593"]
    monkeypatch.setattr(settings, "digits", 3)
    assert format_numbers([np.pi]) == ["3.14"]
    assert format_pval([0.123456]) == ["0.1"]


def test_width_option_is_the_default(monkeypatch):
    series = pd.Series([1.0, 2.0, 3.0], index=list("abc"))
    monkeypatch.setattr(settings, "width", 10)
    assert named_vector_lines(series, gap=2) == ["a  b  c  ", "1  2  3  "]
    monkeypatch.setattr(settings, "signif_stars", False)
    table = pd.DataFrame([[1.0, 1.0, 1.0, 0.001]], columns=COLUMNS)
    assert "" not in coefmat_cells(table).columns


def test_an_aliased_coefficient_is_na_and_an_undefined_statistic_nan(coefficients):
    lines = cells_lines(coefmat_cells(coefficients, nan_cells=undefined_cells(coefficients)))
    assert lines[2].split() == ["b", "NA", "NA", "NA", "NA"]
    assert lines[3].split() == ["c", "0.50", "NaN", "NaN", "NaN"]


def test_the_table_is_not_changed(coefficients):
    before = coefficients.copy()
    coefmat_cells(coefficients, zap_ind=[0, 1])
    anova_lines(coefficients)
    pd.testing.assert_frame_equal(coefficients, before)


def test_integer_and_nullable_columns():
    table = pd.DataFrame({"Df": pd.array([None, 2], dtype="Int64"), "Deviance": [np.nan, 3.5]})
    assert anova_cells(table).loc[1].tolist() == [" 2", "3.5"]


def test_row_labels_can_be_of_any_type():
    table = pd.DataFrame({"x": [1.0, 2.5]}, index=[10, 2])
    assert matrix_lines(table) == ["     x", "10 1.0", "2  2.5"]


def test_wide_characters_take_two_columns():
    assert display_width("日本語") == 6
    assert display_width("é") == 1
    assert named_vector_lines(pd.Series({"日本": 1.0, "b": 2.0})) == ["日本    b ", "   1    2 "]


def test_data_frame_of_many_kinds():
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None], dtype="Int64"),
            "s": pd.Categorical(["u", None]),
            "b": pd.array([True, None], dtype="boolean"),
        }
    )
    assert data_frame_lines(frame) == ["   n    s    b", "0  1    u TRUE", "1 NA <NA>   NA"]


def test_empty_tables_and_vectors():
    assert format_numbers([]) == []
    assert format_pval([]) == []
    assert signif_stars([]) == []
    assert named_vector_lines(pd.Series([], dtype=float)) == ["named numeric(0)"]
    assert data_frame_lines(pd.DataFrame({"x": []}))[0] == "[1] x"
    assert correlation_lines(pd.DataFrame([[1.0]])) == []


def test_stars_sit_on_their_cut_points():
    p = [0, 0.001, 0.0010001, 0.01, 0.05, 0.1, 0.11, np.nan]
    assert [s.strip() for s in signif_stars(p)] == ["***", "***", "**", "**", "*", ".", "", ""]


def test_the_legend_of_the_stars():
    assert signif_legend() == ("Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1")
    assert signif_legend(ascii=True).isascii()


def test_html_escapes_every_text():
    cells = pd.DataFrame({"a<b": ["<2e-16", None]}, index=["x&y", "z"])
    page = html_table(cells, caption="Call:\n<f>", footnotes=["'***' 0.001"])
    assert "&lt;2e-16" in page
    assert "x&amp;y" in page
    assert "a&lt;b" in page
    assert "Call:<br>&lt;f&gt;" in page
    assert "<f>" not in page
    assert page.count("<tr>") == page.count("</tr>") == 3


def test_html_shows_what_the_page_shows(coefficients):
    page = html_table(coefmat_cells(coefficients))
    assert ">1e-09<" in page
    assert ">***<" in page


@pytest.mark.parametrize("digits", [0, 23, 2.5, True])
def test_digits_out_of_range_are_refused(digits):
    with pytest.raises(ValueError, match="digits="):
        format_numbers([1.0], digits)
    with pytest.raises(ValueError, match="digits="):
        signif([1.0], digits)


def test_bad_arguments_are_refused(coefficients):
    with pytest.raises(TypeError, match="not numbers"):
        format_numbers(["a"])
    with pytest.raises(ValueError, match="format="):
        format_c([1.0], format="x")
    with pytest.raises(ValueError, match="flag="):
        format_c([1.0], flag="q")
    with pytest.raises(ValueError, match="p_values=True"):
        coefmat_cells(coefficients.iloc[:, :3], p_values=True)
    with pytest.raises(ValueError, match="not numeric"):
        coefmat_cells(pd.DataFrame({"x": ["a"]}))
    with pytest.raises(ValueError, match="width="):
        matrix_lines(pd.DataFrame({"x": [1.0]}), width=3)
