"""Parameters with the names that quantities may have for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from rglm.design.derivatives.parameter_derivative import Dual
from rglm.design.parameter_tokens import ParameterWord
from rglm.families.links.link import Link
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

INTERCEPT, SHORT_INTERCEPT = "(Intercept)", "Intercept"  # car shows the second


@dataclass(frozen=True)
class NamedParameters:
    """P parameters, their covariance, and what a quantity may call them.

    Attributes
    ----------
    values : (P,) float array
    covariance : (P, P) float array
    words : tuple of ParameterWord
        The names.
    meanings : mapping of str to (int, Link or None)
        The place of the parameter of each name, and the link whose inverse of it is meant; -1 of
        a coefficient that is aliased.
    separate : frozenset of str
        The names of parameters that the likelihood of the fit holds.
    constants : mapping of str to float
        Other numbers that quantities may name.
    """

    values: np.ndarray
    covariance: np.ndarray
    words: tuple[ParameterWord, ...]
    meanings: Mapping[str, tuple[int, Link | None]]
    separate: frozenset[str] = frozenset()
    constants: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of_fit(cls, fit: ModelResult, vcov: Vcov = None) -> NamedParameters:
        """The parameters of a fit, with the covariance that ``vcov=`` asks for."""
        separate, p = fit._separate_parameters, len(fit._parameters)
        values = np.append(fit._parameters, [value for value, _ in separate.values()])
        covariance = np.zeros((len(values),) * 2)
        covariance[:p, :p] = fit._parameter_covariance(vcov)
        covariance[range(p, len(values)), range(p, len(values))] = [
            error**2 for _, error in separate.values()
        ]
        places = {int(place): i for i, place in enumerate(fit._parameter_places)}
        coefficients = [(str(name), places.get(i, -1)) for i, name in enumerate(fit.names)]
        first = len(places)
        others = [(name, first + i) for i, name in enumerate((*fit._scalar_names, *separate))]
        known = dict((*coefficients, *others))
        derived = {name: (known[of], link) for name, (of, link) in fit._derived_parameters.items()}
        return _named(values, covariance, coefficients, others, derived, frozenset(separate))

    @classmethod
    def of_vector(cls, values: pd.Series, covariance: np.ndarray) -> NamedParameters:
        """Estimates under their names, with their covariance."""
        named = [(str(name), i) for i, name in enumerate(values.index)]
        return _named(values.to_numpy(dtype=float), covariance, named)

    def variables(self, parameters: np.ndarray) -> dict[str, Dual]:
        """The number that each name means at some parameters (P,), with its derivatives."""
        units = np.eye(len(parameters))
        out = {
            name: _dual(parameters, units, place, link)
            for name, (place, link) in self.meanings.items()
            if place >= 0
        }
        none = np.zeros(len(parameters))
        return out | {name: Dual(value, none) for name, value in self.constants.items()}

    def without_separate(self) -> NamedParameters:
        """The parameters without those that the likelihood holds."""
        p = len(self.values) - len(self.separate)
        kept = {name: one for name, one in self.meanings.items() if one[0] < p}
        return replace(
            self,
            values=self.values[:p],
            covariance=self.covariance[:p, :p],
            meanings=kept,
            separate=frozenset(),
        )

    @property
    def all_words(self) -> list[ParameterWord]:
        """The names, and those of the constants."""
        first = len(self.words)
        constants = [ParameterWord(n, first + i, n) for i, n in enumerate(self.constants)]
        return [*self.words, *constants]

    def is_aliased(self, name: str) -> bool:
        """Whether a name is that of an aliased coefficient."""
        return name in self.meanings and self.meanings[name][0] < 0


def _dual(parameters: np.ndarray, units: np.ndarray, place: int, link: Link | None) -> Dual:
    value = parameters[[place]]
    if link is None:
        return Dual(float(value[0]), units[place])
    slope = float(link.mu_eta(value)[0])
    return Dual(float(link.linkinv(value)[0]), slope * units[place], False)


def _named(
    values: np.ndarray,
    covariance: np.ndarray,
    coefficients: Sequence[tuple[str, int]],
    others: Sequence[tuple[str, int]] = (),
    derived: Mapping[str, tuple[int, Link]] | None = None,
    separate: frozenset[str] = frozenset(),
) -> NamedParameters:
    """Parameters by their own names, then ``Intercept`` and b0, b1, ... where these are free."""
    own = [(name, i, place) for i, (name, place) in enumerate(coefficients)]
    own += [(name, len(own) + i, place) for i, (name, place) in enumerate(others)]
    meanings: dict[str, tuple[int, Link | None]] = {name: (place, None) for name, _, place in own}
    words = [ParameterWord(name, number, name) for name, number, _ in own]
    short = [(f"b{i}", i, place) for i, (_, place) in enumerate(coefficients)]
    short += [
        (SHORT_INTERCEPT, i, p) for i, (name, p) in enumerate(coefficients) if name == INTERCEPT
    ]
    for name, number, place in short:
        if name not in meanings:
            meanings[name] = (place, None)
            words.append(ParameterWord(name, number, name))
    for number, (name, meaning) in enumerate((derived or {}).items(), start=len(own)):
        if name not in meanings:
            meanings[name] = meaning
            words.append(ParameterWord(name, number, name))
    return NamedParameters(values, covariance, tuple(words), meanings, separate)
