"""drop1, add1 and extractAIC against R: numbers and pages."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, SeparationWarning, binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load
from rglm.design.formula.parsed_formula import parse
from rglm.inference.terms.term_scope import addable, droppable

READ = oracle.saved("selection")
CASES = {c["id"]: c for c in READ["cases"]}
LEGEND = "Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"
RTOL = 1e-8  # both sides converge to epsilon = 1e-12; the JSON has 11 digits
NONE = 1e-8  # a change of deviance that is a rounding error of it
BREAKS = load("warpbreaks")
fit_of = oracle.quiet_fits(CASES)

ASKED = [
    pytest.param(name, a, id=f"{name}-{a['verb']}-{a.get('scope')}-{a.get('test')}")
    for name, case in CASES.items()
    for a in case["asked"]
    if a["verb"] != "step"
]


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_numbers_and_page_as_in_r(name, asked):
    given = {k: asked[k] for k in ("scope", "test", "scale", "k") if asked.get(k) is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        found = getattr(fit_of(name), asked["verb"])(**given)
    theirs = oracle.numbers(asked["values"]).reshape(found.table.shape, order="F")
    np.testing.assert_allclose(found.table.to_numpy(), theirs, RTOL, NONE)
    page = [LEGEND if line == "Signif." else line for line in asked["page"]]
    assert repr(found).split("\n") == page


@pytest.mark.parametrize("name", CASES)
def test_criterion_as_in_r(name):
    fit, theirs = fit_of(name), oracle.numbers(CASES[name]["extractAIC"])
    np.testing.assert_allclose([*fit.extractAIC(), *fit.extractAIC(k=np.log(50))], theirs, RTOL)


@pytest.mark.parametrize("case", READ["scopes"], ids=lambda c: f"{c['old']}|{c['new']}")
def test_scopes_as_in_r(case):
    old, new = parse(case["old"]), parse(case["new"])

    def named(parsed, terms):
        return [sorted(parsed.label(term).split(":")) for term in terms]

    assert named(old, droppable(old)) == [sorted(x.split(":")) for x in case["drop"]]
    if set(map(tuple, named(old, old.terms))) <= set(map(tuple, named(new, new.terms))):
        assert named(new, droppable(new, old)) == [sorted(x.split(":")) for x in case["drop_down"]]
        assert named(new, addable(old, new)) == [sorted(x.split(":")) for x in case["add"]]


def same(one, two, rtol=RTOL):
    pd.testing.assert_frame_equal(one.table, two.table, rtol=rtol, atol=1e-8)


@pytest.mark.parametrize("name", ["warp", "swiss", "insurance", "offset-term", "no-intercept"])
def test_scores_are_those_of_two_models(name):
    """Without intercept, and of add1 with an offset, R 4.2 takes them about something else."""
    fit = fit_of(name)
    for label in fit.drop1().table.index[1:]:
        smaller = fit.update(f". ~ . - {label}")
        if len(smaller.coefficients) + fit.drop1(label).table["Df"].iloc[1] != len(
            fit.coefficients
        ):
            continue
        table = smaller.anova(fit, test="Rao").table
        found = fit.drop1(label, test="Rao").table
        scale = fit.dispersion
        np.testing.assert_allclose(found.iloc[1, -2] * scale, table["Rao"].iloc[1], 1e-6)
        found = smaller.add1([label], test="Rao").table
        scale = smaller.dispersion
        np.testing.assert_allclose(found.iloc[1, -2] * scale, table["Rao"].iloc[1], 1e-6)


@pytest.mark.parametrize(
    ("formula", "label", "score", "of_r"),
    [("breaks ~ 0 + wool", "wool", 40_249.851852, 450.6667), ("breaks ~ 0 + x", "x", 24_295.7, 0)],
)
def test_without_an_intercept_r_takes_the_mean_of_the_residuals_out(formula, label, score, of_r):
    # R 4.2.2: drop1(glm(formula, poisson, transform(warpbreaks, x = 1:54)), test = "Rao")
    data = load("warpbreaks").assign(x=range(1, 55))
    found = glm(formula, data, poisson()).drop1(test="Rao").table.loc[label, "Rao score"]
    assert found == pytest.approx(score, rel=1e-6)
    residual = data["breaks"] - 1  # of the null model without a constant, whose mean is 1
    assert max(found - 54 * residual.mean() ** 2, 0) == pytest.approx(of_r, abs=1e-4)


def test_an_offset_in_each_of_its_forms():
    data = oracle.data("insurance")
    options = {"family": poisson(), "control": {"epsilon": 1e-12, "maxit": 100}}
    array = np.log(data["Holders"].to_numpy())
    fits = [
        glm("Claims ~ District + Group", data, offset="log(Holders)", **options),
        glm("Claims ~ District + Group", data, offset=array, **options),
        glm("Claims ~ District + Group + offset(log(Holders))", data, **options),
    ]
    for test in ("Chisq", "Rao"):
        for other in fits[1:]:
            same(fits[0].drop1(test=test), other.drop1(test=test))
            same(fits[0].add1("~ . + Age", test=test), other.add1("~ . + Age", test=test))


def test_counts_are_the_proportions_with_their_trials():
    esoph = oracle.data("esoph")
    n = esoph["ncases"] + esoph["ncontrols"]
    given = esoph.assign(n=n, p=esoph["ncases"] / n)
    counts = glm("cbind(ncases, ncontrols) ~ agegp + alcgp", esoph, binomial())
    shares = glm("p ~ agegp + alcgp", given, binomial(), weights=n.to_numpy())
    same(counts.drop1(test="Chisq"), shares.drop1(test="Chisq"))
    same(counts.add1("~ . + tobgp", test="Rao"), shares.add1("~ . + tobgp", test="Rao"))


@pytest.mark.parametrize("action", ["na_omit", "na_exclude"])
def test_rows_with_missing_values(action):
    data = oracle.data("airquality")
    fit = glm("Ozone ~ Wind + Temp", data, poisson(), subset="Month > 5", na_action=action)
    rows = data[(data["Month"] > 5) & data["Ozone"].notna()]
    same(fit.drop1(test="LRT"), glm("Ozone ~ Wind + Temp", rows, poisson()).drop1(test="LRT"))
    with pytest.warns(FitWarning, match="fitted to the 87 of 90 rows"):
        found = fit.add1("~ . + Solar.R + I(Temp^2)").table
    less = glm("Ozone ~ Wind + Temp", rows.dropna(subset=["Solar.R"]), poisson())
    np.testing.assert_allclose(found["Deviance"].iloc[0], less.deviance, RTOL)
    np.testing.assert_allclose(found["AIC"].iloc[0], fit.aic, RTOL)
    wider = less.add1("~ . + Solar.R + I(Temp^2)").table
    np.testing.assert_allclose(found["Deviance"], wider["Deviance"], RTOL)


def test_coded_columns_on_the_rows_that_are_left():
    """Codes and contrasts of factors, and their products, on some of the rows."""
    data = oracle.data("airquality").assign(hot=lambda d: d["Temp"] > 80)
    fit = glm("Ozone ~ factor(Month) * hot + hot:Wind", data, gaussian())
    with pytest.warns(FitWarning, match="111 of 116"):
        found = fit.add1("~ . + Solar.R").table
    rows = data.dropna(subset=["Solar.R", "Ozone"])
    less = glm("Ozone ~ factor(Month) * hot + hot:Wind", rows, gaussian())
    np.testing.assert_allclose(found["Deviance"].iloc[0], less.deviance, RTOL)
    more = less.update(". ~ . + Solar.R")
    np.testing.assert_allclose(found["Deviance"].iloc[1], more.deviance, RTOL)


def test_a_main_effect_below_its_interaction_changes_nothing():
    fit = glm("breaks ~ wool:tension - 1", BREAKS, poisson())
    table = fit.add1("~ . + wool").table
    assert table["Df"].tolist()[1:] == [0]
    np.testing.assert_allclose(table["Deviance"], fit.deviance, RTOL)
    np.testing.assert_allclose(table["AIC"], fit.aic, RTOL)


def test_starting_values_do_not_change_the_result():
    """A start that is no start (1/mu below 0), and the rank with an aliased column."""
    data = oracle.data("clotting").assign(z=lambda d: np.log(d["u"]), twice=lambda d: 2 * d["u"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        fit = glm("lot1 ~ z + u + twice", data, family="Gamma")
    table = fit.drop1().table
    assert table["Df"].tolist()[1:] == [1, 0, 0]
    without = glm("lot1 ~ u", data, family="Gamma")
    np.testing.assert_allclose(table.loc["z", "Deviance"], without.deviance, 1e-7)


def test_arguments_of_the_tests():
    fit = glm("breaks ~ wool + tension", BREAKS, poisson())
    with pytest.warns(FitWarning, match="F test with a 'poisson' family"):
        fit.drop1(test="F")
    with pytest.warns(FitWarning, match="F test with a 'poisson' family"):
        fit.add1("~ .^2", test="F")
    same(fit.drop1(test="none"), fit.drop1())
    same(fit.drop1("~ tension"), fit.drop1(["tension"]))
    assert repr(fit.drop1("tension")) == repr(fit.drop1(["tension"]))
    assert "Df" in fit.drop1()._repr_html_()
    inter = fit.update(". ~ .^2")
    assert inter.drop1("tension:wool").table.index.tolist() == ["<none>", "wool:tension"]


@pytest.mark.parametrize(
    ("verb", "given", "error", "message"),
    [
        ("drop1", {"scope": "~ . + foo"}, ValueError, "the model has no term 'foo'"),
        ("drop1", {"scope": ["wol"]}, ValueError, "did you mean 'wool'"),
        ("drop1", {"scope": 3}, TypeError, "scope= takes a formula"),
        ("drop1", {"test": "chisq"}, ValueError, "did you mean 'Chisq'"),
        ("drop1", {"scale": -2}, ValueError, "scale=-2"),
        ("drop1", {"scale": "x"}, ValueError, "scale='x'"),
        ("add1", {"scope": "~ ."}, ValueError, "no term that could be added"),
        ("add1", {"scope": ["wool"]}, ValueError, "no term that could be added"),
        ("add1", {"scope": "~ wool"}, ValueError, "lacks the model's term 'tension'"),
        ("add1", {"scope": "~ . + foo"}, ValueError, "no column 'foo'"),
        ("add1", {"scope": []}, ValueError, "no term that could be added"),
        ("add1", {"scope": "~ .^2", "test": "Cp"}, ValueError, "test='Cp'"),
    ],
)
def test_wrong_arguments_are_refused(verb, given, error, message):
    fit = glm("breaks ~ wool + tension", BREAKS, poisson())
    with pytest.raises(error, match=message):
        getattr(fit, verb)(**given)


def test_a_fit_without_its_rows():
    fit = glm("breaks ~ wool + tension", BREAKS, poisson()).strip()
    for ask in (fit.drop1, lambda: fit.add1("~ .^2"), fit.step):
        with pytest.raises(ValueError, match="stripped of its rows"):
            ask()


def test_saturated_fits():
    grouped = BREAKS.groupby(["wool", "tension"], as_index=False, observed=True)["breaks"].sum()
    known = glm("breaks ~ wool * tension", grouped, poisson())
    assert known.drop1(test="Chisq").table["Pr(>Chi)"].notna().sum() == 1
    free = glm("breaks ~ wool * tension", grouped, quasipoisson())
    table = free.drop1(test="F").table
    assert table["F value"].isna().all()
    assert table["Pr(>F)"].isna().all()


def test_terms_left_out_of_a_separated_fit():
    """Its coefficients are no place to begin: the fits without a term have finite ones."""
    data = {
        "x": [-1.84, 1.03, -0.14, -0.67, -1.19, -0.68, -0.34, -0.12],
        "z": [-0.56, 0.7, -2.67, 1.25, 2.02, 1.31, 0.33, -0.74],
        "s": ["yes", "no", "yes", "no", "yes", "no", "no", "no"],
    }
    control = {"epsilon": 1e-11, "maxit": 50}
    with pytest.warns(SeparationWarning):
        fit = glm("factor(s) ~ x + z", data, binomial(), control=control)
    # R's drop1; from coefficients of -171 both did not converge, at 144.2 and 72.1
    theirs = [0, 9.66469159, 7.52590064]
    np.testing.assert_allclose(fit.drop1()["Deviance"], theirs, rtol=1e-8, atol=1e-10)
    weaker = glm("factor(s) ~ x", data, binomial(), control=control)
    found = weaker.add1("~ x + z")
    np.testing.assert_allclose(found["Deviance"], [7.52590064, 0], rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("seed", range(6))
def test_models_near_a_separated_fit_lie_between_it_and_the_null_model(seed):
    # from the fit's coefficients, far too large, half of these ended above the null model
    rng = np.random.default_rng(seed)
    data = {name: rng.normal(size=24).round(2).tolist() for name in "xuzv"}
    data |= {"a": rng.choice(list("pqr"), 24).tolist(), "y": (rng.random(24) < 0.5) * 1}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        fit = glm("y ~ v + (x + u + a)^2 + ns(z, 3)", data, binomial(), control={"maxit": 60})
        dropped = fit.drop1()["Deviance"]
        added = fit.add1("~ . + I(x^2)")["Deviance"]
        steps = fit.anova()["Resid. Dev"]
    assert dropped.between(fit.deviance - 1e-6, fit.null_deviance + 1e-6).all()
    assert (added <= fit.deviance + 1e-6).all()
    assert (np.diff(steps) <= 1e-6).all()
