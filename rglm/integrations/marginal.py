"""A fit as a model of the Python package `marginaleffects`."""

from __future__ import annotations

from importlib.util import find_spec
from weakref import WeakKeyDictionary

from rglm.errors import DataError
from rglm.integrations.marginal_model import Marginal
from rglm.protocol.model_result import ModelResult
from rglm.sources.chunks.chunked_source import NOT_IN_MEMORY_MESSAGE

INSTALL_MESSAGE = (
    'marginal effects need marginaleffects and polars: pip install "rglm[marginaleffects]"'
)
_MARGINAL_OF_FIT: WeakKeyDictionary[ModelResult, Marginal] = WeakKeyDictionary()


def marginal(fit: ModelResult, type: str | None = None) -> Marginal:
    """The fit as a model of the package marginaleffects (Arel-Bundock, Greifer & Heiss 2024).

    ``marginaleffects.predictions(fit)``, ``slopes``, ``comparisons``, ``hypotheses`` and their
    ``avg_`` forms take a fit as it is, on the scale of the response; ``fit.marginal("link")`` is
    the model on the scale of the linear predictor. Their ``vcov=`` takes what `vcov` of rglm
    takes, and a matrix as a DataFrame: ``vcov=fit.vcov(cluster="g")``. Of `polr` and `multinom`
    the column ``group`` has the level whose probability it is.

    rglm has these verbs itself, ``fit.avg_slopes()``, with exact derivatives and for rows that are
    not in memory. In this package derivatives of a `glm` are exact for the links identity, log,
    sqrt, logit, probit, cloglog and inverse, and else differences; all agree with exact values to
    1e-6, but for standard errors of ``slopes``. marginaleffects 0.6 takes no derivatives of these
    from a model: it takes differences, over a tiny change of a coefficient, of differences by a
    variable, and rounding leaves a relative error of 3e-5 to 4e-3 (in our tests).
    ``slopes(fit, eps_vcov=1e-4)`` makes the change larger, and leaves 2e-6 or less, as predictions
    are given to first order there; that is for dY/dX, not for elasticities.

    A column of numbers that the formula reads as levels, ``factor(x)``, ``interaction(x, z)``,
    ``x == 1``, has contrasts of its levels and no slope, also where it is a number elsewhere in
    the formula (``x + factor(x)``). Where such levels are negative or fractions,
    marginaleffects' pictures over other variables fail, as they set the column to its mean.
    Slopes of a column in steps, ``cut(x, 3)``, ``x > 1``, have no meaning, and a FitWarning says
    so. Coefficients of equal names are shown with their terms, ``f1 [f]``.

    Parameters
    ----------
    type : str, optional
        The scale of predictions. By default ``"response"``, and of categories ``"probs"``. All
        but `zeroinfl` and `hurdle` have ``"link"``; `polr` also ``"cum_prob"``, ``"exc_prob"``,
        ``"latent"``, ``"linear_predictor"`` and ``"mean_class"``; `multinom` ``"latent"``;
        `zeroinfl` and `hurdle` ``"count"``, ``"zero"``, ``"prob0"``, ``"link_count"`` and
        ``"link_zero"``.

    Returns
    -------
    Marginal
        A model as that package takes it.

    Raises
    ------
    ImportError
        marginaleffects or polars is missing.
    ValueError
        An unknown `type`; a fit that was stripped of its rows, or to data in chunks.

    References
    ----------
    Arel-Bundock, Greifer & Heiss (2024), How to interpret statistical models using marginaleffects
    for R and Python, Journal of Statistical Software 111(9).

    Examples
    --------
    >>> import importlib.util
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool", load("warpbreaks"), poisson())
    >>> if importlib.util.find_spec("marginaleffects"):
    ...     assert fit.marginal().find_variables() == ["breaks", "wool"]
    """
    fit._rows_source  # noqa: B018  an error after strip()
    if fit._is_chunked:
        raise DataError(NOT_IN_MEMORY_MESSAGE)
    for package in ("marginaleffects", "polars"):
        if find_spec(package) is None:
            raise ImportError(INSTALL_MESSAGE)
    return Marginal(fit, type)


def marginal_of_fit(fit: ModelResult) -> Marginal:
    """The `Marginal` of a fit on the scale of the response, made once."""
    if fit not in _MARGINAL_OF_FIT:
        _MARGINAL_OF_FIT[fit] = marginal(fit)
    return _MARGINAL_OF_FIT[fit]
