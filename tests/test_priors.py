"""Priors as a user writes them."""

import pytest

from rglm import priors
from rglm.priors import exponential, normal, prior, set_prior


@pytest.mark.parametrize(
    "text",
    [
        *("normal(0, 2.5)", "student_t(3, 0, 2.5)", "cauchy(0, 1)", "double_exponential(0, 1)"),
        *("logistic(0, 1)", "exponential(0.5)", "gamma(0.01, 0.01)", "inv_gamma(0.4, 0.3)"),
        *("lognormal(0, 1)", "uniform(-5, 5)", "beta(2, 2)"),
    ],
)
def test_text_is_read_as_it_is_written(text):
    name, inside = text.removesuffix(")").split("(")
    by_function = getattr(priors, name)(*map(float, inside.split(",")))
    assert prior(text).distribution == by_function
    assert repr(by_function) == text
    assert prior(f"  {text.replace(' ', '')} ").distribution == by_function


def test_no_text_is_flat():
    for text in ("", "(flat)", "flat()"):
        assert repr(prior(text)) == "b ~ flat()"
    assert set_prior is prior


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nomal(0, 1)", r"no distribution 'nomal' \(did you mean 'normal'\?\); there are normal"),
        ("normal(0, a)", r"the arguments in 'normal\(0, a\)' have to be numbers"),
        ("normal(0, exp(1))", r"is not a distribution with numbers, such as 'normal\(0, 2.5\)'"),
        ("normal", r"'normal' is not a distribution"),
        ("gamma(2)", r"'gamma\(2\)' cannot be read: gamma\(\) missing 1 required"),
        ("normal(0, -1)", r"normal\(\): scale= must be above 0 and finite, got -1.0"),
        ("__import__('os')", r"no distribution '__import__'"),
    ],
)
def test_text_that_is_no_distribution(text, message):
    with pytest.raises(ValueError, match=message):
        prior(text)


def test_bounds_have_to_leave_something():
    with pytest.raises(ValueError, match=r"lb= must be below ub=, got lb=2, ub=1"):
        prior(normal(0, 1), lb=2, ub=1)
    with pytest.raises(ValueError, match=r"exponential\(1\) has no probability between -inf and"):
        prior(exponential(1), ub=-1)


def test_what_is_no_distribution_is_refused():
    with pytest.raises(TypeError, match=r"distribution= takes a distribution of rglm.priors"):
        prior(3)
    with pytest.raises(TypeError, match=r"prior\(\) has no argument 'clas' \(did you mean 'cla"):
        prior(normal(0, 1), clas="b")
    with pytest.raises(TypeError, match=r"normal\(\): location= takes a number, got 'a'"):
        normal("a", 1)
