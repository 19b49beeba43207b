"""Each form of a table of models is well made."""

import re
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import binomial, glm, poisson, quasipoisson
from rglm.datasets import load
from rglm.formatting.model_table.latex import escape_latex
from rglm.inference.tables.regtable import regtable

GALAXIES, BREAKS = load("galaxies"), load("warpbreaks")
HAS = glm("has_gc ~ logmass", GALAXIES, binomial())
MORE = glm("has_gc ~ logmass + sample", GALAXIES, binomial())
COUNT = glm("n_gc ~ logmass", GALAXIES, quasipoisson())
INLINE = "{estimate} ({conf_low}, {conf_high})"


@pytest.fixture(scope="module")
def aliased():
    data = BREAKS.assign(b=lambda d: (d["wool"] == "B").astype(float))
    with pytest.warns(rglm.RankWarning):
        return glm("breaks ~ wool + b", data, poisson())


NASTY = {"logmass": r"a|b & 5% $x_1^2$ ~{\#} *<b>* `é` 質量", "samplefield": "[opt]", "x": "*"}


@pytest.fixture(scope="module")
def nasty(aliased):
    return regtable(
        {"M & M": HAS, "<2>": MORE, "C|D": aliased},
        labels=NASTY,
        title="50% & more",
        notes="cost: $5 | <i>",
        statistic="[{conf_low}, {conf_high}]",
        vcov=[None, "HC3", None],
    )


def test_latex(nasty):
    page = nasty.to_latex("tab:n_c")
    bare = re.sub(r"\\[\\{}&%$#_]", "", page)
    depth = np.cumsum([(c == "{") - (c == "}") for c in bare])
    assert depth.min() >= 0
    assert depth[-1] == 0
    opened, closed = re.findall(r"\\begin\{(\w+)\}", page), re.findall(r"\\end\{(\w+)\}", page)
    assert opened == closed[::-1] == ["table", "tabular"]
    assert bare.count("$") % 2 == 0
    inside = page.split(r"\toprule")[1].split(r"\bottomrule")[0]
    for line in inside.strip().splitlines():
        if not line.startswith("\\midrule"):
            assert line.endswith(r" \\")
            assert len(re.findall(r"(?<!\\)&", line)) == 3, line
            assert line[0] not in "[*"
    assert r"\label{tab:n_c}" in page
    assert r"\caption{50\% \& more}" in page
    assert "{[}opt]" in page
    assert "[$-$" in page
    assert not re.search(r"(?<!\\)[%#_^~]", bare.replace(r"\label{tab:nc}", "").replace("n_c", ""))
    assert regtable(HAS).to_latex().startswith(r"\begin{tabular}{lc}")
    assert escape_latex("\\~^<>|") == "".join(
        rf"\text{n}{{}}"
        for n in ("backslash", "asciitilde", "asciicircum", "less", "greater", "bar")
    )


class Parsed(HTMLParser):
    """The nesting of tags, and the texts of the cells of each row."""

    def __init__(self, page):
        super().__init__()
        self.open, self.rows, self.seen = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


def test_html(nasty):
    page = nasty.to_html()
    parsed = Parsed(page)
    assert parsed.open == []
    assert set(parsed.seen) == {"style", "caption", "thead", "tbody", "tfoot"} | {
        "table",
        "tr",
        "td",
        "th",
    }
    lines = [*nasty.coefficients, *nasty.statistics]
    head, body = parsed.rows[:3], parsed.rows[3 : 3 + len(lines)]
    assert head[0] == ["", "M & M", "<2>", "C|D"]
    assert [row[0] for row in body] == [line.label for line in lines]
    assert [[cell.replace("−", "-") for cell in row[1:]] for row in body] == [
        list(line.cells) for line in lines
    ]
    assert parsed.rows[-1] == ["cost: $5 | <i>"]
    assert nasty._repr_html_() == page


def test_markdown(nasty):
    lines = nasty.to_markdown().splitlines()
    assert lines[0] == "**50% & more**"
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 4 + len(nasty.coefficients) + len(nasty.statistics)
    for line in table:
        assert len(re.findall(r"(?<!\\)\|", line)) == 5
    assert re.fullmatch(r"\| :-+ (\| :-+: ){3}\|", table[1])
    assert r"a\|b & 5% \$x\_1^2\$" in nasty.to_markdown()
    assert r"\*\*\* p \< 0.001" in lines[-3]
    assert "---" not in nasty.to_markdown().replace(table[1], "")


def test_text_is_aligned():
    lines = regtable(HAS, header=(), digits=2).to_text().splitlines()
    numbers = [line for line in lines[3:] if "." in line and not line.endswith("parentheses.")]
    points = {line.index(".") for line in numbers[:4]}
    assert len(points) == 1
    (observations,) = (line for line in lines if line.startswith("Observations"))
    assert {len(observations)} == points
    assert lines[0] == "=" * len(lines[0])


def test_output_is_one_of_the_forms():
    table = regtable(HAS)
    for form, made in {
        "text": table.to_text(),
        "markdown": table.to_markdown(),
        "latex": table.to_latex(),
        "html": table.to_html(),
    }.items():
        assert regtable(HAS, output=form) == made
    pd.testing.assert_frame_equal(regtable(HAS, output="dataframe"), table.to_frame())


@pytest.mark.parametrize(
    ("models", "arguments", "says"),
    [
        ((), {}, "needs a model"),
        ((3,), {}, "takes fits, got int"),
        ((HAS,), {"output": "tex"}, "output='tex'"),
        ((HAS,), {"estimate": "{estimat}"}, "did you mean 'estimate'"),
        ((HAS,), {"estimate": "{estimate:.2f}"}, "digits= says how"),
        ((HAS,), {"statistic": "conf_int"}, "shows no number"),
        ((HAS,), {"statistic": "{std_error"}, "cannot be read"),
        ((HAS,), {"statistics": ["aic"]}, "did you mean 'AIC'"),
        ((HAS,), {"names": ["a", "b"]}, "2 names for 1 models"),
        ((HAS,), {"vcov": ["HC3", None]}, "vcov= has 2 values for 1 models"),
        ((HAS,), {"exponentiate": [True, True]}, "exponentiate= has 2 values"),
        ((HAS,), {"coef_map": {"mass": "M"}}, "'mass', which is a coefficient of no model"),
        ((HAS,), {"coef_omit": "("}, "no regular expression"),
        ((HAS,), {"coef_omit": "."}, "leave no coefficient"),
        ((HAS,), {"header": ["link"]}, "header= has 'link'"),
        ((HAS,), {"rounding": "signif"}, "did you mean 'significant'"),
        ((HAS,), {"digits": -1}, "whole numbers from 0 on"),
        ((HAS,), {"digits": {"se": 2}}, "digits= has 'se'"),
        ((HAS,), {"stars": {"*": 5}}, "between 0 and 1"),
        ((HAS,), {"labels": ["a"]}, "labels= takes a dict"),
    ],
)
def test_errors_name_the_argument_and_its_value(models, arguments, says):
    with pytest.raises((ValueError, TypeError), match=re.escape(says)):
        regtable(*models, **arguments)
