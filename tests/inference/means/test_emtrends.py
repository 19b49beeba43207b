"""Slopes at the levels of factors: R's emtrends, numbers and pages, and differences of means."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import glm, glm_nb, hurdle, lm, multinom, polr, zeroinfl
from rglm.warnings import RankWarning

EXPECTED = oracle.saved("emtrends")


def data(name: str) -> pd.DataFrame:
    frame = oracle.data(name)
    if name == "warpbreaks":
        frame["grade"] = pd.Categorical(frame["tension"], ["L", "M", "H"], ordered=True)
    if name == "insurance":
        frame["Age"] = pd.Categorical(frame["Age"].astype(str), frame["Age"].cat.categories)
    return frame


def likelihood(verb: Any, formula: str, name: str, **options: Any) -> Any:
    return lambda: verb(formula, data(name), **options)


def gaussian(formula: str, name: str, **options: Any) -> Any:
    return lambda: lm(formula, data(name), **options)


def general(formula: str, name: str, family: Any) -> Any:
    control = {"epsilon": 1e-13, "maxit": 100}
    return lambda: glm(formula, data(name), oracle.family(family), control=control)


FITS = {
    "lm": gaussian("mpg ~ hp * factor(cyl)", "mtcars"),
    "two": gaussian("mpg ~ hp * factor(cyl) + factor(am)", "mtcars"),
    "three": gaussian("mpg ~ hp * factor(vs) * factor(am) + wt", "mtcars"),
    "poly": gaussian("mpg ~ poly(wt, 2) * factor(am) + hp", "mtcars"),
    "cubic": gaussian("uptake ~ poly(conc, 3) * Type + Treatment", "CO2"),
    "raw": gaussian("uptake ~ conc * Type + I(conc^2)", "CO2"),
    "log": gaussian("uptake ~ log(conc) * Type * Treatment", "CO2"),
    "ns": gaussian("uptake ~ ns(conc, 3) * Type + Treatment", "CO2"),
    "bs": gaussian("Sepal.Length ~ bs(Petal.Length, df = 5) + Species * Sepal.Width", "iris"),
    "scale": gaussian("Sepal.Length ~ scale(Petal.Length) * Species", "iris"),
    "logged": gaussian("log(uptake) ~ log(conc) * Type", "CO2"),
    "weighted": gaussian("mpg ~ hp * factor(cyl)", "mtcars", weights="wt"),
    "logit": general("low ~ lwt * smoke + race", "births", "binomial()"),
    "probit": general("low ~ lwt * race", "births", "binomial('probit')"),
    "poisson": general("Claims ~ log(Holders) * Age", "insurance", "poisson()"),
    "quasi": general("visits ~ school * health + log(1 + chronic)", "nmes", "quasipoisson()"),
    "gamma": general("y + 1 ~ base * trt + age", "epil", "Gamma('log')"),
    "nb": likelihood(glm_nb, "art ~ ment * fem + mar", "biochemists"),
    "polr": likelihood(polr, "grade ~ breaks * wool", "warpbreaks"),
    "multinom": likelihood(multinom, "health ~ school * gender", "nmes"),
    "zeroinfl": likelihood(zeroinfl, "art ~ ment * fem | ment + mar", "biochemists"),
    "hurdle": likelihood(hurdle, "art ~ ment * fem | ment + mar", "biochemists", dist="negbin"),
}


@cache
def fit_of(name: str) -> Any:
    return FITS[name]()


def options(case: dict[str, Any]) -> dict[str, Any]:
    """The options of a case in our words."""
    given = {name: value for name, value in dict(case["options"] or {}).items() if value != []}
    out = {name: value[0] if isinstance(value, list) else value for name, value in given.items()}
    for name in [name for name in out if name == "mode"]:
        out[name] = out[name].replace(".", "_")
    if out.pop("lin.pred", False):
        out["mode"] = f"link_{out['mode']}"
    return out


def trends(case: dict[str, Any], **more: Any) -> Any:
    df = oracle.numbers(case["trends"]["df"])
    return fit_of(case["fit"]).emtrends(
        case["specs"], case["var"], df=float(df[0]), **options(case), **more
    )


def same(found: Any, expected: dict[str, Any], of_errors: float) -> None:
    """The levels, estimates and errors are R's."""
    value, error = oracle.numbers(expected["value"]), oracle.numbers(expected["SE"])
    np.testing.assert_allclose(found.estimated.value, value, rtol=0, atol=1e-5 * error.max())
    np.testing.assert_allclose(found.estimated.errors, error, rtol=of_errors)
    for name, levels in dict(expected["labels"] or {}).items():
        texts = [str(x).upper() if isinstance(x, bool) else f"{x}" for x in found.groups[name]]
        assert [re.sub(r"\.0$", "", text) for text in texts] == levels


CASES = {f"{c['fit']}-{i}": c for i, c in enumerate(EXPECTED["trends"])}


def error_tolerance(case: dict[str, Any]) -> float:
    """R's likelihood fits have a Hessian by differences.

    Its errors of negative binomial means leave out that theta was estimated, and those of prob0
    are others than the delta method's.
    """
    if case["fit"] == "hurdle" or options(case).get("mode") == "prob0":
        return 0.3
    return 3e-4 if case["fit"] in ("polr", "zeroinfl") else 1e-5


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_of_emtrends(name: str) -> None:
    case = CASES[name]
    found = trends(case)
    same(found, case["trends"], error_tolerance(case))
    assert found.name == case["trends"]["estimate"]
    if "contrasts" in case:
        same(found.contrasts, case["contrasts"], error_tolerance(case))


@pytest.mark.parametrize("name", [name for name in CASES if "page" in CASES[name]])
def test_the_pages_of_emtrends(name: str) -> None:
    case = CASES[name]
    found = trends(case)
    shown = page(found)
    assert shown == [line.rstrip() for line in case["page"] if line.strip()]
    if "contrast_page" in case:
        shown = page(found.contrasts)
        assert shown == [line.rstrip() for line in case["contrast_page"] if line.strip()]


def page(emm: Any) -> list[str]:
    """The lines of one page; R writes that df= is given nowhere, and our NOTE is a message."""
    lines = repr(replace(emm, contrasts=None)).split("\n")
    return [line for line in lines if line and "user-specified" not in line and "NOTE" not in line]


def test_a_note_on_slopes_that_differ_where_they_are_averaged() -> None:
    fit = fit_of("lm")
    assert "misleading" in repr(fit.emtrends("1", "hp"))
    assert "misleading" not in repr(fit.emtrends("cyl", "hp", at={"hp": [100, 200]}))
    assert "misleading" not in repr(fit_of("three").emtrends("am", "wt"))


def test_slopes_and_their_contrasts_on_a_page() -> None:
    lines = repr(fit_of("lm").emtrends("pairwise ~ cyl", "hp")).split("\n")
    assert lines[0] == "$emtrends"
    assert "$contrasts" in lines
    assert " cyl4 - cyl6 -0.10516 0.0685 26  -1.536  0.2913" in lines


def test_slopes_at_the_rows_of_the_grid_and_at_predicted_numbers() -> None:
    """The figures are those that emmeans 1.8.4 prints with delta.var=1e-4."""
    formula = "mpg ~ poly(disp, degree = 2) * (factor(cyl) + factor(am))"
    fit = lm(formula, oracle.data("mtcars"))
    given = {"cov_reduce": "disp ~ factor(cyl)"}
    rows = fit.emtrends(None, "disp", **given).table
    slopes = [-0.0961, -0.0026, -0.0105, -0.1225, -0.0220, -0.0146]
    np.testing.assert_allclose(rows["disp.trend"], slopes, atol=5e-5)
    assert "lower.CL" not in rows
    means = fit.emtrends("am", "disp", weights="proportional", **given).table
    np.testing.assert_allclose(means["disp.trend"], [-0.0382, -0.0533], atol=5e-5)
    np.testing.assert_allclose(means["SE"], [0.0313, 0.0260], atol=5e-5)


def test_profile_intervals_of_a_slope() -> None:
    """Those of the coefficient that it is."""
    fit = glm("vs ~ wt", oracle.data("mtcars"), "binomial")
    found = fit.emtrends("1", "wt").confint(method="profile").table
    expected = fit.confint("wt").to_numpy().ravel()
    np.testing.assert_allclose(found[["asymp.LCL", "asymp.UCL"]].iloc[0], expected, rtol=1e-6)


def test_stripped_fits_have_slopes() -> None:
    fit = fit_of("two")
    found, expected = fit.strip().emtrends("cyl", "hp"), fit.emtrends("cyl", "hp")
    np.testing.assert_allclose(found.estimated.value, expected.estimated.value, rtol=1e-12)
    np.testing.assert_allclose(found.estimated.errors, expected.estimated.errors, rtol=1e-12)


def test_robust_errors() -> None:
    found = fit_of("lm").emtrends("pairwise ~ cyl", "hp", vcov="HC3")
    for one, kind in ((found, "trends"), (found.contrasts, "contrasts")):
        same(one, EXPECTED["robust"][kind], 1e-8)


@pytest.mark.parametrize("place", range(len(EXPECTED["degrees"])))
def test_trends_of_higher_degrees(place: int) -> None:
    """R's slopes are differences over a thousandth of the range, which curves the first degree."""
    case = EXPECTED["degrees"][place]
    found = trends(case, max_degree=case["max"])
    degree = [*map(str, found.groups["degree"])]
    assert degree == case["trends"]["labels"]["degree"]
    expected, error = (oracle.numbers(case["trends"][name]) for name in ("value", "SE"))
    curved = np.array(degree) != ("cubic" if case["max"] == 3 else "quadratic")
    off = np.abs(found.estimated.value - expected) / error
    assert (off < np.where(curved, 0.04, 1e-6)).all()
    assert (np.abs(found.estimated.errors / error - 1) < np.where(curved, 0.04, 1e-6)).all()
    assert page(found)[0] == case["page"][0].rstrip()


def differenced(fit: Any, specs: str, var: str, x: float, **given: Any) -> tuple[Any, Any]:
    """The differences of means by a number, and of their derivatives by the parameters."""
    h = 1e-3 * max(abs(x), 1)
    ends = [fit.emmeans(specs, at={var: x + k * h}, **given).estimated for k in (1, -1, 2, -2)]

    def slope(name: str) -> Any:
        up, down, up2, down2 = (getattr(end, name) for end in ends)
        return (8 * (up - down) - (up2 - down2)) / (12 * h)

    return slope("value"), slope("jacobian")


@pytest.mark.parametrize(
    ("name", "specs", "var", "x", "given"),
    [
        ("polr", "wool", "breaks", 25.0, {"mode": "mean_class"}),
        ("polr", "~ wool | grade", "breaks", 25.0, {"mode": "prob"}),
        ("multinom", "~ gender | health", "school", 9.0, {}),
        ("zeroinfl", "fem", "ment", 8.0, {"mode": "prob0"}),
        ("hurdle", "fem", "ment", 8.0, {}),
        ("hurdle", "fem", "ment", 8.0, {"mode": "zero"}),
        ("log", "~ Type * Treatment", "conc", 300.0, {}),
        ("ns", "Type", "conc", 300.0, {}),
    ],
)
def test_trends_are_the_derivatives_of_means(
    name: str, specs: str, var: str, x: float, given: dict[str, Any]
) -> None:
    fit = fit_of(name)
    value, jacobian = differenced(fit, specs, var, x, **given)
    found = fit.emtrends(specs, var, at={var: x}, **given).estimated
    np.testing.assert_allclose(found.value, value, rtol=1e-7, atol=1e-9 * np.abs(value).max())
    scale = np.abs(jacobian).max()
    np.testing.assert_allclose(found.jacobian, jacobian, rtol=1e-6, atol=1e-8 * scale)


def test_the_offset_of_a_trend_moves_too() -> None:
    """emmeans has no trends of models with an offset."""
    fit = glm("Claims ~ Age + offset(log(Holders))", data("insurance"), "poisson")
    found = fit.emtrends("1", "Holders", at={"Holders": [100.0, 200.0]}, by="Holders")
    np.testing.assert_allclose(found.table["Holders.trend"], [0.01, 0.005], rtol=1e-12)
    np.testing.assert_allclose(found.table["SE"], 0, atol=1e-14)


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("lm", {"var": "hpp"}, "var='hpp' is none of hp, cyl"),
        ("lm", {"var": "cyl"}, "no slope of 'cyl'"),
        ("log", {"var": "Treatment"}, "no slope of 'Treatment'"),
        ("lm", {"var": "hp", "max_degree": 6}, "max_degree=6: a whole number from 1 to 5"),
        ("lm", {"var": "log(hp)", "max_degree": 2}, "needs a variable, and not var='log"),
        ("logit", {"var": "lwt", "max_degree": 2, "type": "response"}, "are of linear predictors"),
        ("logit", {"var": "lwt", "type": "mean"}, "type='mean'"),
        ("lm", {"var": "hp", "specs": "cil"}, "'cil' is no variable of the model"),
    ],
)
def test_what_emtrends_refuses(name: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fit_of(name).emtrends(**{"specs": "1", **given})


def test_a_slope_that_the_data_do_not_determine() -> None:
    frame = pd.DataFrame({"x": [1.0, 2, 3, 4, 2, 2, 2], "g": list("aaaabbb")})
    with pytest.warns(RankWarning):
        fit = lm("y ~ x * g", frame.assign(y=[1, 3, 2, 5, 4, 6, 5.0]))
    found = fit.emtrends("g", "x")
    assert found.estimated.is_estimable.tolist() == [True, False]
    assert "nonEst" in repr(found)
