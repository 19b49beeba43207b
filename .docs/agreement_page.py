"""The page "Does it match R?": what the tests counted, `tests/reference/agreement.json`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import public  # beside this file
import reference_pages

RECORD = Path(__file__).parents[1] / "tests" / "reference" / "agreement.json"
TEXT = """\
# Does it match R?

The tests make {numbers:,} comparisons with numbers that R 4.2.2 computed, in {rows} pairs of a
model and a verb. In {share:.1%} of them both agree to eight digits. This page is written by the
tests: `python -m pytest --agreement` counts each number of R that a test compares, under the model
and the verb that the test asked.

A difference is relative to R's number. Where that number may be a small difference of larger
ones, the difference is relative to the size of those: a coefficient to its standard error, a
value of a row to the root mean square of its column. Where a test allows an absolute difference
too, that of a small number is relative to a fixed size, which is 1 at most. Numbers of fewer than
eight digits are not counted, since they may agree by chance; nor are printed pages, which are
compared letter by letter. The R packages are MASS, nnet, pscl, VGAM, car, sandwich, lmtest,
broom, brglm2, AER, statmod, ordinal and others; each R script stands beside the values that it
wrote, in `tests/reference/`.

## By model

{models}

## By model and verb

"Within 1e-8" is the share of the numbers that agree to eight digits.

{verbs}

## Differences above 1e-6

{reasons}
"""


def page() -> str:
    """The page in Markdown."""
    found = json.loads(RECORD.read_text(encoding="utf-8"))
    numbers = sum(row["numbers"] for row in found)
    share = sum(row["close"] for row in found) / numbers
    tables = {"models": _by_model(found), "verbs": _by_verb(found), "reasons": _reasons(found)}
    return TEXT.format(numbers=numbers, rows=len(found), share=share, **tables)


def _by_model(found: list[dict[str, Any]]) -> str:
    lines = []
    for model in dict.fromkeys(row["model"] for row in found):
        of_model = [row for row in found if row["model"] == model]
        total = {part: sum(row[part] for row in of_model) for part in ("numbers", "close")}
        worst = max(row["worst"] for row in of_model)
        lines.append([_name(model), len(of_model), *_cells(total | {"worst": worst})])
    return _table(["model", "verbs", "numbers", "within 1e-8", "worst difference"], lines)


def _by_verb(found: list[dict[str, Any]]) -> str:
    lines = [[_name(row["model"]), _name(row["verb"]), *_cells(row)] for row in found]
    return _table(["model", "verb", "numbers", "within 1e-8", "worst difference"], lines)


def _reasons(found: list[dict[str, Any]]) -> str:
    """A line for each reason: the models and verbs that it is about."""
    about: dict[str, list[str]] = {}
    for row in found:
        if row["reason"]:
            where = f"{_name(row['model'])} {_name(row['verb'])} ({row['worst']:.0e})"
            about.setdefault(row["reason"], []).append(where)
    return "\n".join(f"- {reason}: {', '.join(where)}." for reason, where in about.items())


def _cells(row: dict[str, Any]) -> list[str]:
    close = row["close"] / row["numbers"]
    share = "100%" if close == 1 else f"{min(close, 0.9999):.2%}"
    return [f"{row['numbers']:,}", share, f"{row['worst']:.0e}"]


def _name(name: str) -> str:
    """A model or verb as a link to its page, if it has one."""
    places = _places()
    return f"[`{name}`]({places[name]})" if name in places else name


@cache
def _places() -> dict[str, str]:
    return {
        name: reference_pages.place(title, name)
        for title, found in public.names().items()
        for name in found
    }


def _table(head: list[str], lines: list[list[Any]]) -> str:
    rule = ["---", "---", *(["--:"] * (len(head) - 2))]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in [head, rule, *lines])
