"""Joint tests of the terms of a model, on a reference grid or a table of means."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.derivatives.column_uses import columns_read, term_expressions
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.means.averages.grid_averages import find_nests
from rglm.inference.means.contrasts.grouping import regrouped
from rglm.inference.means.contrasts.same_groups import By
from rglm.inference.means.joint_tests.joint_page import JointTests
from rglm.inference.means.joint_tests.joint_test import (
    JointTest,
    joint_test,
    testable_combinations,
)
from rglm.inference.means.joint_tests.term_contrasts import (
    all_contrasts,
    term_contrasts,
    tested_terms,
)
from rglm.inference.means.level_groups import grouped

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid

CONFOUNDED = "(confounded)"
TERM = "model term"


def joint_tests_of_grid(
    emm: EmmGrid, by: By = None, show0df: bool = False, showconf: bool = True
) -> JointTests:
    """Tests of each term of the model by contrasts of means.

    As ``joint_tests`` of a fit, on a reference grid or means that are there; variables with one
    level are not tested.

    Parameters
    ----------
    by : str or sequence of str, optional
        Variables in whose levels the others are tested.
    show0df : bool
        Whether terms are shown of which nothing can be tested.
    showconf : bool
        Whether effects are shown that belong to no term, or cannot be told apart from others.

    Returns
    -------
    JointTests

    Raises
    ------
    ValueError
        There is no such variable, or none to test.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> fit = lm("breaks ~ wool * tension", load("warpbreaks"))
    >>> fit.emmeans("wool * tension").joint_tests(by="wool")
    wool = A:
     model term df1 df2 F.ratio p.value
     tension      2  48  10.312  0.0002
    <BLANKLINE>
    wool = B:
     model term df1 df2 F.ratio p.value
     tension      2  48   2.375  0.1039
    """
    grid = regrouped(emm, by)
    labels, tests, keys = [], [], []
    for _, places in grouped(grid.groups, grid.by):
        rows = _tests_of_group(grid, places, showconf)
        shown = [(label, test) for label, test in rows if test.df1 or show0df]
        labels += [label for label, _ in shown]
        tests += [test for _, test in shown]
        keys += [places[0]] * len(shown)
    levels = grid.groups[list(grid.by)].iloc[keys].reset_index(drop=True)
    groups = pd.concat([pd.DataFrame({TERM: labels}, dtype=object), levels], axis=1)
    return JointTests.of(groups, tests, grid.by)


def _tests_of_group(
    grid: EmmGrid, places: np.ndarray, showconf: bool
) -> list[tuple[str, JointTest]]:
    """The test of each term, and of what else differs."""
    groups = grid.groups[list(grid.variables)].iloc[places].reset_index(drop=True)
    names = [str(name) for name, column in groups.items() if len(set(column)) > 1]
    if not names:
        raise ValueError("there are no factors to test: each variable of the grid has one value")
    groups, df = groups[names], float(np.min(grid.df[places]))
    estimated, nests = grid.estimated.take(places), find_nests(groups)
    columns = grid.fit._variable_summary.kinds
    levels = _response_levels(grid, names, columns)
    terms = tested_terms(grid.fit._schemas, names, levels, nests, columns)
    weights = [term_contrasts(groups, term, nests) for term in terms]
    parts = [estimated.combined(matrix) for matrix in weights]
    rows = [
        (":".join(sorted(term, key=_nests_first(names, nests))), joint_test(part, df))
        for term, part in zip(terms, parts, strict=True)
    ]
    if showconf:
        tested = [
            testable_combinations(part) @ matrix
            for part, matrix in zip(parts, weights, strict=True)
        ]
        rows.append((CONFOUNDED, _confounded(estimated, np.vstack(tested), df)))
    return rows


def _nests_first(
    names: Sequence[str], nests: dict[str, list[str]]
) -> Callable[[str], tuple[int, int]]:
    return lambda name: (len(nests.get(name, ())), names.index(name))


def _confounded(estimated: Estimated, tested: np.ndarray, df: float) -> JointTest:
    """What is left of the test of all contrasts after those of terms."""
    whole = joint_test(estimated.combined(all_contrasts(len(estimated))), df)
    part = joint_test(estimated.combined(tested), df)
    rest = whole.df1 - part.df1
    return JointTest(rest, df, whole.chi2 - part.chi2 if rest else np.nan)


def _response_levels(grid: EmmGrid, names: Sequence[str], columns: Container[str]) -> list[str]:
    """The variables of the grid that no term reads: levels or cut points of the response."""
    reads = columns_read(term_expressions(grid.fit._schemas), columns)
    return [name for name in names if name not in reads]
