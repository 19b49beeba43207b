import numpy as np
import pytest

from rglm.bayes.chains.initial_points import start_of
from rglm.bayes.chains.nuts_control import NutsControl


def test_missing_entries_have_stans_defaults():
    assert NutsControl.of(None) == NutsControl(0.8, 10)
    assert NutsControl.of({"adapt_delta": 0.95}) == NutsControl(0.95, 10)


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"adapt_dleta": 0.9}, ValueError, "no entry 'adapt_dleta'.*did you mean 'adapt_delta'"),
        ({"adapt_delta": 1}, ValueError, "adapt_delta=1: give a number between 0 and 1"),
        ({"adapt_delta": "high"}, TypeError, "adapt_delta must be a number, got 'high'"),
        ({"max_treedepth": 10.0}, TypeError, "max_treedepth must be a whole number, got 10.0"),
        ({"max_treedepth": 30}, ValueError, "max_treedepth=30: give 1 to 20"),
        ([0.9], TypeError, "control= takes a dict"),
    ],
)
def test_bad_entries_are_named(given, error, message):
    with pytest.raises(error, match=message):
        NutsControl.of(given)


@pytest.mark.parametrize("init", ["zero", -1, np.inf, True, None, "1"])
def test_a_start_is_one_of_four(init):
    with pytest.raises(ValueError, match='give "mode", "random", 0 or a number above 0'):
        start_of(init)
