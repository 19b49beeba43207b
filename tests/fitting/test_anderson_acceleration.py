"""Anderson acceleration of a linear fixed-point iteration."""

import numpy as np

from rglm.fitting.anderson_acceleration import AndersonAcceleration


def test_a_linear_iteration_in_p_dimensions_ends_after_p_secants():
    rng = np.random.default_rng(4)
    matrix, end, b = 0.9 * np.linalg.qr(rng.normal(size=(3, 3)))[0], np.ones(3), np.zeros(3)
    acceleration = AndersonAcceleration()
    for _ in range(5):
        plain = matrix @ (b - end) + end - b
        step = acceleration.step(b, plain, np.ones(3))
        b = b + (plain if step is None else step)
    np.testing.assert_allclose(b, end, rtol=1e-10)


def test_the_first_step_after_forgetting_is_plain():
    acceleration, one = AndersonAcceleration(), np.ones(1)
    assert acceleration.step(0 * one, one, one) is None
    assert acceleration.step(one, one / 2, one) is not None
    acceleration.forget()
    assert acceleration.step(one, one, one) is None
