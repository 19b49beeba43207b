"""Wald tests of linear hypotheses against car's linearHypothesis: numbers and pages."""

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import gaussian, glm, poisson
from rglm.datasets import load
from rglm.inference.hypothesis_tests.linear_hypotheses import hypothesis_text

CASES = {c["id"]: c for c in oracle.saved("car")}
LEGEND = "Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"
RTOL = 1e-8  # both sides converge to epsilon = 1e-12; the JSON has 11 digits
BREAKS = load("warpbreaks")
fit_of = oracle.quiet_fits(CASES)

TESTS = [
    pytest.param(name, test, id=f"{name}-{i}")
    for name, case in CASES.items()
    for i, test in enumerate(case["tests"])
]


@pytest.mark.parametrize(("name", "asked"), TESTS)
def test_numbers_and_page_as_in_car(name, asked):
    fit = fit_of(name)
    kept = fit.coefficients.dropna().index
    found = fit.wald_test(
        asked["hypothesis"],
        asked.get("rhs") or None,
        test=asked["test"],
        vcov=pd.DataFrame(np.eye(len(kept)), kept, kept) if asked["supplied"] else None,
        singular_ok=True,
    )
    table = found.table
    ours = [*table["Res.Df"], *table.iloc[1, 1:]]
    np.testing.assert_allclose(ours, oracle.numbers(asked["values"]), RTOL)
    if asked.get("value"):
        np.testing.assert_allclose(found.value, np.atleast_1d(asked["value"]), RTOL, 1e-11)
        theirs = np.reshape(asked["vcov"], found.vcov.shape)
        np.testing.assert_allclose(found.vcov, theirs, RTOL)
    if asked.get("page"):
        page = [LEGEND if line == "Signif." else line for line in asked["page"]]
        assert repr(found).split("\n") == page


@pytest.mark.parametrize(
    ("row", "value", "text"),
    [
        ([1, 0, 0], 0, "a = 0"),
        ([-1, 0, 1], -3, "- a  + c = - 3"),
        ([11, -21, 0.1], 1e-5, "11 a - 21 b  + 0.1 c = 1e-05"),
        ([-1 / 3, 1 + 1e-16, 100000], 1e15, "- 0.333333333333333 a  + b  + 1e+05 c = 1e+15"),
    ],
)
def test_hypotheses_are_written_as_car_writes_them(row, value, text):
    assert hypothesis_text(np.array(row, dtype=float), value, ["a", "b", "c"]) == text


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"hypothesis": "woolB, tensionM, woolB = tensionM"}, "follows from those before it"),
        ({"hypothesis": "woolB, 2*woolB = 0"}, "'2 woolB = 0' follows from"),
        ({"hypothesis": "woolB, woolB = 1"}, "'woolB = 1' contradicts"),
        ({"hypothesis": "woolB = woolB"}, "no coefficient left"),
        ({"hypothesis": "woolB", "test": "chisq"}, "did you mean 'Chisq'"),
        ({"hypothesis": "woolB = 0", "rhs": 2}, "without '='"),
        ({"hypothesis": "woolB", "rhs": [1, 2]}, "one for each of 1"),
        ({"hypothesis": "woolB", "rhs": np.nan}, "takes a number"),
        ({"hypothesis": "woolB", "rhs": "x"}, "takes a number"),
        ({"hypothesis": []}, "is empty"),
        ({"hypothesis": np.eye(5)}, "a column for each of the 6"),
        ({"hypothesis": np.full(6, np.inf)}, "finite"),
        ({"hypothesis": pd.DataFrame({"wolB": [1]})}, "did you mean 'woolB'"),
        ({"hypothesis": "woolB", "vcov": np.eye(3)}, "shape"),
        ({"hypothesis": "woolB, tensionM", "vcov": np.ones((6, 6))}, "is singular"),
        ({"hypothesis": "woolB", "vcov": np.zeros((6, 6))}, "is singular"),
    ],
)
def test_wrong_arguments_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        fit_of("warp").wald_test(**given)


@pytest.mark.parametrize("hypothesis", [3, ["woolB", 3], {"woolB": [object()]}])
def test_what_is_no_hypothesis(hypothesis):
    with pytest.raises((TypeError, ValueError), match="hypothesis"):
        fit_of("warp").wald_test(hypothesis)


def test_aliased_coefficients():
    fit = fit_of("aliased")
    with pytest.raises(ValueError, match=r"aliased coefficients in the model \(I\(2 \* wt\)\)"):
        fit.wald_test("wt")
    for text in ("I(2 * wt)", "wt + I(2*wt) = 1"):
        with pytest.raises(ValueError, match="is about an aliased coefficient"):
            fit.wald_test(text, singular_ok=True)
    one = fit.wald_test([0, 1, 0, 0], singular_ok=True)
    assert repr(one) == repr(fit.wald_test("wt", singular_ok=True))


def test_a_frame_goes_by_its_names():
    fit = fit_of("warp")
    frame = pd.DataFrame({"tensionH": [-1.0, 0], "tensionM": [1, 0], "woolB": [0, 1]})
    assert repr(fit.wald_test(frame)) == repr(fit.wald_test("tensionM = tensionH, woolB"))


def test_a_saturated_fit():
    grouped = BREAKS.groupby(["wool", "tension"], as_index=False, observed=True)["breaks"].sum()
    known = glm("breaks ~ wool * tension", grouped, poisson())
    assert known.wald_test("woolB").table["Chisq"].iloc[1] > 0
    with pytest.raises(ValueError, match="leaves none"):
        known.wald_test("woolB", test="F")
    with pytest.raises(ValueError, match="no degrees of freedom"):
        glm("breaks ~ wool * tension", grouped, gaussian()).wald_test("woolB")


def test_scale_of_a_column_makes_no_difference():
    toy = oracle.data("toy")
    fit = glm("count ~ huge + tiny", toy, poisson())
    scaled = glm("count ~ h + t", toy.assign(h=toy["huge"] / 1e7, t=toy["tiny"] * 1e6), poisson())
    one, two = fit.wald_test("huge, tiny"), scaled.wald_test("h, t")
    np.testing.assert_allclose(one.table["Chisq"], two.table["Chisq"], 1e-6)
    with pytest.raises(ValueError, match="follows from"):
        fit.wald_test("huge, tiny, huge + 1e12 tiny = 0")


def test_robust_covariance():
    fit = fit_of("ozone")
    given = fit.wald_test("Wind = Temp", vcov="HC3")
    matrix = fit.wald_test("Wind = Temp", vcov=fit.vcov(type="HC3"))
    function = fit.wald_test("Wind = Temp", vcov=lambda f: f.vcov(type="HC3"))
    assert repr(given) == repr(matrix) == repr(function)
    assert "Note: Coefficient covariance matrix supplied." in repr(given)
    assert "Chisq" in given._repr_html_()


@pytest.mark.parametrize("name", ["a b", "a`b", "a\\b", "a\nb", "a'b", 'a"b', "a%b"])
def test_names_in_backticks_as_a_whole(name):
    rng = np.random.default_rng(4)
    d = pd.DataFrame({name: rng.choice(["u", "v w"], 40), "y": rng.random(40)})
    quote = "`" + name.replace("\\", 2 * "\\").replace("`", "\\`")
    fit = glm(f"y ~ {quote}`", d)
    table = fit.wald_test(f"{fit.coefficients.index[1]} = 0").table
    assert fit.wald_test(f"2*{quote}v w` = 0").table.iloc[-1, -1] == table.iloc[-1, -1]
