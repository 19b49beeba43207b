"""The same hypothesis examples on every run; threads for few rows too."""

import pytest
from hypothesis import settings

import rglm.sources.memory

settings.register_profile("deterministic", derandomize=True, deadline=None)
settings.load_profile("deterministic")


@pytest.fixture(autouse=True, scope="module")
def threads_for_few_rows():
    """Several threads work on few rows too, so that tests run what many rows do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rglm.sources.memory, "MIN_THREADED_NUMBERS", 0)
        yield
