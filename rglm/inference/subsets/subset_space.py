"""The models with some of the terms of a fit, those with a term have all that it contains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from math import comb
from typing import Any

from rglm.design.formula.parsed_formula import parse
from rglm.design.formula.update_formula import simplify
from rglm.design.frame.augmented_design import find_term
from rglm.inference.terms.part_terms import lower_parts, named_part
from rglm.inference.terms.term_scope import is_formula
from rglm.protocol.model_result import ModelResult

Subset = frozenset[int]  # the places of its terms


@dataclass(frozen=True)
class SubsetSpace:
    """The models with some of the terms of a fit.

    Attributes
    ----------
    fit : ModelResult
    labels : list of str
        The terms of all parts of its formula, with the prefix of the part.
    fixed : frozenset of int
        The places of those that every model has.
    max_terms : int
        The largest number of terms.
    """

    fit: ModelResult
    labels: list[str]
    fixed: Subset
    max_terms: int

    @classmethod
    def of(cls, fit: ModelResult, fixed: Any, max_terms: int | None) -> SubsetSpace:
        """The models of ``all_subsets(fixed=, max_terms=)``."""
        terms = _terms(fit)
        labels = [prefix + fit._formula_by_prefix[prefix].label(term) for prefix, term in terms]
        places = _fixed_places(fit, terms, fixed)
        largest = len(labels) if max_terms is None else max_terms
        if largest < len(places):
            raise ValueError(
                f"max_terms={max_terms} is less than the {len(places)} terms of fixed="
            )
        return cls(fit, labels, frozenset(places), min(largest, len(labels)))

    @property
    def free(self) -> list[int]:
        """The places of the terms that may be left out."""
        return [place for place in range(len(self.labels)) if place not in self.fixed]

    def candidate_count(self) -> int:
        """The number of models, marginality apart."""
        n, k = len(self.free), self.max_terms - len(self.fixed)
        return sum(comb(n, size) for size in range(min(n, k) + 1))

    def subsets(self) -> list[Subset]:
        """The models, the smallest first."""
        sizes = range(self.max_terms - len(self.fixed) + 1)
        choices = (set(c) for size in sizes for c in combinations(self.free, size))
        subsets = (frozenset(one | self.fixed) for one in choices)
        return [subset for subset in subsets if self.allows(subset)]

    def allows(self, subset: Subset) -> bool:
        """Whether a model has, with each term, all that it contains, and is identified."""
        if len(subset) > self.max_terms or not self.fixed <= subset:
            return False
        if any(not self._contained[place] <= subset for place in subset):
            return False
        return all(subset & part for part in self._needed_parts)

    def formula(self, subset: Subset) -> str:
        """The formula of a model."""
        by_prefix, terms = self.fit._formula_by_prefix, _terms(self.fit)
        response = f"{self.fit._schema.parsed.response.source} ~ "
        parts = []
        for prefix, parsed in by_prefix.items():
            own = tuple(terms[place][1] for place in sorted(subset) if terms[place][0] == prefix)
            parts.append(simplify(replace(parsed, terms=own)))
        return " | ".join([parts[0], *(text.removeprefix(response) for text in parts[1:])])

    @cached_property
    def _contained(self) -> list[Subset]:
        """The places of the terms of its part that each term contains."""
        terms = _terms(self.fit)
        return [
            frozenset(
                place
                for place, (other, inner) in enumerate(terms)
                if other == prefix and set(inner.factors) < set(term.factors)
            )
            for prefix, term in terms
        ]

    @cached_property
    def _needed_parts(self) -> list[Subset]:
        """The places of the terms of each part that has to have one."""
        terms = _terms(self.fit)
        return [
            frozenset(place for place, (owner, _) in enumerate(terms) if owner == prefix)
            for prefix, parsed in self.fit._formula_by_prefix.items()
            if parsed.terms and not self.fit._is_identified_without_terms(prefix)
        ]


def _terms(fit: ModelResult) -> list[tuple[str, Any]]:
    """The prefix of the part and the term, of all terms of the formula."""
    parts = fit._formula_by_prefix.items()
    return [(prefix, term) for prefix, parsed in parts for term in parsed.terms]


def _fixed_places(fit: ModelResult, terms: list[tuple[str, Any]], fixed: Any) -> list[int]:
    """The places of the terms of ``fixed=``, and of those that they contain.

    Raises
    ------
    TypeError, ValueError
        It is no formula and no list of labels, or the model has no such term.
    """
    if fixed is None:
        return []
    fixed_terms = _formula_terms(fit, fixed) if is_formula(fixed) else _labelled_terms(fit, fixed)
    return [
        place
        for place, (prefix, term) in enumerate(terms)
        if any(
            owner in ("", prefix) and set(term.factors) <= set(one.factors)
            for owner, one in fixed_terms
        )
    ]


def _formula_terms(fit: ModelResult, fixed: str) -> list[tuple[str, Any]]:
    lower = lower_parts(fit, fixed)
    for prefix, parsed in lower.items():
        for term in parsed.terms:
            if find_term(term, fit._formula_by_prefix[prefix].terms) is None:
                named_part(fit, prefix + parsed.label(term))  # the error of an unknown term
    return [(prefix, term) for prefix, parsed in lower.items() for term in parsed.terms]


def _labelled_terms(fit: ModelResult, fixed: Any) -> list[tuple[str, Any]]:
    labels = [fixed] if isinstance(fixed, str) else fixed
    if not isinstance(labels, Sequence) or not all(isinstance(label, str) for label in labels):
        raise TypeError(f"fixed= takes a formula such as '~ x + z' or labels, got {fixed!r}")
    out = []
    for label in labels:
        prefix, bare = named_part(fit, label)
        owner = parse(f"{fit._schema.parsed.response.name} ~ {bare}")
        out += [(prefix, term) for term in owner.terms]
    return out
