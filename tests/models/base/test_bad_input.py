"""Bad input gets an error that names the argument, the column or the value, and no answer."""

import numpy as np
import pandas as pd
import pytest

from rglm import Gamma, binomial, glm, inverse_gaussian, poisson
from rglm.datasets import load

N = 12
DATA = pd.DataFrame(
    {
        "y": np.linspace(-1, 2, N),
        "x": [1.0, 3, 2, 4, 6, 5, 7, 9, 8, 11, 12, 10],
        "g": list("abcabcabcabc"),
        "two": list("uvuvuvuvuvuv"),
        "one": "only",
        "n": range(N),
        "day": pd.date_range("2026-01-01", periods=N),
    },
    index=[f"row {i}" for i in range(N)],
)


def refuses(match, *, formula="y ~ x", error=ValueError, data=DATA, **arguments):
    with pytest.raises(error, match=match):
        glm(formula, data, **arguments)


@pytest.mark.parametrize(
    "formula", ["nope ~ x", "y ~ nope", "y ~ x:nope", "log(nope) ~ x", "y ~ poly(nope, 2)"]
)
def test_a_missing_column_is_named(formula):
    refuses("there is no column 'nope' in the data; it has y, x, g", formula=formula)


def test_a_missing_column_of_new_data_is_named():
    with pytest.raises(ValueError, match="no column 'g' in newdata=; it has x"):
        glm("y ~ x + g", DATA).predict({"x": [1.0]})


@pytest.mark.parametrize("name", ["weights", "offset", "subset", "etastart", "mustart"])
def test_a_missing_column_of_an_argument_is_named(name):
    refuses("there is no column 'nope' in the data", **{name: "nope"})


def test_a_column_that_is_nearly_there_is_suggested():
    refuses(
        "no column 'has_g' .*did you mean 'has_gc'", formula="has_g ~ 1", data=load("galaxies")
    )


def test_an_unknown_function_is_named():
    refuses("no function 'lgo' .*did you mean 'log'", formula="y ~ lgo(x)")


@pytest.mark.parametrize(
    ("family", "y", "says"),
    [
        (poisson(), -1.0, "negative values not allowed"),
        (binomial(), 1.5, r"y must lie in 0\.\.1"),
        (binomial(), -0.5, r"y must lie in 0\.\.1"),
        (Gamma(), 0.0, "non-positive values not allowed"),
        (inverse_gaussian(), -2.0, "above 0"),
    ],
    ids=["poisson", "binomial above", "binomial below", "Gamma", "inverse_gaussian"],
)
def test_a_response_outside_the_range_of_the_family_is_named(family, y, says):
    data = DATA.assign(y=[0.5] * 4 + [y] + [0.5] * 7)
    refuses(f"{says}.*got {y:g} at row 4.*'y'.*'row 4'", data=data, family=family)


def test_negative_counts_are_refused():
    refuses(
        "successes must be 0 or more, got -1.*'row 3'",
        formula="cbind(n - 4, 20 - n) ~ x",
        data=DATA.assign(n=[5, 5, 5, 3, *[5] * 8]),
        family=binomial(),
    )


@pytest.mark.parametrize("family", ["binomal", "normal", "Poison"])
def test_an_unknown_family_is_named(family):
    refuses(f"no family '{family}'.*families: gaussian, binomial", family=family)


@pytest.mark.parametrize("family", [3, None, [], object(), dict])
def test_what_is_no_family_is_refused(family):
    refuses("family must be a family such as binomial", family=family, error=TypeError)


def test_a_family_without_its_argument_is_refused():
    refuses(r"negative_binomial: .*'theta'.*call it", family="negative_binomial", error=TypeError)


@pytest.mark.parametrize(("make", "link"), [(binomial, "logot"), (poisson, "logit")])
def test_an_unknown_link_is_named(make, link):
    with pytest.raises(
        ValueError, match=f"{make.__name__}: link '{link}' is not one of its links"
    ):
        make(link)


@pytest.mark.parametrize("name", ["weights", "offset", "etastart", "mustart"])
def test_an_argument_of_the_wrong_length_is_refused(name):
    refuses(rf"{name}= has shape \(3,\) where the data have 12 rows", **{name: [1, 2, 3]})
    refuses(rf"{name}= has shape \(12, 2\)", **{name: np.ones((N, 2))})


@pytest.mark.parametrize("name", ["weights", "offset"])
def test_an_argument_that_is_not_numbers_is_refused(name):
    refuses(f"{name}='g' is not one number per row", **{name: "g"})
    refuses(f"{name}= takes numbers", error=TypeError, **{name: ["a"] * N})


@pytest.mark.parametrize("name", ["weights", "offset"])
def test_a_series_of_other_rows_is_refused(name):
    other = pd.Series(1.0, index=[f"tow {i}" for i in range(N)])
    refuses(f"{name}=: the index of the Series does not match", **{name: other})


def test_negative_weights_are_refused():
    refuses(r"weights= has -2.* at row 'row 5'", weights=[1] * 5 + [-2] + [1] * 6)


def test_weights_that_are_all_zero_are_refused():
    refuses("weights= are all zero", weights=[0] * N)


@pytest.mark.parametrize("name", ["y", "x"])
@pytest.mark.parametrize("value", [np.inf, -np.inf])
def test_an_infinite_value_of_a_column_is_named(name, value):
    data = DATA.assign(**{name: DATA[name].mask(DATA.index == "row 2", value)})
    refuses(f"'{name}' is {value} in row 'row 2'", data=data)


@pytest.mark.parametrize("name", ["weights", "offset", "etastart", "mustart"])
def test_an_infinite_value_of_an_argument_is_named(name):
    refuses(f"'{name}' is inf in row 'row 0'", **{name: [np.inf] + [1] * 11})


def test_an_infinite_value_that_the_formula_makes_is_named():
    refuses(r"'log\(n\)' is -inf in row 'row 0'", formula="y ~ log(n)")
    refuses(r"'log\(n\)' is -inf in row 'row 0'", formula="log(n) ~ x")
    refuses("'offset' is -inf in row 'row 0'", offset="log(n)")


def test_data_without_rows_are_refused():
    refuses("data= has no rows", data=DATA.iloc[:0])
    refuses("subset= leaves none of the 12 rows", subset="x > 99")
    refuses("no rows are left: each of the 12 rows", data=DATA.assign(x=np.nan))


def test_a_subset_that_is_no_condition_is_refused():
    refuses("subset='x' is not a condition", subset="x")
    refuses("subset= takes a condition per row", subset=[True, False])
    refuses("subset= takes a condition per row .* or positions below 12", subset=[0, 12])


def test_a_factor_of_one_level_is_named():
    refuses("factor 'one' has 1 level.*'only'", formula="y ~ one")
    refuses("factor 'g' has 1 level.*'a'", formula="y ~ g", subset="g == 'a'")


def test_a_response_that_is_not_numeric_is_refused():
    refuses("the response 'g' is not numeric.*'a', 'b', 'c'", formula="g ~ x")
    refuses("the response 'two' is not numeric", formula="two ~ x", family=poisson())


def test_a_binomial_response_has_two_levels():
    refuses(r"'g' has 3 level\(s\).*'a', 'b', 'c'", formula="g ~ x", family=binomial())
    refuses(r"'one' has 1 level\(s\).*'only'", formula="one ~ x", family=binomial())


def test_a_response_of_several_columns_is_refused():
    refuses("'cbind.n, x.' has 2 columns", formula="cbind(n, x) ~ x", family=poisson())
    refuses("'cbind.n, x, y.' has 3", formula="cbind(n, x, y) ~ x", family=binomial())


@pytest.mark.parametrize("formula", ["y ~ day", "day ~ x"])
def test_a_column_of_dates_is_refused(formula):
    refuses(
        "'day' holds values of type datetime64", formula=formula, error=(ValueError, TypeError)
    )


@pytest.mark.parametrize("formula", ["x", "~ x", "y ~ x +* 2", "y ~ (x", "y ~ x ~ g", "y ~ log("])
def test_a_formula_that_cannot_be_read_is_refused(formula):
    refuses("formula", formula=formula)


@pytest.mark.parametrize("formula", [3, None, ["y ~ x"]])
def test_a_formula_that_is_no_text_is_refused(formula):
    refuses("formula= takes a string such as 'y ~ x'", formula=formula, error=TypeError)


def test_contrasts_of_no_factor_are_named():
    refuses(
        "'x' is not a factor, and has no contrasts",
        formula="y ~ x + g",
        contrasts={"x": "contr_sum"},
    )
    refuses("unknown contrasts 'contr_summ'", formula="y ~ g", contrasts={"g": "contr_summ"})


def test_an_unknown_argument_is_named():
    refuses("wights", error=TypeError, wights="n")


@pytest.mark.parametrize(
    ("verb", "name", "value"),
    [
        ("residuals", "type", "devianse"),
        ("predict", "type", "respons"),
        ("predict", "interval", "prediction"),
        ("predict", "level", 95),
        ("anova", "test", "chisq"),
        ("confint", "method", "profil"),
        ("confint", "level", 0),
        ("confint", "level", 1),
    ],
)
def test_an_unknown_argument_of_a_verb_is_named(verb, name, value):
    with pytest.raises(ValueError, match=f"{name}={value!r}"):
        getattr(glm("y ~ x", DATA), verb)(**{name: value})


def test_an_unknown_coefficient_is_named():
    with pytest.raises(ValueError, match=r"parm.*'z'.*there are \(Intercept\), x"):
        glm("y ~ x", DATA).confint("z")


def test_row_labels_that_are_numbers_are_shown_as_numbers():
    data = DATA.reset_index(drop=True).assign(y=-1.0)
    with pytest.raises(ValueError, match="labelled 0") as said:
        glm("y ~ x", data, family=poisson())
    assert "np." not in str(said.value)


def test_the_error_is_raised_without_a_trail_of_others():
    with pytest.raises(ValueError) as said:
        glm("y ~ nope", DATA)
    assert said.value.__cause__ is None
