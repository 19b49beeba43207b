"""Contrasts as estimates: their scale, notes and what is shown of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.means.contrasts.contrast_rows import ContrastRows
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

KEPT = ("level", "type", "df")  # settings of the means that their contrasts have, too


def scaled(rows: ContrastRows, scale: float | Sequence[float] | None) -> ContrastRows:
    """The contrasts times a number, or each times its own."""
    if scale is None:
        return rows
    return replace(rows, weights=rows.weights * _numbers("scale", scale, rows)[:, None])


def _numbers(argument: str, value: float | Sequence[float], rows: ContrastRows) -> np.ndarray:
    """A number for each contrast.

    Raises ValueError: they are not one, nor as many as the contrasts of a group, nor as all.
    """
    numbers, count = np.atleast_1d(np.asarray(value, dtype=float)), len(rows.weights)
    if numbers.ndim > 1 or len(numbers) == 0 or count % len(numbers):
        raise ValueError(
            f"{argument}= has {numbers.size} numbers, and there are {count} contrasts: give one "
            "number, or one of each"
        )
    return np.resize(numbers, count)


def contrasts_of(
    means: EmmGrid,
    rows: ContrastRows,
    adjust: str | None,
    ratios: bool,
    offset: float | Sequence[float] | None = None,
) -> EmmGrid:
    """The contrasts with tests, and the notes of the means."""
    scale = means.scale.of_contrasts() if ratios and rows.are_contrasts else Scale(None)
    notes = means.notes
    if means.scale.has_other and not scale.has_other:
        notes = (*notes, f"Note: contrasts are still on the {means.scale.text} scale")
    added = None if offset is None else _numbers("offset", offset, rows)
    return replace(
        means,
        groups=rows.groups,
        ratio_groups=rows.ratio_groups,
        estimated=means.estimated.combined(rows.weights, added),
        scale=scale,
        variables=tuple(str(name) for name in rows.groups if name not in means.by),
        name="estimate",
        settings=contrast_settings(means.settings, adjust or rows.adjust),
        notes=notes,
        is_contrast=True,
        families=rows.families,
        row_df=_row_df(means.row_df, rows.weights),
        contrasts=None,
    )


def contrast_settings(of_means: EmmSettings, adjust: str, tests: bool = True) -> EmmSettings:
    """What is shown of contrasts: tests of 0, on the scale of the means."""
    kept = {name: getattr(of_means, name) for name in KEPT}
    return EmmSettings(**kept, intervals=not tests, tests=tests).changed(adjust=adjust)


def _row_df(of_means: np.ndarray | None, weights: np.ndarray) -> np.ndarray | None:
    """The least degrees of freedom of the means in each contrast."""
    if of_means is None:
        return None
    return np.where(weights != 0, of_means, np.inf).min(axis=1)
