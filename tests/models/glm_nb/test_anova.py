"""Terms and models of glm_nb tested, dropped, added and stepped over, against R."""

import warnings

import numpy as np
import oracle
import pytest
from negbins import CASES, fit_of, quiet

from rglm import FitWarning, glm, poisson
from rglm.datasets import load
from rglm.generics import anova
from rglm.models.glm_nb.glm_nb import glm_nb

RTOL = 1e-8  # of the size of the deviances
TIGHT = 1e-12  # epsilon of both sides, as the models without a term are fitted once only
P_RTOL = 1e-6  # a p-value of 1e-40 multiplies the relative error of its statistic by 200
QUINE = oracle.data("quine")
BREAKS = load("warpbreaks")


def page(text):
    """R's page; in one case our offset is an argument, and R's a term."""
    return str(text).replace(" + offset(log(service))", "").rstrip()


def having(kind):
    return [name for name, case in CASES.items() if kind in case]


def assert_table(ours, theirs):
    """The numbers of a data frame of R."""
    assert list(ours.index) == theirs["rows"]
    assert [name.strip() for name in theirs["columns"]] == list(ours.columns)
    for name, values in zip(ours.columns, theirs["values"], strict=True):
        if ours[name].dtype.kind != "f":
            assert list(ours[name]) == values
            continue
        values = oracle.numbers(values)
        size = np.nanmax(np.abs(values), initial=0.0) if not name.startswith("Pr(") else 0.0
        rtol = P_RTOL if name.startswith("Pr(") else 10 * RTOL
        oracle.assert_close(ours[name], values, size, rtol, name)


ASKED = {
    "anova_terms": lambda fit: fit.anova(),
    "anova_terms_F": lambda fit: fit.anova(test="F"),
    "drop1": lambda fit: fit.drop1(),
    "drop1_chisq": lambda fit: fit.drop1(test="Chisq"),
    "drop1_F": lambda fit: fit.drop1(test="F"),
}
TABLES = [(name, kind) for kind in ASKED for name in having(kind)]


@pytest.mark.parametrize(("name", "kind"), TABLES, ids=["-".join(t) for t in TABLES])
def test_terms(name, kind):
    theirs = CASES[name][kind]
    found = quiet(ASKED[kind], fit_of(name, epsilon=TIGHT))
    assert page(found) == page(theirs["page"])
    assert_table(found.table, theirs["table"])


@pytest.mark.parametrize("name", having("add1"))
def test_add1(name):
    theirs = CASES[name]["add1"]
    found = fit_of(name, epsilon=TIGHT).add1(theirs["scope"], test="Chisq")
    assert page(found) == page(theirs["page"])
    assert_table(found.table, theirs["table"])


@pytest.mark.parametrize("name", having("anova_table"))
def test_models(name):
    theirs = CASES[name]["anova_table"]
    models = [fit_of(name, formula) for formula in theirs["formulas"]]
    found = models[-1].anova(*models[:-1])
    assert page(found) == page(theirs["page"])
    assert_table(found.table, theirs)
    assert repr(anova(*models)) == repr(found)
    assert "Pr(Chi)" in found._repr_html_()


@pytest.mark.parametrize("name", having("step"))
def test_step_estimates_theta_anew(name, capsys):
    theirs = CASES[name]["step"]
    last = quiet(fit_of(name).step)
    assert page(capsys.readouterr().out) == page(theirs["page"])
    assert last.formula == page(theirs["formula"])
    assert last.theta == pytest.approx(theirs["theta"], rel=1e-6)  # glm.nb's own, not polished
    coefficients = oracle.numbers(theirs["coefficients"]["values"])
    np.testing.assert_allclose(last.coef(), coefficients, rtol=1e-5, atol=1e-5)
    assert str(last.anova_path).split("\n")[0] == theirs["anova_page"].split("\n")[0]


@pytest.mark.parametrize("name", having("stepAIC"))
def test_stepAIC_chooses_the_same_model(name):
    assert quiet(fit_of(name).step, trace=0).formula == CASES[name]["stepAIC"]["formula"]


def test_terms_are_tested_with_a_word_of_warning():
    fit = fit_of("quine")
    with pytest.warns(FitWarning, match="without re-estimating 'theta'") as said:
        fit.anova()
    assert [w.filename for w in said] == [__file__]
    with pytest.warns(FitWarning) as said:
        fit.anova(test="F")
    assert len(said) == 2
    assert {w.filename for w in said} == {__file__}


def test_type_II_and_III():
    # R: car::Anova(glm.nb(Days ~ Eth + Sex + Age + Lrn, quine))
    fit = glm_nb("Days ~ Eth + Sex + Age + Lrn", QUINE)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        lr, wald = fit.anova(type="II"), fit.anova(type=2, test="Wald")
        three = fit.anova(type="III")
    page = str(lr).split("\n")
    assert page[3:5] == ["    LR Chisq Df Pr(>Chisq)    ", "Eth   13.059  1  0.0003019 ***"]
    assert str(three).split("\n")[3:] == page[3:]
    np.testing.assert_allclose(wald.table["Chisq"], [13.7885, 0.265, 12.6523, 2.4539], atol=5e-5)
    f = fit.anova(type="II", test="F").table
    np.testing.assert_allclose(f["F value"][:4], [13.1746, 0.2523, 4.0285, 2.5474], atol=5e-5)


def test_rao_and_influence_as_in_R():
    fit = glm_nb("Days ~ Eth + Sex + Age + Lrn", QUINE)
    # R: anova(fit, test = "Rao")$Rao; rstudent(fit)[1:2]; dffits(fit)[1:2]; cooks.distance(fit)
    rao = quiet(fit.anova, test="Rao").table["Rao"][1:]
    np.testing.assert_allclose(rao, [13.0185, 1.9312, 8.2873, 2.5534], atol=5e-5)
    np.testing.assert_allclose(fit.rstudent()[:2], [-1.7717721, -0.7732911], atol=1e-7)
    np.testing.assert_allclose(fit.dffits()[:2], [-0.5140169, -0.2216814], atol=1e-7)
    np.testing.assert_allclose(fit.rstandard()[:2], [-1.9846902, -0.8642319], atol=1e-7)
    np.testing.assert_allclose(fit.cooks_distance()[:2], [0.012762814, 0.005056001], atol=1e-8)
    # R: profile(fit)$EthN
    profile = fit.profile("EthN")["EthN"]
    np.testing.assert_allclose(profile["tau"][:3], [-3.027051, -2.526662, -2.024290], atol=1e-5)


def test_what_cannot_be_compared():
    fit, alone = glm_nb("breaks ~ wool", BREAKS), glm("breaks ~ wool", BREAKS, poisson())
    with pytest.raises(ValueError, match=r"of glm_nb\(\) with each other.*lrtest"):
        fit.anova(alone)
    with pytest.raises(ValueError, match=r"poisson and Negative Binomial\(6.9608\).*lrtest"):
        alone.anova(fit)
    with pytest.raises(ValueError, match="different rows"):
        fit.anova(glm_nb("breaks ~ 1", BREAKS[:30]))
    with pytest.raises(ValueError, match="several fits are compared by likelihood ratio"):
        fit.anova(fit.update(". ~ 1"), test="F")
    quasi = alone.update(family="quasipoisson")
    assert len(alone.anova(quasi).table) == 2  # one variance function
