"""Joint tests of the terms of a model; R's joint_tests of emmeans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rglm.inference.means.contrasts.same_groups import By
from rglm.inference.means.joint_tests.joint_page import JointTests
from rglm.inference.means.ref_grid import ref_grid
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

AROUND_MEAN = "meanint"  # one below the mean of a number, and one above it


def joint_tests(
    fit: ModelResult,
    by: By = None,
    show0df: bool = False,
    showconf: bool = True,
    *,
    at: Mapping[str, Any] | None = None,
    mode: str | None = None,
    cov_reduce: CovReduce = AROUND_MEAN,
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT,
    nesting: str | Mapping[str, Any] | None = FOUND,
    offset: float | Sequence[float] | None = None,
    vcov: Vcov = None,
    df: float | None = None,
) -> JointTests:
    """F tests of the terms of a model by contrasts of means; R's ``joint_tests``.

    Of each term the contrasts of its variables, and their interactions, are tested to be 0
    together, averaged over all other variables of the reference grid: with L theta = 0 the
    statistic F = (L t)'(L V L')^-1 (L t) / q. Without empty cells these are type III tests with
    contrasts that sum to 0. A number is tested by its change from one below its mean to one
    above.

    Parameters
    ----------
    by : str or sequence of str, optional
        Variables in whose levels the others are tested.
    show0df : bool
        Whether terms are shown of which nothing can be tested.
    showconf : bool
        Whether effects are shown that belong to no term, or that empty cells confound with others:
        "(confounded)".
    at, mode, cov_keep, nesting, offset, vcov, df
        As of ``emmeans()``.
    cov_reduce : str, bool, callable, list or dict
        As of ``emmeans()``; "meanint", the default, is one below the mean of a number, and one
        above it.

    Returns
    -------
    JointTests
        ``table`` has a row for each term: df1, df2, F.ratio, p.value and note. Where the
        dispersion is known df2 is infinite, and df1 F is chi-square.

    Raises
    ------
    ValueError
        There is nothing to test; an argument as of ``emmeans()``.

    Notes
    -----
    "e" in the column note: empty cells leave fewer contrasts to test than there are; "d": some
    contrasts follow from the others.

    References
    ----------
    Lenth, R. V., emmeans, an R package. Searle, S. R. (1987). Linear Models for Unbalanced Data.

    Examples
    --------
    >>> from rglm import lm
    >>> from rglm.datasets import load
    >>> lm("breaks ~ wool * tension", load("warpbreaks")).joint_tests()
     model term   df1 df2 F.ratio p.value
     wool           1  48   3.765  0.0582
     tension        2  48   8.498  0.0007
     wool:tension   2  48   4.189  0.0210
    """
    grid = ref_grid(
        fit,
        at,
        mode=mode,
        cov_reduce=cov_reduce,
        cov_keep=cov_keep,
        nesting=nesting,
        offset=offset,
        vcov=vcov,
        df=df,
    )
    return grid.joint_tests(by, show0df, showconf)
