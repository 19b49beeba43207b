"""A prior that a user gives for some parameters of a model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from rglm.bayes.distributions.distribution import Distribution


@dataclass(frozen=True, repr=False)
class Prior:
    """The prior of the parameters of a class, or of one of them.

    Priors are put together as a list, or by ``+``.

    Attributes
    ----------
    distribution : Distribution
        Between the bounds, if there are any.
    class_ : str
        brms' class of parameters: "b" (slopes), "Intercept", "sigma", "shape", "phi".
    coef : str
        One coefficient of the class; "" for all of them.
    dpar : str
        The part of the model: "" of the main one, "zi", "hu", or "mu" and a category.
    """

    distribution: Distribution
    class_: str = "b"
    coef: str = ""
    dpar: str = ""

    def __add__(self, other: Given | Iterable[Given]) -> Priors:
        return Priors([self]) + other

    def __radd__(self, other: Given | Iterable[Given]) -> Priors:
        return Priors() + other + self

    @property
    def place(self) -> str:
        """What it is a prior of: ``b_logmass``, ``Intercept_zi``."""
        return prior_place(self.class_, self.dpar, self.coef)

    def __repr__(self) -> str:
        return f"{self.place} ~ {self.distribution}"


def prior_place(class_: str, dpar: str, coef: str) -> str:
    """What brms calls parameters that share a prior: ``b``, ``b_zi_logmass``, ``Intercept_hu``."""
    return "_".join(part for part in (class_, dpar, coef) if part)


class Priors(tuple[Prior, ...]):
    """Priors put together."""

    def __add__(self, other: Given | Iterable[Given]) -> Priors:  # type: ignore[override]
        more = [other] if isinstance(other, (Prior, Distribution)) else other
        if not isinstance(more, Iterable):
            return NotImplemented
        return Priors((*self, *(one if isinstance(one, Prior) else Prior(one) for one in more)))

    def __repr__(self) -> str:
        return "\n".join(map(repr, self))


Given: TypeAlias = Prior | Distribution
