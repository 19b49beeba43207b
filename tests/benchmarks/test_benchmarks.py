"""The benchmarks at toy size: rglm's side runs and agrees; the bars themselves are opt-in.

``RGLM_BENCHMARK=1 pytest tests/benchmarks -m benchmark`` holds the bars, in some minutes.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

# run.py is a script: its neighbours are found beside it
sys.path.append(str(Path(__file__).parent))

import bits
import large
import rivals
import run
import simulated
from workloads import BY_NAME

# relative; both sides stop at 1e-12, by deviance here and by coefficients there, and Gamma's
# scoring converges linearly, so the two stop up to 1e-6 standard errors apart
TOLERANCE = 1e-6


@pytest.mark.parametrize("name", BY_NAME)
def test_toy_agrees_with_statsmodels(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels' imports, not ours
        pytest.importorskip("statsmodels")
        toy = BY_NAME[name].toy()
        shipped = simulated._shipped if toy.dataset else simulated.simulate
        frame = simulated.frame(toy, shipped(toy))
        theirs, error = rivals.statsmodels(toy, frame)(tight=True)
    ours, our_error = rivals.rglm(toy, frame)(tight=True)
    assert set(ours.index) == set(theirs.index)
    assert np.max(np.abs(ours - theirs) / error) < TOLERANCE
    np.testing.assert_allclose(our_error, error[our_error.index], rtol=TOLERANCE)


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory is read from /proc")
def test_the_script_prints_a_table(capfd):
    assert run.main(["dense-binomial", "--toy", "--only", "rglm,floor", "--rounds", "1"]) == 0
    printed = capfd.readouterr().out
    assert "| rglm |" in printed
    assert "| floor |" in printed


def test_a_fit_has_the_same_bits():
    assert len(bits.hashes(BY_NAME["factors"].toy(), runs=3)) == 1


def test_a_fit_to_files_takes_six_passes_at_most(tmp_path):
    """large.py runs. A fit to many rows keeps the sample that it starts from, and takes fewer."""
    pytest.importorskip("resource")
    large.write(tmp_path, 20_000)
    assert 3 <= len(large._apart("fit", str(tmp_path), large.COLUMNS, 0)["passes"]) <= 6


@pytest.mark.benchmark
@pytest.mark.skipif("RGLM_BENCHMARK" not in os.environ, reason="set RGLM_BENCHMARK=1 to time")
@pytest.mark.parametrize("name", [*BY_NAME, "bits"])
def test_bars_hold(name):
    assert run.main([name]) == 0
