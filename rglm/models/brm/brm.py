"""``brm``: Bayesian regression models by formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.bayes.posterior import Posterior
from rglm.bayes.priors.prior_table import PriorTable, resolve_priors
from rglm.bayes.priors.propriety import check_propriety
from rglm.design.frame.evaluated_variables import take_rows
from rglm.errors import DataError
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.linalg.threads import single_threaded
from rglm.models.base.model_data import ModelData, check_total_weight, read_model_data
from rglm.models.brm.brm_fit import BrmFit
from rglm.models.brm.chain_warnings import warn_of_chains
from rglm.models.brm.column_moments import ColumnMoments, row_moments
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.brm_problem import BrmProblem
from rglm.models.brm.families.family_names import as_brm_family
from rglm.models.brm.parameters import (
    ParameterPlaces,
    describe_parameters,
    parameter_space,
)
from rglm.models.brm.posterior_draws import draw_posterior, draw_prior
from rglm.models.brm.sampling_options import SamplingOptions
from rglm.protocol.model_call import ModelCall

SAMPLE_PRIOR = ("no", "yes", "only")
# what messages of the models that share rows with `brm` begin with
OTHER_MODELS = ("betabinomial", "polr", "multinom", "hurdle", "zeroinfl", "glm")


@check_arguments
def brm(
    formula: str,
    data: Any = None,
    family: Any = "gaussian",
    prior: Any = None,
    weights: str | Sequence[float] | pd.Series | None = None,
    offset: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    contrasts: Mapping[str, Any] | None = None,
    draws: int = 4000,
    chains: int = 4,
    iter: int = 2000,
    warmup: int | None = None,
    thin: int = 1,
    init: Any = "mode",
    cores: int | None = None,
    seed: Any = None,
    algorithm: str = "auto",
    sample_prior: bool | str = "no",
    control: Mapping[str, Any] | None = None,
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> BrmFit:
    """Fit a Bayesian regression model; ``brms::brm`` and ``rstanarm::stan_glm``.

    The posterior is p(theta | y) = p(y | theta) p(theta) / p(y): the likelihood of the model that
    `glm`, `glm_nb`, `betabinomial`, `polr`, `multinom`, `zeroinfl` or `hurdle` maximises, times
    independent priors on its parameters theta.

    Parameters
    ----------
    formula, data, subset, na_action, offset, contrasts, context
        As in `glm`. Families of two linear predictors take ``"y ~ x | z"``: z are the terms of the
        zeros. Without ``| z`` these are x too, as in pscl; the constant zi or hu of brms is
        ``y ~ x | 1``.
    family : family, function or name
        Of `glm`, ``binomial()``, ``poisson("sqrt")``, ``"Gamma"``, but for the quasi families and
        tweedie; or one of ``rglm.bayes``, under brms' names: ``bernoulli()``, ``negbinomial()``,
        ``beta_binomial()``, ``cumulative()``, ``categorical()``, ``zero_inflated_poisson()``,
        ``hurdle_negbinomial()``, ...
    prior : prior, list of priors, optional
        ``prior(normal(0, 1), class_="b", coef="logmass")`` of ``rglm.priors``, several as a list;
        a bare ``normal(0, 1)`` is for all slopes. By default as in Notes.
    weights : expression, array or Series, optional
        As in brms a row of weight w counts w times in the likelihood; for a binomial proportion
        the number of trials.
    draws : int
        The number of draws by importance sampling.
    chains, iter, warmup, thin : int
        Markov chains, iterations of each with its warmup (by default half of them), and which
        draws are kept.
    init : {"mode", "random", 0} or float
        Where chains begin: next to the posterior mode; at random up to 2 of its standard
        deviations from there, or up to `init` of them; where all unconstrained parameters are 0.
    cores : int, optional
        How many chains run at once; by default one for fewer than 100,000 rows, where more
        are slower, else as many as there are processors.
    seed : int, optional
        The same seed gives the same draws.
    algorithm : {"auto", "importance", "sampling"}
        "importance" draws from a normal (with a share of heavier tails) about the posterior mode
        and weighs the draws; "sampling" is NUTS, for which ``pip install "rglm[bayes]"``. "auto"
        takes importance sampling where its diagnostics allow it, else NUTS.
    sample_prior : {"no", "yes", "only"}
        "only" draws from the prior, without the data. (What ``hypothesis`` needs of the prior is
        known without "yes".)
    control : dict, optional
        Of NUTS: ``{"adapt_delta": 0.8, "max_treedepth": 10}``.
    progress : bool
        Show a bar while chains run, and over passes of data that are not in memory.

    Returns
    -------
    BrmFit
        ``draws``, ``summary()``, ``fixef()``, ``predict()``, ``loo()``, ``hypothesis()``, ...

    Raises
    ------
    ValueError
        An improper posterior (flat priors where the data do not determine a coefficient, as under
        separation; a response that the model fits exactly, as a constant one); a prior of a
        parameter that the model lacks; a family without a likelihood;
        what `glm` raises of data and arguments.
    ImportError
        NUTS is needed, and nutpie is not installed.

    Warns
    -----
    ConvergenceWarning
        Importance sampling was asked for and cannot be trusted; chains have not mixed, or have
        divergent transitions.

    Notes
    -----
    *Default priors.* Slopes: normal(0, 2.5 s / sd(x)); the intercept, of centred columns:
    normal(g(mean y), 2.5 s), with s = sd(y) abs(g'(mean y)) for links whose values have the
    response's unit (identity, inverse, 1/mu^2, sqrt, power) and 1 for log, logit and the like.
    With an offset its mean is taken from g(mean y). ``fit.prior_summary()`` shows all priors.

    *When is importance sampling trusted?* Proposals are 80% normal and 20% Student's t with 5
    degrees of freedom, with the mode and the curvature of the posterior. Their ratios are smoothed
    (PSIS); k-hat, the shape of their largest ones, has to be at most 0.5, and the effective sample
    size at least 1000 (of fewer than 4000 draws a quarter). Where they are not good, up to five
    passes follow with as many proposals each, from t distributions that are fitted to the weighted
    proposals. The draws are resampled with their weights, so that all count alike.

    Weights cannot tell of a mode that no proposal came near. So where prior and data disagree (in
    up to 20,000 rows) other modes are looked for too, and proposals are drawn around each; chains
    begin at them in turn.

    *Where are the names R's?* Coefficients are called as in brms, ``Intercept``, and columns as in
    R, ``groupB``, ``poly(x, 2)1``. Columns that are combinations of others stay in the model: a
    proper prior decides between them.

    References
    ----------
    Bürkner (2017), brms: An R package for Bayesian multilevel models using Stan, Journal of
    Statistical Software 80(1); Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed
    importance sampling, JMLR 25; Hoffman & Gelman (2014), The No-U-Turn Sampler, JMLR 15;
    Hesterberg (1995), Weighted average importance sampling and defensive mixture distributions,
    Technometrics 37; Cornuet, Marin, Mira & Robert (2012), Adaptive multiple importance sampling,
    Scandinavian Journal of Statistics 39.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.bayes import bernoulli
    >>> from rglm.datasets import load
    >>> fit = brm("has_gc ~ logmass", load("galaxies"), family=bernoulli(), seed=1)
    >>> fit.algorithm
    'importance'
    >>> fit.draws.columns.tolist()
    ['Intercept', 'logmass']
    """
    return BrmCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class BrmCall(ModelCall[BrmFit]):
    """The arguments of a call of `brm`."""

    family: Any
    prior: Any
    draws: int
    chains: int
    iter: int
    warmup: int | None
    thin: int
    init: Any
    cores: int | None
    seed: Any
    algorithm: str
    sample_prior: bool | str

    function = staticmethod(brm)
    shown = ("family", "prior", *ModelCall.shown)

    @single_threaded
    def fit(self) -> BrmFit:
        """The model fitted to the data of the call."""
        family, options = as_brm_family(self.family), SamplingOptions.of(self)
        is_prior_only = self._sample_prior() == "only"
        data, problem, columns, priors = self._read_model(family)
        posterior = _posterior(problem, columns, priors)
        if is_prior_only:
            sample = draw_prior(posterior, priors, options)
        else:
            space = posterior.space
            check_propriety(problem.likelihood, problem.source, priors, space, problem.start)
            sample = draw_posterior(posterior, problem.start, priors, options)
        warn_of_chains(sample, posterior.space, [one.name for one in priors.parameters])
        return BrmFit(
            sample,
            posterior,
            problem.source,
            [part.schema for part in data.frame.parts],
            options,
            family=family,
            likelihood=problem.likelihood,
            predictors=problem.predictors,
            places=ParameterPlaces.of(problem),
            priors=priors,
            levels=problem.levels,
            response=take_rows(data.frame.response, np.arange(0)),  # a slice would hold all rows
            **data.fit_arguments,
        )

    @single_threaded
    def prior_table(self) -> PriorTable:
        """The priors of the model, without a fit."""
        return self._read_model(as_brm_family(self.family))[-1]

    def _read_model(
        self, family: BrmFamily
    ) -> tuple[ModelData, BrmProblem, ColumnMoments, PriorTable]:
        """The data with the likelihood of their rows, and the priors of its parameters."""
        try:
            data, problem = self.with_values(family=family)._read(family)
        except DataError as error:
            raise _in_the_name_of_brm(error) from None
        columns = row_moments(problem.source).columns
        parameters = describe_parameters(problem, columns)
        if not parameters:
            raise DataError(
                f"brm: formula={self.formula!r} has no term and no intercept, and the family no "
                "other parameter, so that there is nothing to estimate"
            )
        return data, problem, columns, resolve_priors(self.prior, parameters)

    def _read(self, family: BrmFamily) -> tuple[ModelData, BrmProblem]:
        """The rows of the data and their likelihood."""
        rows = family.rows_function(self)
        with collect_warnings() as found:
            data = read_model_data(self, self.read_data(), family.formulas(self), rows)
            check_total_weight(data.source, self.weights)
            if not data.source.row_sums.informative:
                raise DataError("brm: no row takes part: all weights, or numbers of trials, are 0")
            problem = family.problem(self, data)
        for message, category in found.items():
            warn(_by_brm(message), category)
        return data, problem

    def _sample_prior(self) -> str:
        given: Any = self.sample_prior
        if isinstance(given, bool):
            given = "yes" if given else "no"
        return check_option("sample_prior", given, SAMPLE_PRIOR)


def _posterior(problem: BrmProblem, columns: ColumnMoments, priors: PriorTable) -> Posterior:
    """The density of the posterior."""
    space = parameter_space(problem, columns, priors)
    return Posterior(
        problem.likelihood, problem.source, space, priors.distributions, priors.log_normaliser
    )


def _in_the_name_of_brm(error: DataError) -> DataError:
    """An error of the rows of another model, as one of `brm`."""
    message = _by_brm(str(error))
    return DataError(message if message.startswith("brm") else f"brm: {message}")


def _by_brm(message: str) -> str:
    """A message that begins with the name of another model, as one of `brm`."""
    name, colon, rest = message.partition(": ")
    return f"brm: {rest}" if colon and name in OTHER_MODELS else message
