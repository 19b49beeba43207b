"""Links by name."""

from __future__ import annotations

from functools import cache
from numbers import Real

import numpy as np

from rglm.families.links.cauchit import Cauchit
from rglm.families.links.cloglog import Cloglog
from rglm.families.links.identity import Identity
from rglm.families.links.inverse import Inverse
from rglm.families.links.inverse_square import InverseSquare
from rglm.families.links.link import Link
from rglm.families.links.log import Log
from rglm.families.links.logit import Logit
from rglm.families.links.loglog import Loglog
from rglm.families.links.power import Power
from rglm.families.links.probit import Probit
from rglm.families.links.sqrt import Sqrt
from rglm.formatting.hints.did_you_mean import did_you_mean

# in the order in which messages list them; a new link needs a line here
LINKS: dict[str, Link] = {
    link.name: link
    for link in (
        Logit(),
        Probit(),
        Cauchit(),
        Cloglog(),
        Identity(),
        Log(),
        Sqrt(),
        Inverse(),
        InverseSquare(),
    )
}


def probability_links(*first: str) -> tuple[str, ...]:
    """Names of links: `first`, then all other links of a mean between 0 and 1.

    >>> probability_links("log", "probit")
    ('log', 'probit', 'logit', 'cauchit', 'cloglog')
    """
    names = [link.name for link in LINKS.values() if link.mean_range == (0, 1)]
    return tuple(dict.fromkeys([*first, *names]))


@cache
def cumulative_links() -> dict[str, Link]:
    """Return the links of `polr`, by the names of their distributions."""
    r_names = (Logit(), Probit(), Loglog(), Cloglog(), Cauchit())
    others = (link for link in LINKS.values() if link.is_cumulative)
    return {link.distribution_name: link for link in (*r_names, *others)}


def cumulative_link(method: str) -> Link:
    """Return the link that ``method=`` of `polr` names; ValueError if there is none."""
    links = cumulative_links()
    if method in links:
        return links[method]
    hint = did_you_mean(str(method), links)
    raise ValueError(f"method={method!r}: use one of {', '.join(links)}{hint}")


def what_is_a_ratio(name: str) -> str:
    """What exp(beta) is a ratio of, by the name of a link, or of a distribution of `polr`.

    >>> what_is_a_ratio("logit"), what_is_a_ratio("logistic"), what_is_a_ratio("probit")
    ('odds', 'odds', '')
    """
    link = LINKS.get(name) or cumulative_links().get(name)
    return link.ratio_of if link is not None else ""


def make_link(link: str | Link) -> Link:
    """Return a link by its R name, or a link unchanged.

    Parameters
    ----------
    link : str or Link
        One of logit, probit, cauchit, cloglog, identity, log, sqrt, inverse, 1/mu^2; or a link.

    Returns
    -------
    Link
        With `name`, `linkfun(mu)`, `linkinv(eta)`, `mu_eta(eta)` and `valideta(eta)`.

    Raises
    ------
    ValueError
        If there is no link of that name.
    TypeError
        If it is neither a name nor a link.

    Notes
    -----
    Agrees with R's ``make.link``, the limits R puts on mu and dmu/deta included.

    Examples
    --------
    >>> make_link("logit").linkinv(0.0).item()
    0.5
    """
    if isinstance(link, Link):
        return link
    if not isinstance(link, str):
        raise TypeError(f"link must be a name or a link such as power(0.5), got {link!r}")
    if link not in LINKS:
        hint = did_you_mean(link, LINKS)
        raise ValueError(f"no link {link!r}{hint}; links: {', '.join(LINKS)}, power(lambda)")
    return LINKS[link]


def choose_link(constructor: str, link: str | Link, names: tuple[str, ...]) -> Link:
    """Return the link of a family: one of its names, or any link given as an object."""
    if not isinstance(link, str):
        return make_link(link)
    if link in names:
        return LINKS[link]
    hint = did_you_mean(link, names)
    if link in LINKS:
        hint = f" (pass make_link({link!r}) to use it all the same)"
    raise ValueError(
        f"{constructor}: link {link!r} is not one of its links{hint}; use {', '.join(names)}"
    )


def power(lambda_: float = 1.0) -> Link:
    """Return the link eta = mu^lambda.

    Parameters
    ----------
    lambda_ : float
        The exponent. 1 gives the identity; zero and, as in R, anything below gives the log.

    Returns
    -------
    Link
        R's ``power(lambda)``, named like ``mu^0.333``.

    Raises
    ------
    ValueError
        If the exponent is not a finite number.

    Examples
    --------
    >>> power(1 / 3).name
    'mu^0.333'
    """
    if isinstance(lambda_, bool) or not isinstance(lambda_, Real) or not np.isfinite(lambda_):
        raise ValueError(f"power: lambda_ must be a finite number, got {lambda_!r}")
    if lambda_ <= 0:
        return LINKS["log"]
    return LINKS["identity"] if lambda_ == 1 else Power(float(lambda_))
