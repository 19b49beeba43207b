"""Tests of dispersion and of goodness of fit of a glm."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.diagnostics.cameron_trivedi import cameron_trivedi
from rglm.inference.diagnostics.goodness_of_fit import (
    FITTED_SPREAD_NOTE,
    check_df,
    check_test,
    chi_square_test,
)
from rglm.inference.diagnostics.overdispersion import Overdispersion
from rglm.inference.diagnostics.residuals import irls_residuals
from rglm.inference.htest import HTest
from rglm.protocol.capabilities import HasWorkingWeights

TEST_TITLES = {
    "greater": "Overdispersion test",
    "less": "Underdispersion test",
    "two.sided": "Dispersion test",
}


def dispersiontest(
    fit: HasWorkingWeights,
    trafo: float | Callable[[np.ndarray], np.ndarray] | None = None,
    alternative: str = "greater",
) -> HTest:
    """Whether a Poisson fit's variance is the mean, or more, or less; R's ``AER::dispersiontest``.

    Under the alternative var(y) = mu + alpha t(mu). The statistic is that of the regression of
    ((y - mu)^2 - y) / mu on t(mu) / mu without an intercept: standard normal in large samples if
    alpha is 0.

    Parameters
    ----------
    trafo : {None, 1, 2}, another power, or a function of mu
        t(mu): mu (1: a quasi-Poisson or NB1 variance), mu^2 (2: NB2), or any function. None is 1
        with the estimate shown as the dispersion 1 + alpha.
    alternative : {"greater", "two.sided", "less"}

    Returns
    -------
    HTest
        Prints R's page.

    Raises
    ------
    ValueError
        The fit is not Poisson; an unknown alternative; a `trafo` whose values are not finite.

    Notes
    -----
    Small means take many rows: of 300 Poisson samples of 200 rows with a mean of 0.1 the p-value
    of ``alternative="two.sided"`` was below 0.05 in 28%.

    As in AER prior weights are not used, and rows of weight 0 count.

    References
    ----------
    Cameron & Trivedi (1990), Regression-based tests for overdispersion in the Poisson model,
    Journal of Econometrics 46.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> glm("breaks ~ wool * tension", load("warpbreaks"), poisson()).dispersiontest()
    <BLANKLINE>
            Overdispersion test
    <BLANKLINE>
    data:  fit
    z = 4.8506, p-value = 6.154e-07
    alternative hypothesis: true dispersion is greater than 1
    sample estimates:
    dispersion
      3.345672
    <BLANKLINE>
    """
    if not fit.family.is_equidispersed_count:
        raise ValueError(
            f"dispersiontest() is for Poisson fits, and this one is {fit.family.name}"
        )
    side = "two.sided" if alternative == "two_sided" else alternative
    if side not in TEST_TITLES:
        hint = did_you_mean(alternative, TEST_TITLES)
        raise ValueError(f"alternative={alternative!r}: use one of {', '.join(TEST_TITLES)}{hint}")
    z, alpha = cameron_trivedi(fit, trafo)
    name, null = ("dispersion", 1.0) if trafo is None else ("alpha", 0.0)
    return HTest(
        statistic={"z": z},
        p_value=_normal_p(z, side),
        method=TEST_TITLES[side],
        data_name="fit",
        estimate={name: null + alpha},
        null_value={name: null},
        alternative=side,
    )


def _normal_p(z: float, side: str) -> float:
    from scipy.special import ndtr

    return float({"greater": ndtr(-z), "less": ndtr(z), "two.sided": 2 * ndtr(-abs(z))}[side])


def gof(fit: HasWorkingWeights, test: str = "pearson") -> HTest:
    """Goodness of fit: Pearson's chi-square, or the deviance, on the residual degrees of freedom.

    Parameters
    ----------
    test : {"pearson", "deviance"}
        sum a (y - mu)^2 / V(mu), or the residual deviance.

    Returns
    -------
    HTest
        Of ungrouped 0/1 responses neither statistic is chi-square, and the deviance of a logistic
        model says nothing about fit at all; the page says so.

    Raises
    ------
    ValueError
        The family estimates its dispersion, so that there is nothing left to test it against; no
        degrees of freedom; an unknown test.

    Notes
    -----
    The statistics are chi-square where means (of successes and of failures) are not small.
    Pearson's is so sooner: of 300 Poisson samples of mean 1 from the model fitted, its p-value was
    below 0.05 in 6%, that of the deviance in 32%. With means down to 0.005 Pearson's was in 20%
    (`check_overdispersion`). `glm_nb` fits theta to the spread, so that there a large p-value says
    little.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> test = glm("breaks ~ wool * tension", load("warpbreaks"), poisson()).gof("deviance")
    >>> round(test.statistic["Deviance"], 3), test.parameter
    (182.305, {'df': 48})
    """
    check_test(test)
    _check_dispersion_is_known(fit, "gof()")
    value = pearson_chi2(fit) if test == "pearson" else fit.deviance
    return chi_square_test(test, value, fit.df_residual, _note(fit, test))


def _note(fit: HasWorkingWeights, test: str) -> str:
    """What the page says where the statistic is not chi-square."""
    if not fit.family.is_fixed_by_mean:  # glm_nb, whose theta is estimated
        return FITTED_SPREAD_NOTE
    if not has_single_outcomes(fit):
        return ""
    note = "Note: these are ungrouped 0/1 responses, for which the statistic is not chi-square"
    if test == "deviance":
        note += "; the deviance of a logit model then depends on the fitted values alone"
    return f"{note}."


def _check_dispersion_is_known(fit: HasWorkingWeights, verb: str) -> None:
    if np.isnan(fit.family.dispersion):
        raise ValueError(
            f"{verb} compares the spread with what the family says it is, and {fit.family.name} "
            f"estimates it from the data (dispersion {fit.dispersion:.4g}): summary() shows it, "
            "and tests and standard errors allow for it"
        )
    check_df(fit.df_residual, verb)


def pearson_chi2(fit: HasWorkingWeights) -> float:
    """Pearson's chi-square, sum a (y - mu)^2 / V(mu)."""
    return float(fit._sum_chunks(_chi2_of_chunk))


def _chi2_of_chunk(fit: HasWorkingWeights) -> float:
    return float((irls_residuals(fit, "pearson")[fit.prior_weights > 0] ** 2).sum())


def has_single_outcomes(fit: HasWorkingWeights) -> bool:
    """Whether each response is a single 0 or 1."""
    return bool(
        fit.family.has_binary_response and all(fit._map_chunks(_chunk_has_single_outcomes))
    )


def _chunk_has_single_outcomes(fit: HasWorkingWeights) -> bool:
    rows = fit._rows_source.rows
    return bool(np.isin(rows.y[rows.weights > 0], (0.0, 1.0)).all())


def _row_counts(fit: HasWorkingWeights) -> np.ndarray:
    """Numbers of rows whose weight is not 1, of means (of the rarer outcome) below 1, of zeros,
    with the expectation and the variance of the last under a Poisson.
    """
    weight, mu = fit.prior_weights.to_numpy(), fit.fitted_values.to_numpy()
    smaller = fit._response_distribution().rarer_outcome_means()
    none = np.exp(-mu)
    small = np.count_nonzero(smaller[weight > 0] < 1)
    zeros = np.count_nonzero(fit._rows_source.rows.y == 0)
    odd = np.count_nonzero(weight != 1)
    return np.array([odd, small, zeros, none.sum(), (none * (1 - none)).sum()])


def check_overdispersion(fit: HasWorkingWeights) -> Overdispersion:
    """Whether the responses vary as the family says, in numbers and in words.

    Pearson's chi-square over its degrees of freedom is about 1 where mean and variance are right,
    and about 1 for `glm_nb`, whose theta is fitted to the spread. It is a mean over the rows: the
    variance may be wrong at some means and not at others. For a Poisson fit Cameron and Trivedi's
    test and the zeros are looked at too.

    Returns
    -------
    Overdispersion
        Numbers as attributes; printing says what they mean and which models to try.

    Raises
    ------
    ValueError
        The family estimates its dispersion; no degrees of freedom are left.

    Notes
    -----
    The chi-square p-value, and with it ``verdict``, is rough where many means are below 1, and the
    page says so: of 400 Poisson samples with the means of the galaxies of "Counts" (down to 0.005)
    20% were called overdispersed and 34% underdispersed.

    Examples
    --------
    >>> from rglm import glm, poisson
    >>> from rglm.datasets import load
    >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
    >>> check = fit.check_overdispersion()
    >>> check.verdict, round(check.ratio, 3)
    ('over', 3.764)
    """
    _check_dispersion_is_known(fit, "check_overdispersion()")
    chi2, df = pearson_chi2(fit), fit.df_residual
    counts = fit.family.is_equidispersed_count
    odd, small, seen, expected, variance = fit._sum_chunks(_row_counts)
    z, zeros = np.nan, (np.nan, np.nan, np.nan)
    if counts and not odd:
        z, zeros = cameron_trivedi(fit, None)[0], (int(seen), expected, float(np.sqrt(variance)))
    return Overdispersion(
        family=fit.family.name,
        pearson_chi2=chi2,
        df=df,
        z=z,
        zeros_observed=zeros[0],
        zeros_expected=zeros[1],
        zeros_sd=zeros[2],
        sparse=float(small / fit._row_sums.informative),
        counts=counts,
        trials=fit.family.has_binary_response,
        binary=has_single_outcomes(fit),
    )
