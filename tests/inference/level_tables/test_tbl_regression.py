"""A model with a row for each level: R's numbers, and every form of the table."""

from __future__ import annotations

import re

import numpy as np
import oracle
import pandas as pd
import pytest
from printed_objects import printed_object

from rglm import (
    RankWarning,
    binomial,
    glm,
    hurdle,
    lm,
    multinom,
    poisson,
    polr,
    tbl_regression,
    zeroinfl,
)
from rglm.datasets import load

LOOMS, CARS, NMES = load("warpbreaks"), load("mtcars"), oracle.data("nmes")[:400]
MANY_DIGITS = {"estimate": 9, "p_value": 9}
REFERENCE = {case["id"]: case for case in oracle.saved("tbl_regression")["cases"]}


def births():
    data = oracle.data("births")
    return data.assign(heavy=data["lwt"] > 120)


TIGHT = {"epsilon": 1e-14, "maxit": 100}  # as in R, whose errors are of the last but one iteration
FITS = {
    "births": lambda: glm("low ~ age + race * smoke + heavy", births(), binomial(), control=TIGHT),
    "insurance": lambda: glm(
        "Claims ~ offset(log(Holders)) + District + C(Age, contr.treatment)",
        oracle.data("insurance"),
        poisson(),
        control=TIGHT,
    ),
    "budworm": lambda: glm(
        "cbind(numdead, 20 - numdead) ~ sex + ldose",
        oracle.data("budworm"),
        binomial(),
        control=TIGHT,
    ),
    "housing": lambda: polr("Sat ~ Infl + Cont", oracle.data("housing"), weights="Freq"),
}


def number(text):
    return float(text.lstrip("<"))


@pytest.mark.parametrize("name", FITS)
def test_the_numbers_are_those_of_r(name):
    expected, fit = REFERENCE[name], FITS[name]()
    has_events = name != "housing"
    frame = tbl_regression(
        fit, exponentiate=True, n=True, events=has_events, digits=MANY_DIGITS, output="dataframe"
    )
    shown = frame[frame["95% CI"].str.contains(",")]
    slopes = slice(int(expected["names"][0] == "(Intercept)"), None)
    interpolated = 1e-3  # R's profile limits are interpolated
    loose = 1e-3 if name == "housing" else 1e-6  # polr's Hessian is numerical
    effect = {"insurance": "IRR"}.get(name, "OR")
    np.testing.assert_allclose(shown[effect].map(number), expected["estimate"][slopes], rtol=1e-6)
    low, high = np.array([cell.split(", ") for cell in shown["95% CI"]], dtype=float).T
    np.testing.assert_allclose(low, expected["low"][slopes], rtol=interpolated)
    np.testing.assert_allclose(high, expected["high"][slopes], rtol=interpolated)
    np.testing.assert_allclose(
        shown["p-value"].map(number), expected["p"][slopes], rtol=loose, atol=1e-6
    )
    for variable, levels in expected["n"].items():
        rows = frame.loc[
            [term for term in frame.index.levels[0] if variable in term.split(":")[0]]
        ]
        rows = frame[[t == variable or t.startswith(f"C({variable},") for t, _ in frame.index]]
        counted = rows[rows["N"] != ""].droplevel(0)
        assert counted["N"].map(float).tolist() == list(levels.values())
        assert counted.index.tolist() == list(levels)
        if has_events:
            events = list(expected["events"][variable].values())
            assert counted["Event N"].map(float).tolist() == events


def test_the_levels_of_a_multinomial_response_have_their_events():
    expected = oracle.saved("tbl_regression")["multinom"]
    fit = multinom("Sat ~ Cont", oracle.data("housing"), weights="Freq")
    frame = tbl_regression(fit, exponentiate=True, n=True, events=True, output="dataframe")
    for level, by_cont in expected["events"].items():
        rows = frame.loc[f"{level}: Cont"]
        assert rows.loc[["Low", "High"], "Event N"].map(float).tolist() == list(by_cont.values())
        assert number(rows.loc["High", "OR"]) == pytest.approx(
            expected["estimate"][list(expected["events"]).index(level)], abs=0.005
        )


def test_the_page_of_a_logistic_model():
    fit = FITS["births"]()
    labels = {"race": "Race", "age": "Age (years)", "smoke": "Smoker", "raceother": "Others"}
    table = tbl_regression(fit, exponentiate=True, n=True, events=True, labels=labels)
    lines = str(table).splitlines()
    assert lines[1].split() == ["Characteristic", "N", "Event", "N", "OR", "95%", "CI", "p-value"]
    labels = [line.split("  ")[0] if line[0] != " " else line[:12].strip() for line in lines[3:]]
    assert labels[:5] == ["Age (years)", "Race", "white", "black", "Others"]
    assert "Race * Smoker" in labels
    white = next(line for line in lines if line.strip().startswith("white"))
    assert white.split() == ["white", "96", "23", "—", "—"]
    assert lines[-1].startswith("CI: confidence interval, OR: odds ratio")
    crossed = next(line for line in lines if "black * TRUE" in line)
    assert crossed.split()[3] == "10"  # black and smoking


def test_labels_of_the_data_and_of_the_variable_inside_a_factor():
    cars = CARS.copy()
    cars.attrs["variable_labels"] = {"wt": "Weight (1000 lb)", "cyl": "Cylinders"}
    fit = lm("mpg ~ wt + factor(cyl)", cars)
    labels = [line.label for line in tbl_regression(fit).coefficients]
    assert labels == ["Weight (1000 lb)", "Cylinders", "4", "6", "8"]
    named = tbl_regression(fit, labels={"cyl": "Cyl", "factor(cyl)4": "four"})
    assert [line.label for line in named.coefficients][1:3] == ["Cyl", "four"]
    upper = tbl_regression(fit, labels=str.upper)
    assert upper.coefficients[0].label == "WT"


def test_other_contrasts_polynomials_and_interactions_have_no_reference():
    looms = LOOMS.assign(t=np.arange(54.0) % 9)
    fit = lm("breaks ~ ordered(tension) + poly(t, 2) + C(wool, contr.sum)", looms)
    rows = tbl_regression(fit, n=True).coefficients
    labels = [line.label for line in rows]
    assert labels[:6] == ["ordered(tension)", "Linear", "Quadratic", "poly(t, 2)", "1", "2"]
    assert not any("—" in line.cells for line in rows)
    assert all(line.cells[0] == "" for line in rows[1:3])
    assert str(fit.coef().round(2).iloc[1]) in rows[1].cells[1]


def test_an_interaction_without_main_effects_has_all_of_its_levels():
    fit = lm("breaks ~ 0 + wool:tension", LOOMS)
    rows = tbl_regression(fit, n=True).coefficients
    assert [line.label for line in rows[1:3]] == ["A * L", "B * L"]
    assert {line.cells[0] for line in rows[1:]} == {"9"}


@pytest.mark.parametrize(
    ("model", "headings"),
    [
        (zeroinfl, ["count (IRR)", "zero (OR)"]),
        (hurdle, ["count (IRR)", "zero (OR)"]),
    ],
)
def test_both_parts_of_a_model_stand_below_their_headings(model, headings):
    fit = model("visits ~ chronic + gender | gender", NMES, dist="poisson")
    rows = tbl_regression(fit, exponentiate=True, n=True).coefficients
    assert [line.label for line in rows if line.has_bold_label and not line.indent] == headings
    counts = [int(line.cells[0]) for line in rows if line.indent == 2]
    assert counts[:2] == counts[2:]
    assert sum(counts[:2]) == len(NMES)
    named = tbl_regression(fit, labels={"count": "Clusters", "zero": "None"}, exponentiate=True)
    assert named.coefficients[0].label == "Clusters"


def test_intercepts_cut_points_and_others_are_shown_if_asked():
    rows = tbl_regression(printed_object("ordinal"), intercept=True).coefficients
    assert [line.label for line in rows] == ["logmass", "0|1", "1|2"]
    rows = tbl_regression(printed_object("betabin"), intercept=True).coefficients
    assert [line.label for line in rows] == ["(Intercept):1", "(Intercept):2", "ldose"]
    assert len(tbl_regression(printed_object("betabin")).coefficients) == 1


def test_aliased_coefficients_are_explained():
    with pytest.warns(RankWarning):
        fit = lm("mpg ~ wt + I(2 * wt)", CARS)
    table = tbl_regression(fit)
    assert table.coefficients[1].cells == ("NA", "", "")
    assert table.notes[-1].startswith("NA: aliased")


def test_another_covariance_is_used_and_named():
    fit = lm("mpg ~ wt", CARS)
    frame = tbl_regression(fit, vcov="HC3", digits=MANY_DIGITS, output="dataframe")
    low, high = map(float, frame["95% CI"].iloc[0].split(", "))
    np.testing.assert_allclose([low, high], fit.confint("wt", vcov="HC3").iloc[0], rtol=1e-8)
    assert "Standard errors: HC3." in tbl_regression(fit, vcov="HC3").notes
    notes = tbl_regression(fit, fit, names=["a", "b"], vcov=[None, "HC3"]).notes
    assert "Standard errors: a model-based; b HC3." in notes


def test_the_heads_are_those_of_the_link():
    ones = LOOMS.assign(y=LOOMS["breaks"] > 26)
    heads = {
        "logit": ("OR", "log(OR)"),
        "log": ("RR", "log(RR)"),
        "cloglog": ("HR", "log(HR)"),
        "probit": ("exp(Beta)", "Beta"),
    }
    for link, (ratio, plain) in heads.items():
        fit = glm("y ~ wool", ones, binomial(link))
        assert tbl_regression(fit, exponentiate=True).names[0] == ratio
        assert tbl_regression(fit).names[0] == plain
    assert tbl_regression(lm("breaks ~ wool", LOOMS)).names[0] == "Beta"
    ordered = polr("ordered(tension) ~ breaks", LOOMS, method="cloglog")  # exp(beta) is 1 / HR
    assert tbl_regression(ordered, exponentiate=True).names[0] == "exp(Beta)"
    assert tbl_regression(lm("breaks ~ wool", LOOMS), conf_level=0.9).names[1] == "90% CI"


@pytest.fixture(scope="module")
def merged():
    small = glm("breaks ~ wool", LOOMS, poisson())
    large = glm("breaks ~ wool + tension", LOOMS, poisson())
    return tbl_regression(
        {"Wool": small, "Both & more": large},
        exponentiate=True,
        n=True,
        statistics=["nobs", "AIC"],
        bold_p=0.05,
        title="Breaks",
    )


def test_models_side_by_side(merged):
    frame = merged.to_frame()
    assert frame.columns[0] == "Wool: N"
    assert frame.loc[("tension", "M"), "Wool: IRR"] == ""
    assert frame.loc[("tension", "M"), "Both & more: IRR"] == "0.73"
    assert frame.loc["AIC"].iloc[0].tolist().count("") == 6
    text = str(merged).splitlines()
    assert text[2].split() == ["Wool", "Both", "&", "more"]
    assert len({len(text[1]), max(map(len, text[1:-1]))}) == 1


def test_a_term_that_only_a_later_model_has_stands_behind_its_neighbours():
    one = lm("mpg ~ wt + qsec", CARS)
    two = lm("mpg ~ wt + hp + qsec", CARS)
    assert [r.label for r in tbl_regression(one, two).coefficients] == ["wt", "hp", "qsec"]


def test_every_form_has_every_cell(merged):
    cells = {cell for line in merged.coefficients for cell in line.cells if cell}
    for page in (merged.to_text(), merged.to_markdown(), merged.to_latex(), merged.to_html()):
        plain = re.sub(r"<[^>]+>", " ", page).replace("&lt;", "<").replace(r"\textless{}", "<")
        plain = plain.replace("---", "—").replace("\\<", "<")
        assert [cell for cell in cells if cell not in plain] == []
    markdown = merged.to_markdown()
    assert "| &emsp;M " in markdown
    assert "| **wool**" in markdown
    assert "**\\<0.001**" in markdown
    assert "Both & more: IRR" in markdown
    latex = merged.to_latex()
    assert r"\multicolumn{4}{c}{Both \& more}" in latex
    assert r"\cmidrule(lr){2-5} \cmidrule(lr){6-9}" in latex
    assert r"\quad M &" in latex
    assert r"\textbf{\textless{}0.001}" in latex
    html = merged._repr_html_()
    assert 'colspan="4">Both &amp; more</th>' in html
    assert "<b>&lt;0.001</b>" in html
    assert html.count("<tr>") == html.count("</tr>")


def test_terms_are_chosen_and_names_checked():
    fit = glm("breaks ~ wool * tension", LOOMS, poisson())
    rows = tbl_regression(fit, include=["tension"]).coefficients
    assert [line.label for line in rows] == ["tension", "L", "M", "H"]
    with pytest.raises(ValueError, match=r"include= has 'tensoin'.*did you mean 'tension'"):
        tbl_regression(fit, include="tensoin")
    with pytest.raises(ValueError, match=r"labels= has 'wol'.*did you mean 'wool'"):
        tbl_regression(fit, labels={"wol": "Wool"})
    with pytest.raises(TypeError, match="labels= takes a dict"):
        tbl_regression(fit, labels=["Wool"])
    with pytest.raises(ValueError, match=r"tbl_regression\(\) needs a model"):
        tbl_regression()
    with pytest.raises(TypeError, match=r"tbl_regression\(\) takes fits, got DataFrame"):
        tbl_regression(LOOMS)
    with pytest.raises(ValueError, match=r"lm\(\) has no events"):
        tbl_regression(lm("breaks ~ wool", LOOMS), events=True)
    with pytest.raises(ValueError, match="digits= has 'estimat'"):
        tbl_regression(fit, digits={"estimat": 2})
    with pytest.raises(ValueError, match="bold_p=5"):
        tbl_regression(fit, bold_p=5)


def test_rows_in_chunks_and_with_weights_are_counted(tmp_path):
    path = tmp_path / "looms.parquet"
    LOOMS.assign(y=(LOOMS["breaks"] > 26).astype(int)).to_parquet(path)
    whole = glm("y ~ wool + tension", pd.read_parquet(path), binomial())
    chunked = glm("y ~ wool + tension", str(path), binomial())
    options = {"n": True, "events": True, "method": "wald", "output": "dataframe"}
    expected = tbl_regression(whole, **options)
    pd.testing.assert_frame_equal(tbl_regression(chunked, **options), expected)
    weighted = glm("y ~ wool", pd.read_parquet(path), binomial(), weights="0 * y + 2")
    frame = tbl_regression(weighted, **options)
    assert frame["N"].iloc[1:].tolist() == ["54", "54"]
