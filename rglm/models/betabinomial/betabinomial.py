"""``betabinomial``: proportions that vary more than binomial ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.columns import constant_column, hstack
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.row_labels import row_label
from rglm.design.values.r_values import Matrix
from rglm.errors import DataError
from rglm.families.glm.binomial import binomial
from rglm.families.likelihoods.beta_binomial import BetaBinomial
from rglm.families.links.link_names import probability_links
from rglm.fitting.control import Control
from rglm.fitting.newton.optimization_result import OptimizationResult
from rglm.fitting.newton.predictor_likelihood import PredictorLikelihood
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.option_check import check_option
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.betabinomial.betabinomial_fit import BetaBinomialFit
from rglm.models.likelihood.likelihood_call import LikelihoodCall, LikelihoodProblem
from rglm.models.likelihood.predictor_source import predictor_source
from rglm.models.likelihood.starting_values import StartingGlm, fit_starting_glm
from rglm.sources.memory import MemorySource

LINKS = probability_links("logit", "probit", "cloglog", "cauchit")
MAX_EXPECTED_TRIALS = 5e7  # up to which the expected information is summed over all outcomes


@check_arguments
def betabinomial(
    formula: str,
    data: Any = None,
    link: str = "logit",
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> BetaBinomialFit:
    """Fit successes out of trials that are more spread than binomial; ``VGAM::betabinomial``.

    The chance of success in row i is itself drawn from a beta distribution of mean mu_i, so that
    two trials of a row have the correlation rho:
    var(Y_i) = N_i mu_i (1 - mu_i) (1 + (N_i - 1) rho), with g(mu_i) = x_i' beta + o_i and
    logit(rho) the same for all rows.

    Parameters
    ----------
    formula : str
        ``"cbind(successes, failures) ~ x"``. See `glm` for the language.
    data, subset, na_action, offset, contrasts
        As in `glm`.
    weights : expression, array or Series, optional
        Numbers of observations, and no trials: a row of weight 2 is two rows of its successes and
        failures, in estimates, standard errors and robust covariances. As in VGAM ``nobs()`` and
        BIC count rows, and ``df_residual`` is twice the rows less the parameters.
    link : {"logit", "probit", "cloglog", "cauchit"}
        g.
    control : dict, optional
        ``{"maxit": 100}``: Newton steps allowed.
    progress, context
        As in `glm`.

    Returns
    -------
    BetaBinomialFit
        Coefficients under VGAM's names: ``(Intercept):1`` is that of g(mu), ``(Intercept):2``
        logit(rho). ``rho``, ``predict()`` as of `glm`, ``summary()``, ...

    Raises
    ------
    ValueError
        A response that is not two columns of counts, or without a row of two trials; an unknown
        link; what `glm` raises of data and arguments.

    Warns
    -----
    RankWarning, ConvergenceWarning, BoundaryWarning
        Aliased coefficients (NaN); no maximum found; parameters that are infinite: logit(rho)
        where the data vary no more than binomial ones (then `binomial` is the model), or
        coefficients that separate.

    Notes
    -----
    As in VGAM standard errors are from the expected information (up to 5e7 trials in all, beyond
    that from the observed). The maximum is found by Newton's method.

    References
    ----------
    Prentice (1986), Binary regression using an extended beta-binomial distribution, with
    discussion of correlation induced by covariate measurement errors, JASA 81; Yee (2015), *Vector
    Generalized Linear and Additive Models*.

    Examples
    --------
    >>> from rglm import betabinomial
    >>> from rglm.datasets import load
    >>> fit = betabinomial("cbind(dead, alive) ~ sex", load("budworm"))
    >>> fit.coefficients.index[:2].tolist()
    ['(Intercept):1', '(Intercept):2']
    """
    return BetaBinomialCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class BetaBinomialCall(LikelihoodCall[BetaBinomialFit]):
    """The arguments of a call of `betabinomial`."""

    link: str

    function = staticmethod(betabinomial)
    result = BetaBinomialFit
    shown = (*LikelihoodCall.shown, "link")

    def check(self) -> None:
        """Check the name of the link."""
        check_option("link", self.link, LINKS)

    def rows_function(self) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""
        return trial_rows

    def problem(self, data: ModelData) -> LikelihoodProblem:
        """The likelihood of the coefficients and of logit(rho), whose column is the last."""
        p, trials = len(data.frame.columns), _check_trials(data.frame, data.source)
        glm = partial(_binomial_glm, self.link)
        first = fit_starting_glm(data.source, glm, (0, slice(0, p)))
        estimable = np.sort(first.system.estimable)
        return LikelihoodProblem(
            PredictorLikelihood(BetaBinomial(self.link), (estimable, np.array([p]))),
            data.source,
            np.append(first.beta[estimable], -1.0),
            _places(estimable, data.frame.schema.names),
            p + 1,
            [first.system],
            has_expected_information=trials <= MAX_EXPECTED_TRIALS,
        )

    def limit_hint(self, fit: BetaBinomialFit, maximum: OptimizationResult) -> str:
        """The hint that a binomial model will do, where rho goes to 0."""
        step = maximum.infinite_step
        if step is None or not (step[-1] < 0 and abs(step[-1]) > 0.5 * np.nanmax(np.abs(step))):
            return ""
        return ". The data vary no more than binomial ones do: use binomial()"


def trial_rows(frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame: successes and trials, X with a column for logit(rho) behind."""
    y = _response(frame)
    y = np.column_stack([y[:, 0], y.sum(axis=1)])
    weights = np.where(y[:, 1] > 0, weights, 0.0)  # no trial, no observation
    columns = hstack([frame.columns, constant_column(frame.columns.nrows)])
    source = predictor_source(columns, [frame.offset, np.zeros(len(y))], y, weights)
    return replace(source, rows=replace(source.rows, trials=y[:, 1]))


def _binomial_glm(link: str, y: np.ndarray, weights: np.ndarray) -> StartingGlm:
    """The binomial glm."""
    counts = np.column_stack([y[:, 0], y[:, 1] - y[:, 0]]) if len(y) else np.zeros((0, 2))
    return StartingGlm(binomial(link), counts, weights)


def _response(frame: ModelFrame) -> np.ndarray:
    """Successes and failures (n, 2)."""
    response: Any = frame.response
    name = frame.schema.parsed.response.name
    if not isinstance(response, Matrix) or response.values.shape[1] != 2:
        raise DataError(
            f"betabinomial: the response {name!r} has to be two columns of counts, "
            "cbind(successes, failures)"
        )
    wrong = ((response.values < 0) | (response.values != np.rint(response.values))).any(axis=1)
    if wrong.any():
        row = int(np.argmax(wrong))
        raise DataError(
            f"betabinomial: the response {name!r} has to be counts of 0, 1, 2, ..., got "
            f"{response.values[row].tolist()} in the row labelled {row_label(frame.index, row)}"
        )
    return response.values


def _check_trials(frame: ModelFrame, source: Any) -> float:
    """The number of all trials; some row has to have two."""
    totals, most = zip(*source.map_sources(_trials), strict=True)
    if max(most) < 2:
        name = frame.schema.parsed.response.name
        raise DataError(
            f"betabinomial: no row of {name!r} has two trials, so that nothing is known of the "
            "correlation within a row; use glm() with binomial()"
        )
    return float(sum(totals))


def _trials(source: MemorySource) -> tuple[float, float]:
    """All trials, and those of the row that has most."""
    rows = source.rows
    trials = rows.trials[rows.weights > 0]
    return float(rows.weights @ rows.trials), float(trials.max(initial=0.0))


def _places(estimable: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Where the estimates stand among the names: logit(rho) comes behind the intercept."""
    rho = int(names[:1] == ("(Intercept)",))
    return np.append(np.where(estimable < rho, estimable, estimable + 1), rho)
