"""In every test `import oracle` reads R's reference values, `import tobit` a user's own model."""

import gc
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path += [str(HERE), *(str(HERE / folder) for folder in ("reference", "examples"))]

import beside  # noqa: E402
import type_checkers  # noqa: E402

LANE = pytest.StashKey[beside.Lane]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--agreement", action="store_true", help="write how far we are from R")
    parser.addoption("--reports-to", type=Path, help="of beside.py: a file for the reports")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LANE] = beside.Lane()
    if config.option.reports_to:
        config.pluginmanager.register(beside.Reporter(config, config.option.reports_to))
    if config.option.agreement:
        import agreement

        recorder = agreement.Recorder(set(agreement.numbers_of_r()))
        recorder.start()
        config.pluginmanager.register(recorder)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Python looks for garbage neither while a million objects are made nor, later, among them."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What runs beside the tests comes last."""
    if beside.is_useful(config, items):
        items.sort(key=beside.is_beside)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Start what runs beside the tests, before the first of them."""
    if session.config.option.collectonly:
        return
    lane = session.config.stash[LANE]
    if any(item.path.name == "test_types.py" for item in session.items):
        lane.commands |= type_checkers.commands(lane.folder / "cache")
    if beside.is_useful(session.config, session.items):
        session.config.pluginmanager.register(beside.Beside(session.config, lane))
    lane.advance()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Pictures do not outlive their test; matplotlib warns of more than 20."""
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")
    item.config.stash[LANE].advance()


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[LANE].stop()


@pytest.fixture(scope="session")
def lane(pytestconfig: pytest.Config) -> beside.Lane:
    """The commands that run beside the tests."""
    return pytestconfig.stash[LANE]
