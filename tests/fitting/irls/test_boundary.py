"""Fitted values at the edge of what a family allows warn."""

import json
import warnings

import oracle
import pytest

from rglm import (
    BoundaryWarning,
    ConvergenceWarning,
    FitWarning,
    SeparationWarning,
    binomial,
    glm,
    poisson,
)

SEPARATED = {"y": [0, 0, 0, 1, 1, 1], "x": [1, 2, 3, 4, 5, 6]}


def test_separation_warns():
    # R: fitted probabilities numerically 0 or 1 occurred; 25 iterations, converged
    with pytest.warns(SeparationWarning, match="'[(]Intercept[)]' to -Inf, 'x' to Inf") as said:
        fit = glm("y ~ x", SEPARATED, family=binomial())
    assert fit.converged
    assert fit.iter == 25
    assert fit.deviance < 1e-8
    assert said[0].filename == __file__
    assert len(said) == 1


def test_a_fitted_rate_of_zero_warns():
    # R: fitted rates numerically 0 occurred
    data = {"y": [0, 0, 0, 3, 4, 5], "g": list("aaabbb")}
    with pytest.warns(SeparationWarning, match="'gb' to Inf"):
        glm("y ~ g", data, family=poisson(), control={"epsilon": 1e-15, "maxit": 50})


def test_a_probability_near_0_without_separation_warns_as_R_does():
    # R: fitted probabilities numerically 0 or 1 occurred; the coefficients are finite
    data = {"y": [0, 0, 1, 0, 1, 1, 1], "x": [1, 2, 3, 4, 5, 6, 1000]}
    with pytest.warns(BoundaryWarning, match="fitted probabilities numerically 0 or 1") as said:
        fit = glm("y ~ x", data, family=binomial())
    assert said[0].category is BoundaryWarning
    assert not fit.separation()


def test_no_warning_where_nothing_is_wrong():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        glm("y ~ x", SEPARATED | {"y": [0, 0, 1, 0, 1, 1]}, family=binomial())


def test_the_edge_of_a_link_is_reported_by_boundary():
    # R: glm(y ~ x, poisson("identity")): step size truncated, boundary TRUE
    data = {"y": [0, 0, 2, 9, 0, 6, 3, 0], "x": [0, 1, 2, 3, 4, 5, 6, 7]}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit = glm("y ~ x", data, family=poisson("identity"))
    assert fit.boundary == any(w.category is BoundaryWarning for w in said)
    assert fit.converged != any(w.category is ConvergenceWarning for w in said)
    assert (fit.fitted() > 0).all()


def test_every_warning_is_a_warning_of_fits():
    assert issubclass(SeparationWarning, BoundaryWarning)
    assert issubclass(BoundaryWarning, FitWarning)
    assert issubclass(FitWarning, UserWarning)


@pytest.mark.parametrize("case", json.loads((oracle.HERE / "edge.json").read_text()))
def test_a_maximum_at_the_edge_has_converged_as_in_r(case):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", BoundaryWarning)
        data = {"y": case["y"], "z": case["z"], "x": list(range(8))}
        fit = glm("y ~ x + z", data, poisson("sqrt"), control={"maxit": 100})
    assert fit.converged == case["converged"]
    assert fit.deviance == pytest.approx(case["deviance"], rel=1e-8)
