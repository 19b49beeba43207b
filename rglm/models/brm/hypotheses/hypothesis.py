"""``hypothesis()``: hypotheses about parameters, tested with the draws of their posterior."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.inference.random_seed import Seed, generator
from rglm.models.brm.hypotheses.hypothesis_page import BrmHypothesis, hypothesis_page
from rglm.models.brm.hypotheses.hypothesis_test import HypothesisTest
from rglm.models.brm.hypotheses.parameter_words import draw_names, parameter_words
from rglm.models.brm.hypotheses.prior_at_point import prior_draws
from rglm.models.brm.hypotheses.read_hypothesis import read_hypothesis

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

PRIOR_DRAWS = 10_000
Hypotheses: TypeAlias = "str | Sequence[str] | Mapping[str, str]"


def hypothesis(
    fit: BrmFit,
    hypothesis: Hypotheses,
    class_: str | None = "b",
    alpha: float = 0.05,
    robust: bool = False,
    seed: Seed = None,
) -> BrmHypothesis:
    """Test hypotheses about parameters, linear or not; brms' ``hypothesis``.

    Of ``"logmass > 1"`` the quantity d = logmass - 1 is tested against 0. One-sided, the evidence
    ratio is the odds P(d > 0) / P(d < 0) in the posterior. Two-sided (``=``) it is the density of
    d at 0 in the posterior over that in the prior: by Savage and Dickey's theorem the Bayes factor
    of the model with d = 0 against the model with d free, where the other parameters have the
    prior that they have at d = 0 in the free model.

    Parameters
    ----------
    hypothesis : str, list of str, or dict
        Such as ``"logmass > 1"``, ``"a - b = 0"``, ``"exp(logmass) > 4"``, ``"sigma < 3"``. Names
        are those of the coefficients; ones that are no single word (``woolB:tensionM``,
        ``poly(x, 2)1``, ``I(x^2)``, ``Intercept[1]``) may stand in backticks. A coefficient of
        the name ``log(x)`` goes before the logarithm of one of the name ``x``. The keys of a dict
        are shown in place of the hypotheses.
    class_ : {"b", None}
        "b": a name is that of a coefficient, and else of another parameter. None: names are brms'
        full ones, ``b_logmass`` and ``sigma``.
    alpha : float
        The intervals hold 1 - alpha of the draws, of one-sided hypotheses 1 - 2 alpha.
    robust : bool
        Median, and median absolute deviation times 1.4826, in place of mean and standard
        deviation.
    seed : int or Generator, optional
        Of the draws of the prior; that of the fit by default.

    Returns
    -------
    BrmHypothesis
        Prints brms' page. `hypothesis` is its table, `samples` the draws of d, `prior_samples`
        those of the prior.

    Raises
    ------
    FormulaError
        A text cannot be read, has no comparison or several, or names no parameter.
    ValueError
        A name is that of two parameters; a quantity is not defined for some draws, as the
        logarithm of a negative slope; `class_` or `alpha` is none.

    Notes
    -----
    The densities of a point hypothesis are better than brms' (a kernel of draws of the posterior
    over a kernel of draws of the prior). That of the posterior is integrated from the joint
    density by importance sampling where d = 0, however far the draws are from there; that of the
    prior is exact. Both are so for one parameter and for linear combinations of coefficients (with
    priors that are not normal the prior's is an average over draws). Of what is not linear, of cut
    points, and where importance sampling fails, they are normal kernels with R's bandwidth
    (``bw.nrd0``), too rough in the tails: there a ratio below 0.05 says little more than that it
    is small. Where a prior is flat it has no density, and the ratio is NA.

    A point hypothesis is tested against the prior: the wider that is, the better for the point.
    The default priors are for estimates, not for Bayes factors.

    References
    ----------
    Dickey (1971), The weighted likelihood ratio, linear hypotheses on normal location parameters,
    Annals of Mathematical Statistics 42; Verdinelli & Wasserman (1995), Computing Bayes factors
    using a generalization of the Savage-Dickey density ratio, Journal of the American Statistical
    Association 90; Bürkner (2017), Journal of Statistical Software 80(1).

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> fit = brm("mpg ~ wt", load("mtcars"), seed=1)
    >>> table = fit.hypothesis(["wt < -3", "Intercept + 3 * wt = 21"]).hypothesis
    >>> table["Hypothesis"].tolist()
    ['(wt)-(-3) < 0', '(Intercept+3*wt)-(21) = 0']
    """
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha={alpha!r}: give a probability between 0 and 0.5, such as 0.05")
    words = parameter_words(fit, class_)
    names, texts = _names_and_texts(hypothesis)
    parsed = [read_hypothesis(text, words) for text in texts]
    rng = generator(fit.seed if seed is None else seed)
    draws = fit.draws.set_axis(draw_names(fit), axis=1)
    prior = pd.DataFrame(prior_draws(fit, PRIOR_DRAWS, rng).T, columns=draws.columns)
    tests = [HypothesisTest.of(fit, one, draws, prior, alpha, robust, rng) for one in parsed]
    return hypothesis_page(tests, names, class_, alpha)


def _names_and_texts(hypothesis: Hypotheses) -> tuple[list[str], list[str]]:
    """The names that hypotheses are given, "" of those without, and their texts.

    Raises
    ------
    TypeError
        They are no texts.
    """
    given: Any = hypothesis
    if isinstance(given, str) or not isinstance(given, Iterable):
        given = [given]
    is_named = isinstance(given, Mapping)
    texts = list(given.values() if is_named else given)
    names = [str(name) for name in given] if is_named else [""] * len(texts)
    wrong = [text for text in texts if not isinstance(text, str)]
    if wrong or not texts:
        got = describe_value(wrong[0]) if wrong else "none"
        raise TypeError(f"hypothesis() takes texts such as 'logmass > 1', got {got}")
    return names, texts
