"""The table of Pareto k of a page of `loo`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.models.brm.comparison.pages.text_matrix import left_lines, right_aligned

LARGEST_LIMIT = 0.7


def pareto_k_limit(draws: int) -> float:
    """The k up to which S draws are enough: min(1 - 1 / log10(S), 0.7).

    Vehtari, Simpson, Gelman, Yao & Gabry (2024), section 3.
    """
    return min(1 - 1 / float(np.log10(max(draws, 2))), LARGEST_LIMIT)


def pareto_k_lines(k: np.ndarray, sizes: np.ndarray, limit: float) -> list[str]:
    """One line if all are good, else a table of how many are not."""
    text = f"{limit:.2g}"
    if (k <= limit).all():
        return [f"All Pareto k estimates are good (k < {text})."]
    classes = [
        (f"(-Inf, {text}]", "(good)", k <= limit),
        (f"({text}, 1]", "(bad)", (k > limit) & (k <= 1)),
        ("(1, Inf)", "(very bad)", ~(k <= 1)),
    ]
    labels = _aligned([one[0] for one in classes], [one[1] for one in classes])
    counts = [int(one[2].sum()) for one in classes]
    least = int(sizes[classes[0][2]].min()) if counts[0] else None
    shares = [f"{100 * count / len(k):.1f}%" for count in counts]
    cells = pd.DataFrame(
        {
            "Count": right_aligned([str(count) for count in counts]),
            "Pct.": [f"{share}  " for share in right_aligned(shares)],
            "Min. ESS": ["<NA>" if least is None else str(least), "<NA>", "<NA>"],
        },
        index=labels,
    )
    return ["Pareto k diagnostic values:", *left_lines(cells)]


def _aligned(intervals: list[str], words: list[str]) -> list[str]:
    """Intervals to the right, words to the left."""
    wide, long = max(map(len, intervals)), max(map(len, words))
    return [f"{a:>{wide}}   {b:<{long}}" for a, b in zip(intervals, words, strict=True)]
