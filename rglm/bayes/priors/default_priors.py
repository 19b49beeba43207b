"""The priors of a model whose user gives none, as rstanarm's in spirit (Gabry & Goodrich, "Prior
distributions for rstanarm models"): weakly informative, on the scale of the data.

A coefficient's prior has to have the unit of the coefficient, so that a model in kilometres and
one in miles say the same. Where the linear predictor has the response's unit (or a power of it), s
is the response's standard deviation on the scale of the predictor; where it is a logarithm or a
logit, which has no unit, s is 1, since a move of 1 there is a large one whatever the response.
"""

from __future__ import annotations

import numpy as np

from rglm.bayes.distributions.distribution import Distribution
from rglm.bayes.distributions.location_scale import Normal, StudentT
from rglm.bayes.distributions.positive import Exponential, InvGamma

WIDTH = 2.5  # of priors, in units of s


def slope_prior(s: float, sd_x: float) -> Distribution:
    """normal(0, 2.5 s / sd(x)): a standard deviation of x moves the predictor by less than 5 s in
    95 of 100 draws.

    A constant column (as in a model without an intercept) counts as one of sd 1.
    """
    is_usable = np.isfinite(sd_x) and sd_x > 0
    return Normal(0.0, WIDTH * s / (sd_x if is_usable else 1.0))


def intercept_prior(location: float, s: float) -> Distribution:
    """normal(g(mean y), 2.5 s), of the intercept of centred columns: the predictor of a row with
    mean x.

    It is as wide as the data's own spread or wider, so that its place, though taken from the
    response, hardly tells on the posterior.
    """
    return Normal(location, WIDTH * s)


def sigma_prior(sd_y: float) -> Distribution:
    """exponential(1 / sd(y)), of a normal response's sigma: sd(y) on average, 0 not excluded.

    Regression makes sigma smaller than sd(y), and the prior says no more than its order.
    """
    return Exponential(1.0 / sd_y if np.isfinite(sd_y) and sd_y > 0 else 1.0)


def overdispersion_prior() -> Distribution:
    """inv_gamma(0.4, 0.3), of the shape of negbinomial and of phi of beta_binomial.

    Both go to infinity where there is no overdispersion, and the likelihood then goes on at the
    level of the Poisson or the binomial. The prior has a heavy upper tail, so that data without
    overdispersion may say so, and falls fast below 0.1, where nearly all counts would be zero.
    Its quantiles of 1, 50 and 90% are 0.1, 2.1 and 128; exponential(1) (rstanarm's) has 0.1% above
    7, where overdispersion is still plain to see.

    This tail has no mean. Where data say nothing against the limit, the posterior of the shape has
    none either, and its Estimate is whatever the largest draw is: report the median and the
    interval, or give a prior with moments, such as gamma(2, 0.1).
    """
    return InvGamma(0.4, 0.3)


def shape_prior(unit: float = 1.0) -> Distribution:
    """inv_gamma(0.4, 0.3 V(m) / m^2), of the shape of a Gamma or inverse gaussian response.

    The shape is 1 / phi, and m^2 / (phi V(m)), with m the mean of y, is 1 over its squared
    coefficient of variation, which no unit of y changes: `unit` is V(m) / m^2, 1 of the Gamma and
    m of the inverse gaussian. The prior is that of `overdispersion_prior`, which has a heavy upper
    tail: gamma(0.01, 0.01), brms' default, cuts off at some 100 and inflates the standard errors
    of precise responses.
    """
    is_usable = np.isfinite(unit) and unit > 0
    return InvGamma(0.4, 0.3 * (unit if is_usable else 1.0))


def cut_point_prior() -> Distribution:
    """student_t(3, 0, 2.5), of each cut point of ordered categories, with centred columns.

    brms' default. Together with their order the cut points keep the categories apart; a tail of
    3 degrees of freedom lets rare categories lie far out.
    """
    return StudentT(3, 0.0, 2.5)
