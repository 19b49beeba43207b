"""The words of the warnings after a fit by maximum likelihood."""

from __future__ import annotations

from rglm.models.likelihood.likelihood_warnings import flat_message


def test_only_a_part_with_a_theta_is_told_to_go_without():
    assert "'poisson' or 'geometric'" in flat_message(["zero_x", "zero_Log(theta)"])
    assert "poisson" not in flat_message(["x", "Log(sigma)"])
