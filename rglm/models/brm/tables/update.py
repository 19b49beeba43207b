"""A posterior again with some of its arguments changed; brms' update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rglm.inference.terms.update import updated

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def update(fit: BrmFit, formula: str | None = None, newdata: Any = None, **changes: Any) -> BrmFit:
    """The fit again with some of its arguments changed; ``brms::update``.

    Parameters
    ----------
    formula : str, optional
        ``"."`` on a side stands for that side of the formula: ``". ~ . - x"``.
    newdata : table, optional
        Other data, as ``data=``.
    **changes
        Other arguments of ``brm()``: ``prior=``, ``family=``, ``seed=``, ``draws=``, ``iter=``,
        ``algorithm=``, ...

    Returns
    -------
    BrmFit

    Raises
    ------
    TypeError
        An argument that ``brm()`` does not have; both `newdata` and ``data=``.
    ValueError
        The fit was stripped of its rows; what ``brm()`` raises, as of a prior of a coefficient
        that the new formula lacks.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt + hp", load("mtcars"), seed=1)
    >>> fit.update(". ~ . - hp", draws=1000).formula
    'mpg ~ wt'
    """
    if newdata is not None:
        if "data" in changes:
            raise TypeError("update() takes newdata= or data=, which are the same, not both")
        changes["data"] = newdata
    return updated(fit, formula, **changes)
