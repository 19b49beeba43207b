"""In every test `import oracle` reads R's reference values, `import tobit` a user's own model."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE), *(str(HERE / folder) for folder in ("reference", "examples"))]

import type_checkers  # noqa: E402

CHECKERS = pytest.StashKey[dict[str, type_checkers.TypeChecker]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--agreement", action="store_true", help="write how far we are from R")


def pytest_configure(config: pytest.Config) -> None:
    if config.option.agreement:
        import agreement

        recorder = agreement.Recorder(set(agreement.numbers_of_r()))
        recorder.start()
        config.pluginmanager.register(recorder)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start the type checkers, which take a minute, before the first test."""
    types = any(item.path.name == "test_types.py" for item in session.items)
    if types and not session.config.option.collectonly:
        session.config.stash[CHECKERS] = type_checkers.start()


def pytest_unconfigure(config: pytest.Config) -> None:
    for checker in config.stash.get(CHECKERS, {}).values():
        checker.stop()


@pytest.fixture(scope="session")
def checkers(pytestconfig: pytest.Config) -> dict[str, type_checkers.TypeChecker]:
    """The type checkers that run beside the tests."""
    return pytestconfig.stash[CHECKERS]


@pytest.fixture(autouse=True)
def _close_figures():
    """Pictures do not outlive their test; matplotlib warns of more than 20."""
    yield
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
