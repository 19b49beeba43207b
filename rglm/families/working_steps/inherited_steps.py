"""Steps in place, which a class inherits only with the functions that they stand for."""

from __future__ import annotations

from typing import Any

# of a family and of a link
FUNCTIONS = frozenset(
    {"variance", "unit_deviance", "dev_resids", "validmu", "valideta", "linkinv", "mu_eta"}
)
STEPS = (
    "variance_step",
    "working_step",
    "has_constant_variance",
    "inverse_and_slope",
    "write_means",
    "binomial_step",
    "is_identity",
)


class OwnSteps:
    """The class above `Family` and `Link`, for those that are derived from one of rglm's own.

    What computes several functions at once computes those of the class that wrote it. A class
    that has some of these functions of its own gets the general ways of `Family` or `Link` back.

    >>> import numpy as np
    >>> from rglm.families import Link, make_link
    >>> class Twice(type(make_link("log"))):
    ...     def linkinv(self, eta):
    ...         return np.exp(2 * eta)
    >>> Twice.write_means is Link.write_means
    True
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Leave out the steps of other functions."""
        super().__init_subclass__(**options)
        base, own = cls.__mro__[cls.__mro__.index(OwnSteps) - 1], vars(cls)
        if cls is base or FUNCTIONS.isdisjoint(own):
            return
        for name in STEPS:
            if name in vars(base) and name not in own:
                setattr(cls, name, vars(base)[name])
