"""R's rule for the factors of a term: coded by contrasts, or by a column for each level.

As observed of R: a factor is coded by contrasts in a term if the term without it is contained in
an earlier term. The empty term is contained in the intercept and in every term. Terms stand in R's
order, by degree. Without an intercept the first factor of the first term that has one gets a
column for each level in any case.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class CodedTerm:
    """A term with the coding of its variables."""

    variables: tuple[str, ...]
    full: tuple[bool, ...]  # whether the variable, a factor, has a column for each level here


def code_terms(
    terms: Sequence[Sequence[str]], factors: Container[str], intercept: bool
) -> tuple[CodedTerm, ...]:
    """The coding of every term; each is given as its variables.

    Examples
    --------
    >>> code_terms([("x", "z"), ("x", "a")], {"a"}, intercept=True)[1].full
    (False, False)
    >>> code_terms([("x", "z"), ("x", "a")], {"a"}, intercept=False)[1].full
    (False, True)
    """
    return _code_terms(
        tuple(map(tuple, terms)), tuple(v in factors for term in terms for v in term), intercept
    )


@lru_cache(maxsize=256)
def _code_terms(
    terms: tuple[tuple[str, ...], ...], are_factors: tuple[bool, ...], intercept: bool
) -> tuple[CodedTerm, ...]:
    names = (v for term in terms for v in term)
    factors = {v for v, is_factor in zip(names, are_factors, strict=True) if is_factor}
    coded: list[CodedTerm] = []
    earlier = [frozenset[str]()] if intercept else []
    needs_full_factor = not intercept
    for variables in terms:
        term = frozenset(variables)
        full = [v in factors and not _is_contained(term - {v}, earlier) for v in variables]
        if needs_full_factor and any(v in factors for v in variables):
            full[[v in factors for v in variables].index(True)] = True
            needs_full_factor = False
        coded.append(CodedTerm(tuple(variables), tuple(full)))
        earlier.append(term)
    return tuple(coded)


def _is_contained(one: frozenset[str], terms: Sequence[frozenset[str]]) -> bool:
    return any(one <= term for term in terms)
