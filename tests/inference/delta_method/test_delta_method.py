"""Functions of coefficients against car's deltaMethod (delta_method.R), and what car lacks."""

from __future__ import annotations

from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import betabinomial, glm, glm_nb, hurdle, lm, multinom, polr, regtable, zeroinfl
from rglm.datasets import load
from rglm.errors import FormulaError
from rglm.generics import delta_method
from rglm.warnings import RankWarning

CASES = oracle.saved("delta_method")
TIGHT = {"epsilon": 1e-14, "maxit": 100}
# R's optima and, by optim(), its Hessians by differences
LOOSE = {"days": 1e-6, "papers": 1e-3, "hurdles": 1e-3, "votes": 1e-4, "levels": 1e-3}
MODELS = {
    "cars": lambda: lm("mpg ~ wt + hp", oracle.data("mtcars")),
    "doses": lambda: glm(
        "Menarche / Total ~ Age", oracle.data("menarche"), "binomial", weights="Total", **tight()
    ),
    "worms": lambda: glm(
        "cbind(numdead, 20 - numdead) ~ sex * ldose",
        oracle.data("budworm"),
        "quasibinomial",
        **tight(),
    ),
    "days": lambda: glm_nb("Days ~ Sex + Age", oracle.data("quine")),
    "papers": lambda: zeroinfl("art ~ fem + ment | ment", oracle.data("biochemists"), "negbin"),
    "hurdles": lambda: hurdle("art ~ fem + ment | ment", oracle.data("biochemists")),
    "levels": lambda: polr("ordered(cyl) ~ qsec + am", oracle.data("mtcars")),
    "votes": lambda: multinom("vote ~ age + gender", oracle.data("beps")),
    "worm pairs": lambda: betabinomial("cbind(dead, alive) ~ sex", load("budworm")),
}
FIT = lm("breaks ~ wool * tension", load("warpbreaks"))


def tight():
    return {"control": TIGHT}


@cache
def fit_of(name):
    return MODELS[name]()


@pytest.mark.parametrize("case", CASES, ids=[f"{c['fit']} {c['g']}" for c in CASES])
def test_as_car(case):
    given = {name: case[name] for name in ("vcov", "constants", "func") if name in case}
    given |= {"level": case["level"], "rhs": case["rhs"]}
    ours = fit_of(case["fit"]).delta_method(case["g"], **given)
    assert list(ours.table.columns) == case["columns"]
    rtol = LOOSE.get(case["fit"], oracle.RTOL)
    np.testing.assert_allclose(ours["Estimate"], case["estimate"], rtol=rtol)
    np.testing.assert_allclose(ours["SE"], case["se"], rtol=rtol)
    np.testing.assert_allclose(ours.table.iloc[0], case["values"], rtol=50 * rtol)
    if case["fit"] not in LOOSE:
        page = repr(ours).splitlines()
        assert page[: len(case["page"])] == case["page"]
        assert page[len(case["page"]) :] == (
            ["", "Standard errors: HC3"] if given.get("vcov") else []
        )


def test_several_functions_have_a_covariance():
    fit = fit_of("cars")
    ours = fit.delta_method({"ratio": "wt/hp", "sum": "wt + hp"}, rhs=[100, -4])
    gradient = np.array([[0, 1 / fit.coef()["hp"], -fit.coef()["wt"] / fit.coef()["hp"] ** 2]])
    jacobian = np.vstack([gradient, [0, 1, 1]])
    np.testing.assert_allclose(ours.vcov(), jacobian @ fit.vcov() @ jacobian.T, rtol=1e-12)
    tidy = ours.tidy(conf_level=0.9)
    assert tidy["term"].tolist() == ["ratio", "sum"]
    assert tidy["p_value"].to_numpy() == pytest.approx(ours["Pr(>|z|)"].to_numpy())
    assert tidy[["conf_low", "conf_high"]].to_numpy() == pytest.approx(
        ours.confint(level=0.9).to_numpy()
    )
    assert "<table" in ours._repr_html_()


def test_other_parameters_have_their_own_standard_errors():
    papers, days, worms = fit_of("papers"), fit_of("days"), fit_of("worm pairs")
    for fit in (papers, days):
        row = fit.delta_method(["theta", "1/theta"]).table
        assert row["Estimate"].iloc[0] == pytest.approx(fit.theta, rel=1e-12)
        assert row["SE"].iloc[0] == pytest.approx(fit.SE_theta, rel=1e-12)
        assert row["SE"].iloc[1] == pytest.approx(fit.SE_theta / fit.theta**2, rel=1e-12)
    assert papers.delta_method("Log(theta)")["SE"].iloc[0] == pytest.approx(papers.SE_logtheta)
    rho = worms.delta_method(["rho", "plogis((Intercept):2)"])
    assert rho["Estimate"].to_numpy() == pytest.approx([worms.rho] * 2)
    assert rho["SE"].iloc[0] == pytest.approx(rho["SE"].iloc[1], rel=1e-12)


def test_degrees_of_freedom_make_tests_students():
    fit = fit_of("cars")
    ours = fit.delta_method("wt", rhs=0, df=fit.df_residual)
    expected = fit.summary().coefficients.loc["wt"]
    assert ours["Pr(>|t|)"].iloc[0] == pytest.approx(expected["Pr(>|t|)"], rel=1e-10)
    np.testing.assert_allclose(ours.confint(), fit.confint().loc[["wt"]], rtol=1e-10)


def test_profile_intervals_follow_the_function():
    """Of a monotone function they are the function of the interval."""
    fit = fit_of("doses")
    expected = np.exp(fit.confint(parm="Age").to_numpy())
    found = fit.delta_method("exp(Age)").confint(method="profile")
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    with pytest.raises(ValueError, match="has no use for a covariance"):
        fit.delta_method("exp(Age)", vcov="HC0").confint(method="profile")
    with pytest.raises(ValueError, match="holds theta of glm_nb"):
        fit_of("days").delta_method("1/theta").confint(method="profile")


def test_functions_are_a_column_of_a_table_of_models():
    fit = fit_of("doses")
    shown = repr(regtable(fit, fit.delta_method({"LD50": "-b0/b1"})))
    assert "LD50" in shown
    assert f"{-fit.coef().iloc[0] / fit.coef().iloc[1]:.3f}" in shown
    with pytest.raises(TypeError, match="no column for a DeltaMethod of a vector"):
        regtable(delta_method([1.0], "2 * b0", vcov=[[1]]))


def test_a_ratio_whose_denominator_may_be_0_has_no_end():
    found = lm("breaks ~ wool + tension", load("warpbreaks")).delta_method("b0/b1")
    intervals = found.confint(method="profile")
    low, high = intervals.attrs["outside"][0]
    # Fieller's: the values r at which b0 - r b1 is not significant
    fit = found.fit
    q = -np.abs(found.fit.confint(parm="woolB") - fit.coef()["woolB"]).iloc[0, 0]
    q /= -np.sqrt(fit.vcov().loc["woolB", "woolB"])
    for end in (low, high):
        weights = np.array([1, -end, 0, 0])
        ratio = weights @ fit.coef() / np.sqrt(weights @ fit.vcov() @ weights)
        assert abs(ratio) == pytest.approx(q, rel=1e-6)
    assert intervals.iloc[0].tolist() == [-np.inf, pytest.approx(low)]
    assert f"b0/b1: all values but those from {low:.6f} to" in repr(intervals)
    assert found.confint().notes == []


def test_a_vector_with_a_covariance():
    fit = fit_of("cars")
    expected = fit.delta_method("wt/hp").table
    for vector in (fit.coef(), fit.coef().to_dict()):
        ours = delta_method(vector, "wt/hp", vcov=fit.vcov().iloc[::-1, ::-1])
        pd.testing.assert_frame_equal(ours.table, expected)
    ours = delta_method(fit.coef().to_list(), "b1/b2", vcov=fit.vcov().to_numpy())
    np.testing.assert_allclose(ours.table, expected, rtol=1e-14)
    with pytest.raises(ValueError, match="needs a fit"):
        ours.confint(method="profile")
    with pytest.raises(ValueError, match="covariance of the 3 estimates"):
        delta_method(fit.coef(), "wt/hp")
    with pytest.raises(ValueError, match="the estimates are"):
        delta_method(fit.coef(), "wt/hp", vcov=fit.vcov().iloc[1:, 1:])
    with pytest.raises(TypeError, match="takes a fit, or estimates"):
        delta_method(["a"], "b0", vcov=[[1]])


@pytest.mark.parametrize(
    ("g", "message"),
    [
        ("b1/b9", "no parameter 'b9'; there are"),
        ("woolB/tensonM", r"did you mean 'tensionM'\?"),
        ("woolB:tensionX", r"no parameter 'woolB:tensionX' \(did you mean 'woolB:tensionM'"),
        ("woolB = tensionM", r"rhs=; or the difference, 'woolB - \(tensionM\)'"),
        ("woolB +* 2", r"something is missing before it \(at '\* 2'\)"),
        ("log(woolB", "a '\\)' is missing"),
        ("floor(woolB)", "no function 'floor'"),
        ("2 + 3", "names no parameter"),
        ("woolB %% 2", "no operator '%%'"),
        ("exp(woolB, 2)", "of one number"),
        ("woolB.__class__", "no parameter 'woolB.__class__'"),
        ("woolB + TRUE", "TRUE is no number"),
    ],
)
def test_what_cannot_be_read_is_named(g, message):
    with pytest.raises(FormulaError, match=message):
        FIT.delta_method(g)


def test_other_mistakes_are_named():
    with pytest.raises(ValueError, match="is nan at the estimates: tensionM is -20"):
        FIT.delta_method("log(tensionM)")
    with pytest.raises(ValueError, match="has no derivative at the estimates"):
        FIT.delta_method("sqrt(woolB - k)", constants={"k": FIT.coef()["woolB"]})
    with pytest.raises(TypeError, match="takes functions as text"):
        FIT.delta_method([3])
    with pytest.raises(ValueError, match="rhs= takes a number, or one for each"):
        FIT.delta_method("woolB", rhs=[1, 2])
    with pytest.raises(ValueError, match="func= takes a label for each function: 1, not 2"):
        FIT.delta_method("woolB", func=["a", "b"])
    with pytest.raises(ValueError, match="'woolB', which is the name of a parameter"):
        FIT.delta_method("1/woolB", constants={"woolB": 3})


def test_an_aliased_coefficient_is_named():
    data = load("warpbreaks").assign(z=lambda d: (d["wool"] == "B") * 2)
    with pytest.warns(RankWarning):
        fit = lm("breaks ~ wool + z + tension", data)
    with pytest.raises(ValueError, match="'z' is aliased"):
        fit.delta_method("z/woolB")
    assert fit.delta_method("b3/b1").labels == ("b3/b1",)
    expected = fit.coef()["tensionM"] / fit.coef()["woolB"]
    assert fit.delta_method("b3/b1")["Estimate"].iloc[0] == pytest.approx(expected)


def test_the_page_names_the_type_of_a_clustered_covariance():
    fit = lm("breaks ~ wool + tension", load("warpbreaks"))
    page = repr(fit.delta_method("woolB/tensionM", vcov={"cluster": "tension"}))
    assert page.endswith("Standard errors: HC1, clustered by tension")
