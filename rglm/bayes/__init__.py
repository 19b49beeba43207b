"""Bayesian models: brms' names of the families of `brm`, and the numbers behind it.

>>> from rglm.bayes import negbinomial
>>> negbinomial()
negbinomial(link='log')

Families
    bernoulli, binomial, beta_binomial, cumulative, categorical, poisson, negbinomial, gaussian,
    Gamma, inverse_gaussian, zero_inflated_poisson, zero_inflated_negbinomial,
    zero_inflated_geometric, hurdle_poisson, hurdle_negbinomial, hurdle_geometric, hurdle_gamma,
    hurdle_lognormal

Priors are in `rglm.priors`.
"""

import typing as _typing
from importlib import import_module as _import_module

from rglm.families import Gamma, binomial, gaussian, inverse_gaussian, poisson

if _typing.TYPE_CHECKING:
    from rglm.models.brm.families.constructors import bernoulli as bernoulli
    from rglm.models.brm.families.constructors import beta_binomial as beta_binomial
    from rglm.models.brm.families.constructors import categorical as categorical
    from rglm.models.brm.families.constructors import cumulative as cumulative
    from rglm.models.brm.families.constructors import hurdle_gamma as hurdle_gamma
    from rglm.models.brm.families.constructors import hurdle_geometric as hurdle_geometric
    from rglm.models.brm.families.constructors import hurdle_lognormal as hurdle_lognormal
    from rglm.models.brm.families.constructors import hurdle_negbinomial as hurdle_negbinomial
    from rglm.models.brm.families.constructors import hurdle_poisson as hurdle_poisson
    from rglm.models.brm.families.constructors import negbinomial as negbinomial
    from rglm.models.brm.families.constructors import (
        zero_inflated_geometric as zero_inflated_geometric,
    )
    from rglm.models.brm.families.constructors import (
        zero_inflated_negbinomial as zero_inflated_negbinomial,
    )
    from rglm.models.brm.families.constructors import (
        zero_inflated_poisson as zero_inflated_poisson,
    )

__all__ = [
    "Gamma",
    "bernoulli",
    "beta_binomial",
    "binomial",
    "categorical",
    "cumulative",
    "gaussian",
    "hurdle_gamma",
    "hurdle_geometric",
    "hurdle_lognormal",
    "hurdle_negbinomial",
    "hurdle_poisson",
    "inverse_gaussian",
    "negbinomial",
    "poisson",
    "zero_inflated_geometric",
    "zero_inflated_negbinomial",
    "zero_inflated_poisson",
]

if not _typing.TYPE_CHECKING:  # imported when they are asked for: models stand above this layer

    def __getattr__(name):
        if name in __all__:
            return getattr(_import_module("rglm.models.brm.families.constructors"), name)
        raise AttributeError(f"module 'rglm.bayes' has no attribute {name!r}", name=name)
