"""Tests that all estimates of a table are 0 together, within its groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.inference.means.contrasts.grouping import regrouped
from rglm.inference.means.contrasts.same_groups import SAME, By
from rglm.inference.means.joint_tests.joint_page import JointTests
from rglm.inference.means.joint_tests.joint_test import joint_test
from rglm.inference.means.level_groups import grouped

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


def joint_test_of_rows(
    emm: EmmGrid,
    null: float | None = None,
    by: By = SAME,
    rows: slice | Sequence[int] | None = None,
) -> JointTests:
    """The test that all rows of each group are `null`; emmeans' ``test(joint = TRUE)``.

    Parameters
    ----------
    null : float, optional
        By default that of the settings, 0.
    by : str or sequence of str, optional
        Other groups; None for none.
    rows : slice or list of int, optional
        Some of the rows.
    """
    means = regrouped(emm if rows is None else emm[rows], by)
    value = means.settings.null if null is None else null
    parts = list(grouped(means.groups, means.by))
    tests = [
        joint_test(means.estimated.take(places), float(np.min(means.df[places])), value)
        for _, places in parts
    ]
    levels = means.groups[list(means.by)].iloc[[places[0] for _, places in parts]]
    index = pd.RangeIndex(len(parts))
    return JointTests.of(levels.set_axis(index) if means.by else pd.DataFrame(index=index), tests)
