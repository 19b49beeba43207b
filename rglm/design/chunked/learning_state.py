"""The state of a word while it learns from parts of the data."""

from __future__ import annotations

from typing import Any


class LearningState(dict):
    """The state of a word that is still learning.

    Attributes
    ----------
    call : the expression that it is the state of
    hint : what earlier looks left for the next
    found : what this look found; None where it could not look
    done : whether it has learned all
    """

    def __init__(self, call: str, hint: Any = None, found: Any = None) -> None:
        super().__init__()
        self.call, self.hint, self.found, self.done = call, hint, found, False
