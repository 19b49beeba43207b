"""In every test `import oracle` reads R's reference values, `import tobit` a user's own model."""

import sys
from pathlib import Path

import pytest

sys.path += [str(Path(__file__).parent / folder) for folder in ("reference", "examples")]


@pytest.fixture(autouse=True)
def _close_figures():
    """Pictures do not outlive their test; matplotlib warns of more than 20."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
