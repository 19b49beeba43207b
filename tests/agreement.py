"""How far we are from R, counted while the tests run: ``python -m pytest --agreement``.

Every number that R computed and that a test compares is counted, by the model and the verb that
the test asked last, with the difference that the test measured. A number of R is one of the JSON
files that the R scripts wrote; those of few digits are left out, since they may agree by chance,
and so are tests of other things than fits. The record, ``reference/agreement.json``, is what the
page "Does it match R?" of the site shows.
"""

from __future__ import annotations

import functools
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import oracle
import pytest

import rglm
from rglm.generics import VERBS
from rglm.protocol.model_result import ModelResult

TESTS = Path(__file__).parent
RECORD = TESTS / "reference" / "agreement.json"
CLOSE = 1e-8  # the promise of DESIGN.md for what R solves to 1e-8 or better
LOOSE = 1e-6  # the promise where both sides maximise a likelihood; above it stands a reason
FEWEST_DIGITS = 8
ROW_OF = {  # attributes that are not verbs: the verb in whose row they are counted
    "coefficients": "coef",
    "zeta": "coef",
    "rho": "coef",
    "theta": "coef",
    "fitted_values": "fitted",
    "linear_predictors": "fitted",
    "y": "fitted",
    "SE_theta": "vcov",
    "SE_logtheta": "vcov",
    "SE_zero_theta": "vcov",
    "aic": "AIC",
    "deviance": "deviance",
    "null_deviance": "deviance",
    "dispersion": "summary",
    "sigma": "summary",
    "r_squared": "summary",
    "adj_r_squared": "summary",
    "fstatistic": "summary",
    "weights": "working weights",
    "effects": "effects",
} | {verb: verb for verb in VERBS if verb not in ("nobs", "update", "model_frame")}
BY_PLACE = {  # of tests that compare what an earlier test had asked for
    "test_lm_wald": ("lm", "wald_test"),
    "test_lm_broom": ("lm", "tidy"),
    "tests/design/": ("formulas", "columns of the design"),
}


OPTIMISER = (
    "R's own fit stops at the tolerance of its optimiser, or takes its Hessian by differences"
)
PROFILE = "R reads the limits off a curve through the points of its profile"
WALD_INTERVALS = ("zeroinfl", "hurdle", "multinom")  # R's confint of these has no profile
REASONS = {  # why a difference above LOOSE is R's
    "polr": OPTIMISER,
    "multinom": OPTIMISER,
    "zeroinfl": OPTIMISER,
    "hurdle": OPTIMISER,
    "betabinomial": OPTIMISER,
    "glm_nb": "R stops estimating theta after a step below 1.2e-4",
    "confint": PROFILE,
    "TukeyHSD": "R's `qtukey` is approximate, its help promises 4 decimals",
    "dwtest": "lmtest's p-value is by Pan's algorithm with 15 terms, which keep 4 decimals",
}


class Recorder:
    """A plugin of pytest that counts the comparisons of a run with the numbers `of_r`."""

    def __init__(self, of_r: set[float]) -> None:
        self.of_r = of_r
        self.differences: dict[tuple[str, str], list[float]] = defaultdict(list)
        self.worst: dict[tuple[str, str], str] = {}
        self.test = ""
        self.asked: tuple[ModelResult, str] | None = None

    def start(self) -> None:
        """Watch what the tests ask of fits, and what they compare."""
        self._watch_fits()
        self._watch_comparisons()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        self.test, self.asked = item.nodeid, None

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not session.config.option.collectonly:
            RECORD.write_text(json.dumps(self.table(), indent=1) + "\n", encoding="utf-8")

    def table(self) -> list[dict[str, Any]]:
        """A record for each model and verb: how many numbers, and how far from R's."""
        return [
            {
                "model": key[0],
                "verb": key[1],
                "numbers": len(found),
                "close": sum(one <= CLOSE for one in found),
                "worst": (worst := float(f"{max(found):.1e}")),
                "test": self.worst[key],
                "reason": reason(*key) if worst > LOOSE else "",
            }
            for key, found in sorted(self.differences.items())
        ]

    def compare(self, ours: Any, theirs: Any, scale: Any) -> None:
        """Count the numbers of R in a comparison that held, relative to at least `scale`."""
        ours, theirs, scale = np.broadcast_arrays(
            *(np.asarray(v, float) for v in (ours, theirs, scale))
        )
        known = np.reshape([v in self.of_r for v in theirs.ravel().tolist()], theirs.shape)
        if not known.any():
            return
        with np.errstate(all="ignore"):
            off = np.nan_to_num(np.abs(ours - theirs) / np.maximum(np.abs(theirs), scale))[known]
        if (key := self._row()) is None:
            return
        if not self.differences[key] or off.max() > max(self.differences[key]):
            self.worst[key] = self.test
        self.differences[key] += off.tolist()

    def _row(self) -> tuple[str, str] | None:
        """The model and the verb that the numbers are counted under; None for no model of ours."""
        for place, row in BY_PLACE.items():
            if place in self.test:
                return row
        if self.asked is None:
            return None
        fit, name = self.asked
        model = str(fit.call).partition("(")[0]
        return (model, ROW_OF[name]) if hasattr(rglm, model) else None

    def _watch_fits(self) -> None:
        """Keep in mind which verb a test asked last, of which fit."""

        def getattribute(fit: ModelResult, name: str) -> Any:
            if name in ROW_OF:
                caller = sys._getframe(1).f_code.co_filename
                if caller.startswith(str(TESTS)) or caller.endswith("generics.py"):
                    self.asked = fit, name
            return object.__getattribute__(fit, name)

        ModelResult.__getattribute__ = getattribute

    def _watch_comparisons(self) -> None:
        """Count what the functions that compare numbers were given."""
        close, allclose = oracle.assert_close, np.testing.assert_allclose
        approx = type(pytest.approx(1.0))
        equals = approx.__eq__

        @functools.wraps(close)
        def assert_close(ours: Any, theirs: Any, floor: Any, *rest: Any, **more: Any) -> None:
            close(ours, theirs, floor, *rest, **more)
            self.compare(ours, oracle.numbers(theirs), floor)

        @functools.wraps(allclose)
        def assert_allclose(
            ours: Any, theirs: Any, rtol: float = 1e-7, atol: float = 0.0, *rest: Any, **more: Any
        ) -> None:
            allclose(ours, theirs, rtol, atol, *rest, **more)
            self._compare_quietly(ours, theirs, min(atol / rtol, 1.0) if rtol else 1.0)

        def is_close(approximate: Any, ours: Any) -> bool:
            if found := equals(approximate, ours):
                self._compare_quietly(ours, approximate.expected, 0.0)
            return found

        oracle.assert_close, np.testing.assert_allclose = assert_close, assert_allclose
        approx.__eq__ = is_close

    def _compare_quietly(self, ours: Any, theirs: Any, scale: Any) -> None:
        """Count a comparison, if it is one of numbers."""
        try:
            self.compare(ours, theirs, scale)
        except (TypeError, ValueError):
            return


def reason(model: str, verb: str) -> str:
    """Why R's number is further away than it should be."""
    if verb == "confint" and model in WALD_INTERVALS:
        return REASONS[model]
    return REASONS.get(verb) or REASONS[model]


def numbers_of_r() -> Iterator[float]:
    """Every number of eight digits or more in the JSON files beside the R scripts."""
    for file in TESTS.rglob("*.json"):
        if file != RECORD:
            yield from long_numbers(json.loads(file.read_text(encoding="utf-8")))


def long_numbers(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        digits = repr(value).partition("e")[0].replace(".", "").strip("-0")
        if np.isfinite(value) and len(digits) >= FEWEST_DIGITS:
            yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from long_numbers(part)
