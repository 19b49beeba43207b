"""The columns of terms that a formula does not have yet, on the rows of its fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from formulaic.parser.types import Term

from rglm.design.columns import Columns, hstack
from rglm.design.formula.dot_expansion import interaction_of, sum_of
from rglm.design.formula.parsed_formula import ParsedFormula, expand_formula
from rglm.design.formula.update_formula import simplify
from rglm.design.frame.build_frame import model_frame
from rglm.design.frame.missing_values import NaAction
from rglm.design.syntax.syntax_tree import Paren


@dataclass(frozen=True)
class AugmentedDesign:
    """A design with the columns of further terms behind its own."""

    columns: Columns  # on the rows where no variable is missing
    term_positions: list[np.ndarray]  # the positions of the columns of each further term
    is_complete: np.ndarray  # (n,) true for the rows of the design that `columns` has


def drop_term(parsed: ParsedFormula, term: Term) -> str:
    """The formula without one of its terms.

    >>> from rglm.design.formula.parsed_formula import parse
    >>> old = parse("y ~ a * x")
    >>> drop_term(old, old.terms[2])
    'y ~ a + x'
    """
    return simplify(replace(parsed, terms=tuple(t for t in parsed.terms if t is not term)))


def add_terms(
    parsed: ParsedFormula, others: Sequence[ParsedFormula], terms: Sequence[Term]
) -> str:
    """The formula with terms of other formulas behind its own, as R's update makes it.

    >>> from rglm.design.formula.parsed_formula import parse
    >>> other = parse("y ~ x:a")
    >>> add_terms(parse("y ~ a"), [other], other.terms)
    'y ~ a + a:x'
    """
    expressions = dict(parsed.expressions)
    for other in others:
        expressions = {**other.expressions, **expressions}
    new = (interaction_of([expressions[factor.expr] for factor in term.factors]) for term in terms)
    return simplify(expand_formula(parsed.response, sum_of([Paren(parsed.side), *new])))


def augmented_design(
    formula: str,
    terms: Sequence[Term],
    columns: Columns,
    na_action: NaAction | None,
    data: pd.DataFrame,
    options: Mapping[str, Any],
) -> AugmentedDesign:
    """The columns of a design, and those of `terms`, which `formula` has beside the design's own.

    Parameters
    ----------
    formula : str
        The new terms are coded as they are in this formula.
    columns, na_action
        The design, and the rows that it lacks because of missing values.
    data, options
        The arguments of `model_frame` that made the design.
    """
    frame = model_frame(formula, data, **options)
    is_complete = _rows_still_known(frame.na_action, na_action, columns.nrows)
    numbers = [term_number(term, frame.schema.parsed.terms) for term in terms]
    new = [np.flatnonzero(frame.columns.assign == number) for number in numbers]
    ends = len(columns) + np.cumsum([0, *map(len, new)])
    positions = [np.arange(*span) for span in pairwise(ends)]
    old = columns if is_complete.all() else columns.take(np.flatnonzero(is_complete))
    further = frame.columns.select(np.concatenate([*new, np.zeros(0, dtype=int)]).astype(int))
    return AugmentedDesign(hstack([old, further]), positions, is_complete)


def find_term(term: Term, terms: Sequence[Term]) -> int | None:
    """The position of a term among others, ``b:a`` being ``a:b``; None if it is not there."""
    factors = set(term.factors)
    return next((i for i, other in enumerate(terms) if set(other.factors) == factors), None)


def term_number(term: Term, terms: Sequence[Term]) -> int:
    """R's number, from 1, of a term that is among `terms`."""
    position = find_term(term, terms)
    assert position is not None
    return position + 1


def _rows_still_known(now: NaAction | None, before: NaAction | None, nrows: int) -> np.ndarray:
    """True for the rows of the design that have no missing value in the further terms either."""
    if now is None:
        return np.ones(nrows, dtype=bool)
    return now.kept if before is None else now.kept[before.kept]
