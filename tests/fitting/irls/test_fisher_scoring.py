"""Steps are halved where R halves them, and also where R's iterations cycle or run away."""

import numpy as np
import pytest

from rglm import ConvergenceWarning, binomial, glm, poisson
from rglm.fitting.irls.irls import irls
from rglm.fitting.irls.qr_accumulator import QrAccumulator
from rglm.fitting.irls.working_statistics import WorkingStatistic

# R: r <- glm(y ~ x, family); r$converged; r$iter; r$deviance
# R 4.2.2 says FALSE and 25 for each, at the deviance given here, which is not the least.
RUN_AWAY = {
    "log-binomial": (
        binomial("log"),
        [1, 0, 1, 1, 1, 1, 1, 1, 1, 0],
        [-1.4, -1.1, -0.1, 0, 0.4, 0.5, 0.7, 0.8, 1.2, 1.4],
        10.5654171561991,
    ),
    "poisson identity": (
        poisson("identity"),
        [5, 7, 0, 0, 0, 0, 0, 15, 42, 5],
        [-2.9, -1.6, -1.0, -0.9, -0.4, 0.0, 0.5, 0.7, 1.0, 1.2],
        139.720650051761,
    ),
    "poisson sqrt": (
        poisson("sqrt"),
        [1, 0, 0, 2, 1, 1, 9, 7, 3, 18],
        [-2.3, -2.1, -0.8, -0.1, 0.0, 0.2, 0.6, 1.0, 1.5, 1.9],
        25.4970402573245,
    ),
    "cauchit": (
        binomial("cauchit"),
        [0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        [-1.6, -1.0, -0.5, -0.3, -0.1, 0.3, 0.7, 1.0, 1.0, 2.7],
        7.15044884076681,
    ),
}


@pytest.mark.parametrize("name", RUN_AWAY)
def test_converges_where_R_does_not(name):
    family, y, x, theirs = RUN_AWAY[name]
    fit = glm("y ~ x", {"y": y, "x": x}, family=family)
    assert fit.converged
    assert fit.deviance < theirs


@pytest.mark.parametrize("name", RUN_AWAY)
def test_what_it_converges_to_is_the_least_deviance(name):
    family, y, x, _ = RUN_AWAY[name]
    fit = glm("y ~ x", {"y": y, "x": x}, family=family, control={"epsilon": 1e-13, "maxit": 99})
    steps = np.array([[1, 0], [0, 1], [1, 1], [1, -1]]) * 1e-3
    for beta in [fit.coef().to_numpy() + sign * step for sign in (1, -1) for step in steps]:
        mu = family.link.linkinv(beta[0] + beta[1] * np.array(x))
        if family.validmu(mu):
            deviance = family.dev_resids(np.array(y, float), mu, np.ones(len(y))).sum()
            assert deviance > fit.deviance


def test_the_deviance_never_rises(capsys):
    family, y, x, _ = RUN_AWAY["poisson sqrt"]
    glm("y ~ x", {"y": y, "x": x}, family=family, control={"trace": True})
    traced = [float(line.split()[2]) for line in capsys.readouterr().out.splitlines()]
    assert traced == sorted(traced, reverse=True)


def test_the_trace_is_a_line_an_iteration(capsys):
    fit = glm("y ~ x", {"y": [1, 3, 2, 5], "x": [1, 2, 3, 4]}, poisson, control={"trace": True})
    lines = capsys.readouterr().out.splitlines()
    # R: glm(c(1, 3, 2, 5) ~ c(1, 2, 3, 4), poisson, trace = TRUE)
    assert lines[0] == "Deviance = 0.9744957 Iterations - 1"
    assert len(lines) == fit.iter


def test_nothing_is_printed_without_trace(capsys):
    glm("y ~ x", {"y": [1, 3, 2, 5], "x": [1, 2, 3, 4]}, poisson)
    assert capsys.readouterr().out == ""


def test_too_few_iterations_warn():
    data = {"y": [1, 3, 2, 9], "x": [1, 2, 3, 4]}
    with pytest.warns(ConvergenceWarning, match="did not converge in 1 iteration") as said:
        fit = glm("y ~ x", data, poisson, control={"maxit": 1})
    assert not fit.converged
    assert fit.iter == 1
    assert said[0].filename == __file__, "the warning points at the line that called glm()"


def test_the_warning_of_an_update_points_at_its_line():
    fit = glm("y ~ x", {"y": [1, 3, 2, 9], "x": [1, 2, 3, 4]}, poisson)
    with pytest.warns(ConvergenceWarning) as said:
        fit.update(control={"maxit": 1})
    assert said[0].filename == __file__


def test_iteration_counts_are_those_of_R():
    # R: sapply(c(1e-4, 1e-8, 1e-12), function(e) glm(y ~ x, poisson, epsilon = e)$iter)
    data = {"y": [1, 3, 2, 9, 7, 15], "x": [1, 2, 3, 4, 5, 6]}
    found = [glm("y ~ x", data, poisson, control={"epsilon": e}).iter for e in (1e-4, 1e-8, 1e-12)]
    assert found == [3, 4, 5]


def test_one_pass_gives_the_deviance_and_the_next_step():
    fit = glm("y ~ x", {"y": [1, 3, 2, 9], "x": [1, 2, 3, 4]}, poisson)
    state = fit._source.total(WorkingStatistic(fit._predictor, QrAccumulator()))
    assert state.deviance == fit.deviance
    assert state.informative == 4
    assert state.system.r.shape == (3, 3)
    again = irls(fit._source, fit.family, fit.control, fit._solution.beta)
    assert again.iter == 1
    np.testing.assert_allclose(again.beta, fit._solution.beta, rtol=1e-6)
