"""Functions of a formula that make factors."""

import pandas as pd
import pytest

import rglm


def test_relevel_refuses_ordered_factors():
    data = pd.DataFrame({"g": pd.Categorical(["a", "b", "c"] * 4, ordered=True), "y": range(12)})
    with pytest.raises(ValueError, match="without an order"):
        rglm.glm("y ~ relevel(g, ref='b')", data)
    fit = rglm.glm("y ~ relevel(factor(g, ordered=FALSE), ref='b')", data)
    assert next(iter(fit.xlevels.values())) == ["b", "a", "c"]


@pytest.mark.parametrize("wrong", ["levels=c('c','b','a')", "base=2", "ref='b'"])
def test_contrasts_name_an_argument_that_nothing_takes(wrong):
    data = pd.DataFrame({"g": ["a", "b", "c"] * 4, "y": range(12)})
    name = wrong.partition("=")[0]
    with pytest.raises(ValueError, match=f"no argument '{name}'.*factor.x, levels=.*relevel"):
        rglm.lm(f"y ~ C(g, {wrong})", data)
    with pytest.raises(ValueError, match=name):
        rglm.lm(f"y ~ C(g, 'contr.sum', {wrong})", data)


def test_contrasts_of_a_quoted_name_take_arguments_as_in_r():
    data = pd.DataFrame({"g": ["a", "b", "c"] * 2, "y": [1, 2, 4, 2, 3, 7]})
    coef = rglm.lm("y ~ C(g, 'contr.treatment', base=2)", data).coef()
    assert [name[-2:] for name in coef.index[1:]] == [")1", ")3"]
    assert coef.tolist() == pytest.approx([2.5, -1, 3])  # R 4.2.2
