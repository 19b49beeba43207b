"""The numbers of chains, iterations and draws, and the names of the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def nchains(fit: BrmFit) -> int:
    """The number of chains; importance draws, and draws of the prior, are one.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).nchains()
    1
    """
    return int(fit._sample.u.shape[0])


def niterations(fit: BrmFit) -> int:
    """The number of draws of each chain, without its warmup.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).niterations()
    4000
    """
    return int(fit._sample.u.shape[1])


def ndraws(fit: BrmFit) -> int:
    """The number of draws of all chains together.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).ndraws()
    4000
    """
    return nchains(fit) * niterations(fit)


def variables(fit: BrmFit) -> list[str]:
    """The names of the parameters, the columns of ``fit.draws``.

    Returns
    -------
    list of str

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> brm("mpg ~ wt", load("mtcars"), seed=1).variables()
    ['Intercept', 'wt', 'sigma']
    """
    return list(fit.names)
