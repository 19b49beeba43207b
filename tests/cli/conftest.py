"""What the tests of the command share."""

import pandas as pd
import pytest

from rglm.cli import main

ROWS = pd.DataFrame(
    {
        "y": [2, 3, 6, 7, 8, 9, 10, 12],
        "x": [-1.0, 0, 1, 2, 2.5, 4, 5, 6],
        "t": [1.0, 2, 2, 3, 3, 2, 4, 4],
        "w": [1.0, 2, 1, 3, 1, 1, 2, 2],
        "g": list("aabbccab"),
        "died": [0, 0, 1, 0, 1, 0, 1, 1],
    }
)


@pytest.fixture
def rows():
    return ROWS.copy()


@pytest.fixture
def csv(tmp_path):
    ROWS.to_csv(tmp_path / "rows.csv", index=False)
    return str(tmp_path / "rows.csv")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.fixture
def refused(run):
    """A check that the command answers with one line and the exit status 2."""

    def check(*arguments, message=""):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert err.startswith("rglm: error: ")
        assert message in err
        assert len(err.splitlines()) == 1
        assert "Traceback" not in err
        assert "np." not in err

    return check
