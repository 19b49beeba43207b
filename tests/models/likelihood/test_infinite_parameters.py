"""Parameters that are infinite, in the models that are no glm: those that the data decide."""

import warnings

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, hurdle, multinom, polr, zeroinfl

X = np.arange(1.0, 10)
MANY = "the data do not say which parameters go to infinity"


def fitted(model, *args, **kwargs):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit = model(*args, **kwargs)
    return fit, " ".join(str(w.message) for w in said)


def named(message):
    """The parameters that a message says to be infinite, and their sides."""
    if "estimate: " not in message:
        return set()
    return set(message.split("estimate: ")[1].split(". Their")[0].split(", "))


def test_infinite_parameters_of_polr_are_named():
    data = {"y": [1] * 3 + [2] * 3 + [3] * 3, "x": X, "z": [1, 5, 2, 4, 3, 8, 7, 6, 9]}
    _, said = fitted(polr, "ordered(y) ~ x", data)
    assert named(said) == {"x -> Inf", "1|2 -> Inf", "2|3 -> Inf"}
    fit, said = fitted(polr, "ordered(y) ~ x + z", data)
    assert named(said) == {"x -> Inf", "1|2 -> Inf", "2|3 -> Inf"}
    assert fit.confint().loc["z"].tolist() == [-np.inf, np.inf]
    groups = {"y": [1, 2, 3, 2, 1, 3, 1, 2, 3, 1, 1, 1], "g": list("aaaaaabbbccc")}
    assert named(fitted(polr, "ordered(y) ~ g", groups)[1]) == {"gc -> -Inf"}


def test_polr_of_two_levels_on_one_side():
    # in the group b all are of the highest level, in c too: the two may differ either way
    data = {"y": [1, 2, 3, 1, 2, 3, 3, 3, 3, 3], "g": list("aaaaaabbcc")}
    assert named(fitted(polr, "ordered(y) ~ g", data)[1]) == {"gb -> Inf", "gc -> Inf"}
    data["g"] = pd.Categorical(data["g"], ["b", "c", "a"])
    _, said = fitted(polr, "ordered(y) ~ g", data)
    assert named(said) == {"ga -> -Inf", "1|2 -> -Inf", "2|3 -> -Inf"}


def test_infinite_parameters_of_multinom_are_named():
    groups = {"y": list("aabbccaabacc"), "g": list("ppppppqqqqrr")}
    _, said = fitted(multinom, "y ~ g", groups)
    # c has to win in r; between a and b there is nothing to say
    assert named(said) == {"c:gq -> -Inf", "c:gr -> Inf"}
    line = {"y": list("aaabbbccc"), "x": X}
    expected = {"b:(Intercept) -> -Inf", "b:x -> Inf", "c:(Intercept) -> -Inf", "c:x -> Inf"}
    assert named(fitted(multinom, "y ~ x", line)[1]) == expected
    _, said = fitted(multinom, "y ~ x", line, ref="b")
    assert named(said) == {
        "a:(Intercept) -> Inf",
        "a:x -> -Inf",
        "c:(Intercept) -> -Inf",
        "c:x -> Inf",
    }


def test_infinite_parameters_of_betabinomial_are_named():
    data = {"a": [0] * 6, "b": [5] * 6, "x": X[:6]}
    _, said = fitted(betabinomial, "cbind(a, b) ~ x", data)
    assert MANY in said
    assert not named(said)
    data = {"a": [0, 0, 0, 5, 3, 0, 2, 1], "b": [5, 5, 5, 0, 2, 5, 4, 1], "g": list("aaabbbbb")}
    _, said = fitted(betabinomial, "cbind(a, b) ~ g", data)
    assert named(said) == {"(Intercept):1 -> -Inf", "gb -> Inf"}
    data = {"a": [0, 0, 0, 5, 5, 5], "b": [5, 5, 5, 0, 0, 0], "x": X[:6]}
    _, said = fitted(betabinomial, "cbind(a, b) ~ x", data)
    assert named(said) == {"(Intercept):1 -> -Inf", "x -> Inf"}


def test_infinite_parameters_of_hurdle_are_named():
    x = np.arange(1.0, 15)
    data = {"y": [0, 0, 0, 0, 2, 1, 2, 3, 4, 2, 1, 3, 5, 2], "x": x}
    assert named(fitted(hurdle, "y ~ x", data)[1]) == {"zero_(Intercept) -> -Inf", "zero_x -> Inf"}
    _, said = fitted(hurdle, "y ~ x | 1", {"y": [0, 0] + [1] * 10 + [0, 0], "x": x})
    assert MANY in said
    groups = {"y": [0, 0, 1, 1, 1, 1, 2, 0, 3, 0, 1, 0, 4, 2], "g": list("aaaaaabbbbbccc")}
    expected = {"count_(Intercept) -> -Inf", "count_gb -> Inf", "count_gc -> Inf"}
    assert named(fitted(hurdle, "y ~ g", groups)[1]) == expected


def test_infinite_parameters_of_zeroinfl_are_named():
    data = {"y": [0, 1, 2, 3, 2, 1, 2, 3, 4, 2, 1, 3, 0, 2], "x": np.arange(1.0, 15)}
    assert named(fitted(zeroinfl, "y ~ x | 1", data)[1]) == {"zero_(Intercept) -> -Inf"}


@pytest.mark.parametrize("model", [polr, multinom])
def test_infinite_parameters_are_the_same_for_chunked_data(model):
    groups = pd.DataFrame({"y": list("aabbccaabacc"), "g": list("ppppppqqqqrr")})
    groups["y"] = pd.Categorical(groups["y"], ordered=True)
    whole = named(fitted(model, "y ~ g", groups)[1])
    parted = fitted(model, "y ~ g", lambda: (groups.iloc[i : i + 5] for i in (0, 5, 10)))[1]
    assert whole
    assert named(parted) == whole
