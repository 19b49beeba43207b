"""The checks of what is resampled."""

from __future__ import annotations

from typing import Any

import numpy as np

from rglm.protocol.model_result import ModelResult


def check_resamples(count: Any, least: int = 2) -> None:
    """Check that ``R=`` is a whole number of resamples."""
    whole = isinstance(count, (int, np.integer)) and not isinstance(count, bool)
    if not (whole and count >= least):
        raise ValueError(f"R={count!r}: give a whole number of resamples, {least} or more: R=999")


def check_rows_in_memory(fit: ModelResult, what: str) -> None:
    """Check that the rows are in memory."""
    if fit._is_chunked:
        raise ValueError(
            f"{what} needs the rows in memory, and the data are read in chunks; "
            "vcov(type='HC0') has robust standard errors of them, or fit a sample of the rows"
        )
    fit._rows_source  # noqa: B018  an error after strip()
