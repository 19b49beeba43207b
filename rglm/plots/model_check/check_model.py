"""One figure that answers whether a fit can be trusted; as R's performance::check_model."""

from __future__ import annotations

from collections.abc import Sequence

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.inference.model_checks.model_checks import model_checks
from rglm.inference.posterior_result import PosteriorResult
from rglm.inference.random_seed import Seed
from rglm.plots.model_check.figure import draw_panels
from rglm.plots.model_check.model_check import ModelCheck
from rglm.protocol.model_result import ModelResult


def check_model(
    fit: ModelResult,
    plot: bool = True,
    nsim: int = 250,
    seed: Seed = 1,
    panels: str | Sequence[str] | None = None,
    figsize: tuple[float, float] | None = None,
) -> ModelCheck:
    """Check a fit: a figure with a panel for each question, and the answers in words.

    The questions are those that the response and the model have: whether the responses are
    distributed as the model says, residuals are level along the fitted values and along each
    numeric predictor, the spread is right, zeros and extremes are as many as expected, few rows
    decide the estimates, predictors can be told apart, and predicted probabilities are those
    observed. R's ``performance::check_model`` and DHARMa are alike.

    Parameters
    ----------
    plot : bool
        Whether to draw; without matplotlib ``plot=False`` still has the answers.
    nsim : int
        How many responses are drawn from the model for each row.
    seed : int or numpy Generator, optional
        Of these draws: the same fit has the same figure and answers unless it is None.
    panels : str or sequence of str, optional
        The questions that are drawn, as ``tests`` names them; by default all that have a panel.
    figsize : tuple of float, optional
        Width and height of the figure in inches.

    Returns
    -------
    ModelCheck
        Prints the answers; ``tests`` is their table, ``figure`` the figure, and
        ``save("check.png")`` writes it.

    Raises
    ------
    TypeError
        What is given is no fit.
    ValueError
        As `simulate_residuals`: categories without an order, no rows after ``strip()``, a model
        that fits every row exactly. `panels` has a question that has no panel here.
    ImportError
        There is no matplotlib, and ``plot`` is true.

    Notes
    -----
    See `simulate_residuals` for the residuals and their tests, which sample where there are more
    than 10,000 rows; Cook's distances are of all rows.

    - *Distribution*: the test of Kolmogorov and Smirnov where the model knows its spread, else the
      test of Shapiro and Wilk. The band has all points with 95% probability if the model is right.
    - *Fitted values and predictors*: quartiles of the residuals, which should be level, by
      quantile regression on a natural spline of ranks. Grey bands are where each is with 95%
      probability. For predictors the smallest p-value is multiplied by their number.
    - *Spread*: of lm() Breusch and Pagan's test; else the dispersion beside simulations.
    - *Influence*: lines of Cook's distances 0.5 and 1.
    - *Collinearity*: GVIF^(1/Df), each predictor taken with its interactions and powers.
    - *Calibration*: Hosmer and Lemeshow's test, shares in ten bins with Wilson's intervals.

    Of 500 models of 200 rows that were right 7% had a ``!!`` somewhere.

    Quasi families have no distribution: of them the mean of standardized Pearson residuals is
    looked at along the fitted values and the predictors, and the mean of their squares, which
    tests the variance function.

    A p-value below 0.05 is called a small departure where the effect is too small to matter:
    residual shares off by less than 5 points, a dispersion of 0.8 to 1.25, a curve that is within
    0.1 of its level.

    References
    ----------
    Dunn & Smyth (1996), Journal of Computational and Graphical Statistics 5. Lüdecke, Ben-Shachar,
    Patil, Waggoner & Makowski (2021), performance: an R package for assessment, comparison and
    testing of statistical models, Journal of Open Source Software 6.

    Examples
    --------
    >>> from rglm import check_model, glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> check_model(fit, plot=False)
    <BLANKLINE>
    Model check
    poisson (log): breaks ~ wool * tension
    54 rows, 250 simulations
    <BLANKLINE>
    To look into: distribution, dispersion, outliers, response.
    <BLANKLINE>
    distribution   !!  The responses are not distributed as the model says: the
                       share of rows below a quantile of the model is off by up to
                       23 percentage points (p = 0.0045).
    fitted values  ok  No bend and no change of spread along the fitted values
                       (p = 0.21).
    dispersion     !!  Dispersion 3.76 times what the model expects (p < 0.01):
                       standard errors are too small; try glm_nb().
    outliers       !!  8 rows lie outside all 250 simulations (0.29 expected,
                       p < 0.01). Look at rows 3, 4, 8, 22, 23 and others.
    response       !!  Overall the responses differ from simulated ones by up to 16
                       percentage points (p = 0.012).
    influence      ok  No row moves the estimates much: the largest Cook's distance
                       is 0.34.
    collinearity   ok  The predictors can be told apart: largest variance inflation
                       1.
    ---
    ok: nothing against the model; ?: a small departure; !!: look into it
    """
    if isinstance(fit, PosteriorResult):
        raise TypeError(
            "check_model() is of estimates; of a posterior pp_check() shows whether responses "
            "drawn from it are like those observed, and loo() which rows stand out"
        )
    if not isinstance(fit, ModelResult):
        shown = describe_value(fit)
        raise TypeError(f"check_model() takes a fit first, got {shown}: check_model(lm(...))")
    checks = model_checks(fit, nsim, seed)
    figure = draw_panels(checks, panels, figsize) if plot else None
    return ModelCheck(checks, figure)
