"""Control characters in names are escaped on every page, as R's print escapes them."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import binomial, glm, multinom, plot_coefs, poisson, polr, regtable
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.printable import printable

R = oracle.saved("escape")
NAMES, DATA = R["names"], pd.DataFrame(R["data"])
HOSTILE = ["A", "r\033[31m", "a\nb", "nul\0x", "t\x7f", "u\u2028", "x$x^$", "w\x85w"]
RNG = np.random.default_rng(8)
ROWS = pd.DataFrame(
    {
        "f": np.array(HOSTILE, dtype=object)[np.arange(320) % 8],
        "o": np.array(HOSTILE, dtype=object)[RNG.integers(0, 3, 320)],
        "x": RNG.normal(size=320),
        "y": RNG.poisson(3, 320),
        "b": RNG.integers(0, 2, 320),
    }
)
FIT = glm("y ~ f + x", ROWS, poisson())
HIDDEN = {sign for name in HOSTILE for sign in name if not sign.isprintable()} - {"\n", "\t"}


def shown(text):
    """The text, if a page may show it."""
    assert not HIDDEN & set(text)
    return text


def test_names_are_escaped_as_r_prints_them():
    half = len(NAMES) // 2
    values = np.arange(1, len(NAMES) + 1)
    table = pd.DataFrame({"v\033": values[:half], "\\w": values[half:]}, index=NAMES[:half])
    assert matrix_lines(table) == R["matrix"]
    assert named_vector_lines(pd.Series(values, NAMES)) == R["vector"]
    assert data_frame_lines(pd.DataFrame({"a": ["u", "v\nw"]}, index=NAMES[:2])) == R["frame"]


def test_pages_of_a_fit_are_escaped_as_those_of_r():
    levels = pd.Categorical(DATA["f"], ["a", "\033b", "c\nd"])
    fit = glm("y ~ f + `g\th`", DATA.assign(f=levels), poisson())
    assert str(fit).splitlines()[2:] == R["short"][2:]
    assert matrix_lines(fit.summary().coefficients) == R["table"]
    assert [line.rstrip() for line in str(fit.anova(test=False)).splitlines()] == [
        line.rstrip() for line in R["anova"]
    ]
    assert str(fit.drop1()).splitlines() == R["drop1"]
    assert str(fit.confint(method="wald")).splitlines() == R["wald"]


@pytest.mark.parametrize(
    "page",
    [
        lambda: str(FIT),
        lambda: str(FIT.summary(correlation=True)),
        lambda: FIT._repr_html_() + FIT.summary()._repr_html_(),
        lambda: str(FIT.wald_test(np.eye(9)[[2, 3]])),
        lambda: str(FIT.profile(["x", FIT.names[1]])),
        lambda: str(
            glm(
                "b ~ f", ROWS.assign(b=ROWS["b"].where(ROWS["f"] != "r\033[31m", 1)), binomial()
            ).separation()
        ),
        lambda: str(multinom("o ~ x", ROWS).summary(correlation=True)),
        lambda: str(polr("ordered(o) ~ x", ROWS).summary()),
        *(
            lambda form=form: regtable(FIT, names=["a\033"], output=form)
            for form in ("text", "markdown", "latex", "html")
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::rglm.SeparationWarning")
def test_no_page_has_control_characters(page):
    text = shown(page())
    assert "r\\033[31m" in text or r"r\textbackslash{}033" in text or r"r\\033" in text


def test_names_of_influence_measures_are_escaped():
    """R abbreviates them, and has dots for signs that no variable may hold."""
    shown(str(FIT.influence_measures()).replace("\t", ""))


def test_names_in_messages_are_escaped():
    with pytest.raises(ValueError, match="no coefficient; there are") as caught:
        FIT.confint("z")
    assert "r\\033[31m" in shown(str(caught.value))


def test_tables_keep_the_names_as_they_are():
    assert FIT.coef().index.tolist() == list(FIT.names)
    assert "fa\nb" in FIT.tidy()["term"].tolist()
    assert ("fa\nb", "estimate") in regtable(FIT).to_frame().index
    assert printable("back\\slash") == "back\\slash"


def test_labels_of_plots_are_escaped():
    """Dollars are no formulas of matplotlib's."""
    labels = [label.get_text() for label in plot_coefs(FIT).get_yticklabels()]
    assert {"fa\\nb", "fx\\$x^\\$", "fnul\\000x"} <= set(labels)
    for ax in (
        plot_coefs(FIT),
        FIT.plot_fit("f"),
        FIT.plot_fit("x"),
        FIT.plot_terms("f"),
        FIT.plot_profile(FIT.names[1]),
        multinom("o ~ x + f", ROWS[ROWS["f"].isin(HOSTILE[:3])]).plot_probs("x"),
        FIT.plot(which="cooks"),
    ):
        ax.figure.canvas.draw()
        texts = [ax.get_xlabel(), ax.get_title(loc="right")]
        shown("".join([*texts, *(t.get_text() for t in ax.get_xticklabels())]))
