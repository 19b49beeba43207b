"""The columns of the terms that are tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.protocol.model_result import ModelResult


def tested_columns(fit: ModelResult, labels: Sequence[str]) -> np.ndarray:
    """The columns of some terms among those of the source of the rows.

    Raises
    ------
    ValueError
        The model does not have a term.
    """
    known = _columns_by_term(fit)
    for label in labels:
        if label not in known:
            hint = did_you_mean(str(label), known)
            has = ", ".join(known) or "none"
            raise ValueError(f"term=: the model has no term {label!r}{hint}; its terms: {has}")
    if not labels:
        raise ValueError("term=: name a term, or several")
    return np.unique(np.concatenate([known[label] for label in labels]))


def _columns_by_term(fit: ModelResult) -> dict[str, np.ndarray]:
    """The columns of each term, by its label with the prefix of its part."""
    out: dict[str, np.ndarray] = {}
    start = 0
    for (prefix, parsed), schema in zip(fit._formula_by_prefix.items(), fit._schemas, strict=True):
        assign = np.asarray(schema.assign)
        for number, label in enumerate(parsed.labels, 1):
            out[f"{prefix}{label}"] = start + np.flatnonzero(assign == number)
        start += len(assign)
    return out
