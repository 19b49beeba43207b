import sys
import warnings

import pytest

from rglm.bayes.chains.require_nutpie import require_nutpie
from rglm.bayes.diagnostics.convergence import array_stats


def test_without_nutpie_the_reason_and_the_extra_are_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "nutpie", None)
    message = r'k-hat is 0.8; Markov chains \(NUTS\) need nutpie: pip install "rglm\[bayes\]"'
    with pytest.raises(ImportError, match=message):
        require_nutpie("k-hat is 0.8")


def test_without_arviz_stats_the_extra_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "arviz_stats.base.array", None)
    with pytest.raises(ImportError, match=r'need arviz-stats: pip install "rglm\[bayes\]"'):
        array_stats()


def test_nutpie_comes_without_warnings():
    pytest.importorskip("nutpie")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert require_nutpie("of the test").__name__ == "nutpie"
