"""Reading tests/reference/format.json: R's arguments and the text R printed for them."""

import json
from pathlib import Path

import numpy as np
import pandas as pd

REFERENCE = Path(__file__).parents[1] / "reference" / "format.json"
CASES = json.loads(REFERENCE.read_text(encoding="utf-8"))


def numbers(texts):
    return np.array([np.nan if t in ("NA", "NaN") else float(t) for t in texts])


def scalar(value):
    return value[0] if isinstance(value, list) and value else value or None


def text_of(value):
    """The lines R wrote, one string, so that a difference is shown as text."""
    return "\n".join(value)


def table(case):
    values = [numbers(row) for row in case["values"]]
    return pd.DataFrame(values, index=case["rows"], columns=case["columns"], dtype=float)


def nan_cells(case):
    """Where R held NaN and not NA, which pandas cannot tell apart."""
    return np.array([[t == "NaN" for t in row] for row in case["values"]])


def differences(kind, ours, expected="out"):
    """Run `ours` on every case of a kind; return those whose text is not R's."""
    wrong = []
    for i, case in enumerate(CASES[kind]):
        got, want = text_of(ours(case)), text_of(case[expected])
        if got != want:
            wrong.append(f"{kind} {i}:\nR:\n{want}\nrglm:\n{got}")
    return wrong


def assert_same_text(kind, ours, expected="out"):
    wrong = differences(kind, ours, expected)
    assert not wrong, f"{len(wrong)} of {len(CASES[kind])} differ\n" + "\n".join(wrong[:5])
