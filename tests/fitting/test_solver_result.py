"""The status of a solver and its message."""

import pytest

from rglm.fitting.solver_result import SolverResult, SolverStatus


@pytest.mark.parametrize("status", SolverStatus)
def test_an_optimum_or_a_limit_has_converged(status):
    result = SolverResult(status=status, iter=3)
    assert result.converged == (status in (SolverStatus.CONVERGED, SolverStatus.UNBOUNDED))
    assert result.message == status.value


def test_the_detail_of_a_solver_is_its_message():
    result = SolverResult(status=SolverStatus.UNBOUNDED, iter=1, detail="theta is infinite")
    assert result.message == "theta is infinite"
