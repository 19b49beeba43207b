"""The terms of a formula, by Wilkinson and Rogers' algebra."""

from rglm.design.formula.parsed_formula import parse


def test_parentheses_may_switch_the_intercept():
    assert not parse("y ~ b + (a - 1)").intercept
    assert parse("y ~ b - (a + 0)").intercept
    assert not parse("y ~ b - (a + 1)").intercept


def test_labels_follow_the_order_in_which_variables_appear():
    assert parse("y ~ z + x:z").labels == ("z", "z:x")
    assert parse("y ~ z - z + x:z").labels == ("z:x",)
    assert parse("y ~ a %in% (c + b)").labels == ("a:c:b",)
