"""The functions that make families of `brm`, under brms' names."""

from __future__ import annotations

from rglm.families.glm.binomial import binomial
from rglm.families.links.link import Link
from rglm.families.links.link_names import cumulative_links, probability_links
from rglm.formatting.hints.argument_hints import check_argument_names
from rglm.formatting.hints.option_check import check_option
from rglm.models.brm.families.beta_binomial_family import BetaBinomialFamily
from rglm.models.brm.families.binomial_families import BernoulliFamily
from rglm.models.brm.families.categorical_families import CategoricalFamily, CumulativeFamily
from rglm.models.brm.families.negative_binomial_family import NegBinomialFamily
from rglm.models.brm.families.two_part_families import HurdleFamily, ZeroInflatedFamily

COUNT_LINKS = ("log", "sqrt", "identity")
TRIAL_LINKS = probability_links("logit", "probit", "cloglog", "cauchit")
ZERO_LINKS = probability_links("logit", "probit", "cloglog", "cauchit")
SYMMETRIC_LINKS = ("logit", "probit", "cauchit")
LOG_LINK, IDENTITY_LINK, LOGIT_LINK = ("log",), ("identity",), ("logit",)
ORDINAL_LINKS = tuple("logit" if name == "logistic" else name for name in cumulative_links())


@check_argument_names
def bernoulli(link: str | Link = "logit") -> BernoulliFamily:
    """Return the family of a response of two outcomes, one trial a row; brms' ``bernoulli``.

    P(Y = 1) = g^-1(eta). The response is 0/1, a bool, or a factor of two levels, of which the
    second is the success.

    Parameters
    ----------
    link : str or Link
        logit, probit, cauchit, cloglog or log; or any link object.

    Examples
    --------
    >>> bernoulli("probit")
    bernoulli(link='probit')
    """
    return BernoulliFamily(binomial(link), "bernoulli")


@check_argument_names
def negbinomial(link: str = "log") -> NegBinomialFamily:
    """Return the negative binomial family whose shape is estimated; brms' ``negbinomial``.

    Y is a count of mean mu and variance mu + mu^2/shape; shape is R's theta of ``glm.nb``.

    Parameters
    ----------
    link : {"log", "sqrt", "identity"}

    Examples
    --------
    >>> negbinomial()
    negbinomial(link='log')
    """
    return NegBinomialFamily(check_option("link", link, COUNT_LINKS))


@check_argument_names
def beta_binomial(link: str = "logit") -> BetaBinomialFamily:
    """Return the beta-binomial family, ``cbind(successes, failures)``; brms' ``beta_binomial``.

    The chance of success of a row is drawn from a beta distribution with mean mu and precision
    phi, so that two of its trials have the correlation 1/(1 + phi).

    Parameters
    ----------
    link : {"logit", "probit", "cloglog", "cauchit"}

    Examples
    --------
    >>> beta_binomial()
    beta_binomial(link='logit')
    """
    return BetaBinomialFamily(check_option("link", link, TRIAL_LINKS))


@check_argument_names
def cumulative(link: str = "logit") -> CumulativeFamily:
    """Return the family of ordered categories; brms' ``cumulative``, R's ``polr``.

    P(Y <= k) = F(c_k - eta), with cut points c_1 < c_2 < ..., F the inverse of the link.

    Parameters
    ----------
    link : {"logit", "probit", "loglog", "cloglog", "cauchit"}

    Examples
    --------
    >>> cumulative("probit")
    cumulative(link='probit')
    """
    return CumulativeFamily(check_option("link", link, ORDINAL_LINKS))


@check_argument_names
def categorical(link: str = "logit", refcat: str | None = None) -> CategoricalFamily:
    """Return the family of unordered categories; brms' ``categorical``, R's ``multinom``.

    log(P(Y = k) / P(Y = r)) = eta_k, for each level k but the reference r.

    Parameters
    ----------
    link : {"logit"}
    refcat : str, optional
        The reference level r; the first by default.

    Examples
    --------
    >>> categorical(refcat="b")
    categorical(link='logit', refcat='b')
    """
    check_option("link", link, LOGIT_LINK)
    return CategoricalFamily(refcat)


@check_argument_names
def zero_inflated_poisson(link: str = "log", link_zi: str = "logit") -> ZeroInflatedFamily:
    """Return Poisson counts that are zero instead with probability zi; formula ``y ~ x | z``.

    log(mu) is the first linear predictor, g(zi) the second.

    Parameters
    ----------
    link : {"log"}
    link_zi : {"logit", "probit", "cloglog", "cauchit"}

    Examples
    --------
    >>> zero_inflated_poisson()
    zero_inflated_poisson(link='log', link_zi='logit')
    """
    return _zero_inflated("poisson", "zero_inflated_poisson", link, link_zi)


@check_argument_names
def zero_inflated_negbinomial(link: str = "log", link_zi: str = "logit") -> ZeroInflatedFamily:
    """Return negative binomial counts that are zero instead with probability zi.

    As `zero_inflated_poisson`, with the variance mu + mu^2/shape of the counts.

    Parameters
    ----------
    link : {"log"}
    link_zi : {"logit", "probit", "cloglog", "cauchit"}

    Examples
    --------
    >>> zero_inflated_negbinomial().name
    'zero_inflated_negbinomial'
    """
    return _zero_inflated("negbin", "zero_inflated_negbinomial", link, link_zi)


@check_argument_names
def zero_inflated_geometric(link: str = "log", link_zi: str = "logit") -> ZeroInflatedFamily:
    """Return geometric counts that are zero instead with probability zi.

    They are negative binomial with the shape 1. Brms has no such family; `zeroinfl` has.

    Parameters
    ----------
    link : {"log"}
    link_zi : {"logit", "probit", "cloglog", "cauchit"}

    Examples
    --------
    >>> zero_inflated_geometric().name
    'zero_inflated_geometric'
    """
    return _zero_inflated("geometric", "zero_inflated_geometric", link, link_zi)


@check_argument_names
def hurdle_poisson(link: str = "log", link_hu: str = "logit") -> HurdleFamily:
    """Return a hurdle at zero and Poisson counts above it; formula ``y ~ x | z``.

    P(Y = 0) = hu; above zero the counts are Poisson, truncated at zero. log(mu) is the first
    linear predictor, g(hu) the second: as in brms the probability of a ZERO, while `hurdle` and
    R's pscl have that of a count above zero, with the opposite signs.

    Parameters
    ----------
    link : {"log"}
    link_hu : {"logit", "probit", "cauchit"}

    Examples
    --------
    >>> hurdle_poisson()
    hurdle_poisson(link='log', link_hu='logit')
    """
    return _hurdle("poisson", "hurdle_poisson", link, link_hu)


@check_argument_names
def hurdle_negbinomial(link: str = "log", link_hu: str = "logit") -> HurdleFamily:
    """Return a hurdle at zero and negative binomial counts above it.

    As `hurdle_poisson`, with the variance mu + mu^2/shape of the counts that are not truncated.

    Parameters
    ----------
    link : {"log"}
    link_hu : {"logit", "probit", "cauchit"}

    Examples
    --------
    >>> hurdle_negbinomial().name
    'hurdle_negbinomial'
    """
    return _hurdle("negbin", "hurdle_negbinomial", link, link_hu)


@check_argument_names
def hurdle_geometric(link: str = "log", link_hu: str = "logit") -> HurdleFamily:
    """Return a hurdle at zero and geometric counts above it.

    They are negative binomial with the shape 1. Brms has no such family; `hurdle` has.

    Parameters
    ----------
    link : {"log"}
    link_hu : {"logit", "probit", "cauchit"}

    Examples
    --------
    >>> hurdle_geometric().name
    'hurdle_geometric'
    """
    return _hurdle("geometric", "hurdle_geometric", link, link_hu)


@check_argument_names
def hurdle_gamma(link: str = "log", link_hu: str = "logit") -> HurdleFamily:
    """Return a hurdle at zero and gamma amounts above it.

    P(Y = 0) = hu; above zero Y is gamma with the mean mu and a shape.

    Parameters
    ----------
    link : {"log"}
    link_hu : {"logit", "probit", "cauchit"}

    Examples
    --------
    >>> hurdle_gamma().name
    'hurdle_gamma'
    """
    return _hurdle("gamma", "hurdle_gamma", link, link_hu)


@check_argument_names
def hurdle_lognormal(link: str = "identity", link_hu: str = "logit") -> HurdleFamily:
    """Return a hurdle at zero and lognormal amounts above it.

    P(Y = 0) = hu; above zero log Y is normal with mean mu and standard deviation sigma.

    Parameters
    ----------
    link : {"identity"}
    link_hu : {"logit", "probit", "cauchit"}

    Examples
    --------
    >>> hurdle_lognormal().name
    'hurdle_lognormal'
    """
    check_option("link", link, IDENTITY_LINK)
    return HurdleFamily("lognormal", "hurdle_lognormal", _zero_link("link_hu", link_hu))


def _zero_inflated(dist: str, name: str, link: str, link_zi: str) -> ZeroInflatedFamily:
    check_option("link", link, LOG_LINK)
    return ZeroInflatedFamily(dist, name, check_option("link_zi", link_zi, ZERO_LINKS))


def _hurdle(dist: str, name: str, link: str, link_hu: str) -> HurdleFamily:
    check_option("link", link, LOG_LINK)
    return HurdleFamily(dist, name, _zero_link("link_hu", link_hu))


def _zero_link(argument: str, link: str) -> str:
    """A link whose distribution is symmetric: P(zero) and P(above zero) then have the same."""
    return check_option(argument, link, SYMMETRIC_LINKS)
