"""Whether a few rows decide the estimates: Cook's distances."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from rglm.inference.diagnostics.influence import cooks_distance
from rglm.inference.simulated_residuals.verdict import Verdict
from rglm.protocol.capabilities import HasLeverage

LARGE_DISTANCE, NOTABLE_DISTANCE = 1.0, 0.5  # Cook's distances
MAX_LABELS = 5


def largest_cooks_distances(fit: HasLeverage, count: int = MAX_LABELS) -> pd.Series:
    """The largest Cook's distances of all rows, by label."""
    parts = list(fit._map_chunks(partial(_largest_of_chunk, count=count)))
    return pd.concat(parts).nlargest(count, keep="first")


def _largest_of_chunk(fit: HasLeverage, count: int) -> pd.Series:
    return cooks_distance(fit).dropna().nlargest(count)


def influence_verdict(largest: pd.Series) -> Verdict | None:
    """Cook's distances in words; None where no row has one."""
    if not len(largest):
        return None
    top = float(largest.iloc[0])
    if top < NOTABLE_DISTANCE:
        text = f"No row moves the estimates much: the largest Cook's distance is {top:.2g}."
        return Verdict(
            "influence",
            top,
            np.nan,
            "ok",
            text,
            f"Influence: no row decides (Cook's at most {top:.2g})",
        )
    rows = [str(label) for label in largest.index[largest >= NOTABLE_DISTANCE]]
    is_one, shown = len(rows) == 1, ", ".join(rows)
    title = f"Influence: row{'' if is_one else 's'} {shown} (Cook's {top:.2g})"
    who = f"Row {shown} moves" if is_one else f"Rows {shown} move"
    what = "the estimates much" if top >= LARGE_DISTANCE else "the estimates somewhat"
    text = f"{who} {what}: Cook's distance is up to {top:.2g}. Fit without and compare."
    return Verdict(
        "influence", top, np.nan, "problem" if top >= LARGE_DISTANCE else "minor", text, title
    )
