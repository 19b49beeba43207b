"""Means at the levels of factors, averaged over a reference grid; R's emmeans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_means import GridArguments, MeansOfGrid
from rglm.inference.means.settings import EmmSettings
from rglm.inference.reference_grid.specs import read_specs
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult


def emmeans(
    fit: ModelResult,
    specs: str | Sequence[str],
    by: str | Sequence[str] | None = None,
    at: Mapping[str, Any] | None = None,
    *,
    type: str = "link",
    mode: str | None = None,
    level: float = 0.95,
    adjust: str | None = None,
    infer: bool | Sequence[bool] | None = None,
    vcov: Vcov = None,
    df: float | None = None,
    bias_adjust: bool = False,
    sigma: float | None = None,
    contr: Any = None,
) -> EmmGrid:
    """Means at the levels of factors, averaged over a reference grid; R's ``emmeans``.

    The rows of the grid are all combinations of the levels of factors, with numbers at their
    means. With the linear predictor eta_i = x_i'b of row i, the mean of a group is the average of
    the eta_i of its rows, all alike by default. Its standard error is that of a linear function
    of b. With ``type="response"`` the mean and the ends of its interval are put through the
    inverse link.

    Parameters
    ----------
    specs : str or list of str
        The variables whose levels have a mean each: ``"g"``, ``"a * b"``, ``"~ a | b"`` (means of
        a in groups of b), ``"pairwise ~ a"`` (with all their differences), or ``"1"``.
    by : str or list of str, optional
        The variables whose levels make groups.
    at : dict, optional
        Values of variables of the grid, one or a list: ``{"age": [20, 60]}``. By default a factor
        has all its levels, a number its mean, or both values if it has only two.
    type : {"link", "response"}
        The scale that is shown: of the linear predictor, or of the response.
    mode : str, optional
        What is averaged, where a model has several predictions. Of `polr` "latent" (the default),
        "linear_predictor", "cum_prob", "exc_prob", "prob" and "mean_class"; of `multinom` "prob"
        (the default), "latent" and "link"; of `zeroinfl` and `hurdle` "response" (the default),
        "count", "zero", "prob0", "link_count" and "link_zero". The levels of the response, or its
        cut points, are then a variable too, as in ``"Sat | Infl"``.
    level : float
        The coverage of intervals.
    adjust : str, optional
        The adjustment of p-values and intervals for their number; of contrasts where `specs` asks
        for some. By default none of means, and of contrasts that of their method.
    infer : bool or pair of bool, optional
        Whether intervals and tests are shown, ``(True, False)`` by default.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients, as ``summary(vcov=)``: "HC3", ``{"cluster": "g"}``.
    df : float, optional
        Degrees of freedom of Student's t. By default those of the residuals where the dispersion
        is estimated, else infinite: the normal distribution.
    bias_adjust : bool
        Whether means of the response are those of eta + sigma z, to second order: with a model of
        log(y) the mean of y, and not its median.
    sigma : float, optional
        That sigma; by default the residual standard deviation of a linear model.
    contr : str, dict, matrix or function, optional
        Contrasts of the means too, as before ``~`` in `specs`: see ``contrast()``.

    Returns
    -------
    EmmGrid
        Prints as R's page; ``table`` is the DataFrame. ``contrast()`` and ``pairs()`` compare the
        means, ``test()`` and ``confint()`` show other inferences, ``contrasts`` are those that
        were asked for.

    Raises
    ------
    ValueError
        A variable that the model lacks; a level that a factor lacks; an unknown word.

    Notes
    -----
    A mean that the data do not determine, of a cell without rows, is NaN and printed as nonEst.

    References
    ----------
    Searle, Speed & Milliken (1980), Population marginal means in the linear model, The American
    Statistician 34; Lenth, emmeans, an R package.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
    >>> fit.emmeans("tension", type="response")
     tension rate   SE  df asymp.LCL asymp.UCL
     L       36.1 1.41 Inf      33.4      38.9
     M       26.2 1.21 Inf      23.9      28.7
     H       21.5 1.10 Inf      19.4      23.8
    <BLANKLINE>
    Results are averaged over the levels of: wool
    Confidence level used: 0.95
    Intervals are back-transformed from the log scale
    """
    means = MeansOfGrid.of(fit, GridArguments(at=at), vcov, mode)
    wanted = read_specs(specs, by, contr, means.names)
    settings = EmmSettings().changed(
        infer, type=type, level=level, df=df, bias_adjust=bias_adjust, sigma=sigma
    )
    emm = means.averages(wanted, settings)
    if wanted.contrast is None:
        return emm if adjust is None else emm.summary(adjust=adjust)
    contrasts = emm.contrast(wanted.contrast, adjust=adjust)
    return replace(emm, contrasts=contrasts)
