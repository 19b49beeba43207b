"""Logarithms of a probability p and of q = 1 - p, with their derivatives by eta."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class LogTails:
    """log p and log q at eta, each with two derivatives; all (n,) arrays."""

    # log_p, log_q: (n,) the logarithms; both -inf where eta gives no probability
    log_p: np.ndarray
    log_q: np.ndarray
    # p1, q1: (n,) their first derivatives by eta
    p1: np.ndarray
    q1: np.ndarray
    # p2, q2: (n,) their second derivatives
    p2: np.ndarray
    q2: np.ndarray

    @property
    def impossible(self) -> np.ndarray:
        """Rows (n,) whose eta gives no probability."""
        return np.isneginf(self.log_p) & np.isneginf(self.log_q)

    def take(self, rows: np.ndarray) -> LogTails:
        """Return the tails of some rows."""
        return LogTails(*(part[rows] for part in vars(self).values()))
