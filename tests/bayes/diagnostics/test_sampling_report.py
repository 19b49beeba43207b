import numpy as np
import pytest

from rglm.bayes.diagnostics.sampling_report import SamplingReport, energy_bfmi, higher_delta


def report(**changes):
    zeros = np.zeros((2, 50), dtype=int)
    arguments = {
        "divergences": zeros,
        "tree_depth": zeros + 2,
        "steps": zeros + 3,
        "acceptance": zeros + 0.9,
        "energy": zeros + 1.0,
        "bfmi": np.array([1.0, 0.9]),
        "step_size": np.ones(2),
        "iter": 100,
        "warmup": 50,
        "thin": 1,
        "adapt_delta": 0.8,
        "max_treedepth": 10,
    }
    return SamplingReport(**{**arguments, **changes})


def test_divergences_are_counted_and_the_next_adapt_delta_is_named():
    divergences = np.zeros((2, 50), dtype=int)
    divergences[0, 3] = divergences[1, 7] = 1
    (line,) = report(divergences=divergences).problems()
    assert line.startswith("2 of 100 iterations after warmup diverged")
    assert 'control={"adapt_delta": 0.95}' in line


def test_long_trajectories_and_low_energies_are_told():
    depth = np.full((2, 50), 10)
    lines = report(tree_depth=depth, bfmi=np.array([0.1, 0.9])).problems()
    assert lines[0].startswith("100 of 100 draws reached max_treedepth=10")
    assert lines[1].startswith("E-BFMI is below 0.3 in chain 1 (0.10)")


@pytest.mark.parametrize(("delta", "higher"), [(0.8, 0.95), (0.95, 0.9875), (0.9875, 0.9969)])
def test_the_next_adapt_delta_is_nearer_to_one(delta, higher):
    assert higher_delta(delta) == higher


def test_e_bfmi_is_2_of_independent_energies_and_small_of_a_walk():
    noise = np.random.default_rng(1).standard_normal(4000)
    assert energy_bfmi(noise) == pytest.approx(2, abs=0.1)
    assert energy_bfmi(noise.cumsum()) < 0.05
    assert np.isnan(energy_bfmi(noise[:10]))
    assert np.isnan(energy_bfmi(np.ones(50)))
