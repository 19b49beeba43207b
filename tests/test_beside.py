"""Reports of the second process are those that it made; a test without one runs here."""

from __future__ import annotations

import sys
import time

import beside
import pytest


def report(nodeid: str, when: str, **given: object) -> pytest.TestReport:
    words = {"outcome": "passed", "longrepr": None} | given
    return pytest.TestReport(nodeid, ("a.py", 3, "f"), {}, when=when, **words)


@pytest.fixture
def lane():
    """A lane with a command that ends at once."""
    out = beside.Lane()
    yield out
    out.stop()
    assert not out.folder.exists()


@pytest.fixture
def reader(lane, pytestconfig):
    out = beside.Beside(pytestconfig, lane)
    lane.commands["tests"] = [sys.executable, "-c", "print('done')"]
    return out


@pytest.fixture
def writer(reader, pytestconfig):
    out = beside.Reporter(pytestconfig, reader.path)
    yield out
    out.pytest_unconfigure()


def test_reports_are_the_same_after_the_way(reader, writer):
    skipped = report("a.py::f", "call", outcome="skipped", longrepr=("a.py", 3, "Skipped: x"))
    failed = report("a.py::é[a b]", "call", outcome="failed", longrepr="assert 1 == 2")
    for one in (skipped, failed):
        for each in (report(one.nodeid, "setup"), one, report(one.nodeid, "teardown")):
            writer.pytest_runtest_logreport(each)
    for one in (skipped, failed):
        found = reader._reports_of(one.nodeid)
        assert [each.when for each in found] == ["setup", "call", "teardown"]
        assert (found[1].outcome, found[1].longrepr) == (one.outcome, one.longrepr)
        assert found[1].location == one.location


def test_a_test_that_did_not_come_to_its_end_has_no_reports(reader, writer):
    writer.pytest_runtest_logreport(report("a.py::f", "setup"))
    writer.file.write(b"half a li")
    assert reader._reports_of("a.py::f") == []
    assert reader._reports_of("a.py::never begun") == []


def test_commands_run_one_after_another(lane):
    print_time = [sys.executable, "-c", "import time; print(time.time())"]
    lane.commands |= {"first": print_time, "second": print_time}
    lane.advance()
    lane.advance()
    assert list(lane.started) == ["first"]
    first, second = float(lane.output("first")), float(lane.output("second"))
    assert first < second < time.time()


def test_a_broken_command_is_an_error_with_what_it_printed(lane):
    lane.commands["broken"] = [sys.executable, "-c", "print('why'); raise SystemExit(3)"]
    with pytest.raises(AssertionError, match="why"):
        lane.output("broken")
