"""The columns of terms that a formula does not have yet, on the rows of its fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from formulaic.parser.types import Term

from rglm.design.columns import Columns, beside
from rglm.design.factors.indicators import Indicators
from rglm.design.formula.dot_expansion import product, total
from rglm.design.formula.parsed_formula import ParsedFormula, from_side
from rglm.design.formula.update_formula import simplified
from rglm.design.frame.build_frame import model_frame
from rglm.design.frame.missing_values import NaAction
from rglm.design.syntax.syntax_tree import Paren


@dataclass(frozen=True)
class Widened:
    """A design with the columns of further terms behind its own.

    Attributes
    ----------
    columns : Columns
        On the rows where every variable is known.
    places : list of int arrays
        The columns of each further term.
    kept : (n,) bool array
        Which rows of the design those are.
    """

    columns: Columns
    places: list[np.ndarray]
    kept: np.ndarray


def without(parsed: ParsedFormula, term: Term) -> str:
    """The formula less one of its terms.

    >>> from rglm.design.formula.parsed_formula import parse
    >>> old = parse("y ~ a * x")
    >>> without(old, old.terms[2])
    'y ~ a + x'
    """
    return simplified(replace(parsed, terms=tuple(t for t in parsed.terms if t is not term)))


def plus(parsed: ParsedFormula, wider: Sequence[ParsedFormula], terms: Sequence[Term]) -> str:
    """The formula with terms of others behind its own, as R's update makes it.

    >>> from rglm.design.formula.parsed_formula import parse
    >>> other = parse("y ~ x:a")
    >>> plus(parse("y ~ a"), [other], other.terms)
    'y ~ a + a:x'
    """
    known = dict(parsed.expressions)
    for other in wider:
        known = {**other.expressions, **known}
    new = (product([known[factor.expr] for factor in term.factors]) for term in terms)
    return simplified(from_side(parsed.response, total([Paren(parsed.side), *new])))


def widened(
    formula: str,
    terms: Sequence[Term],
    columns: Columns,
    na_action: NaAction | None,
    data: pd.DataFrame,
    options: Mapping[str, Any],
) -> Widened:
    """The columns of a design and of `terms`, which `formula` has beside the design's own.

    Parameters
    ----------
    formula : str
        By which the new terms are coded.
    columns, na_action
        The design, and the rows that missing values took from it.
    data, options
        What the design was made of: the arguments of `model_frame`.
    """
    frame = model_frame(formula, data, **options)
    kept = _still_there(frame.na_action, na_action, columns.nrows)
    found = [same_term(term, frame.schema.parsed.terms) for term in terms]
    new = [np.flatnonzero(frame.columns.assign == place + 1) for place in found]
    ends = len(columns) + np.cumsum([0, *map(len, new)])
    places = [np.arange(*span) for span in pairwise(ends)]
    old = columns if kept.all() else _on(columns, np.flatnonzero(kept))
    further = frame.columns.select(np.concatenate([*new, np.zeros(0, dtype=int)]).astype(int))
    return Widened(beside([old, further]), places, kept)


def same_term(term: Term, terms: Sequence[Term]) -> int | None:
    """Where the term is among others, ``b:a`` being ``a:b``."""
    factors = set(term.factors)
    return next((i for i, other in enumerate(terms) if set(other.factors) == factors), None)


def _still_there(now: NaAction | None, before: NaAction | None, nrows: int) -> np.ndarray:
    """Which of the rows before are there now that more variables may be missing."""
    if now is None:
        return np.ones(nrows, dtype=bool)
    return now.kept if before is None else now.kept[before.kept]


def _on(columns: Columns, rows: np.ndarray) -> Columns:
    return replace(
        columns,
        nrows=len(rows),
        arrays=tuple(array[rows] for array in columns.arrays),
        indicators=tuple(Indicators(i.group.part(rows), i.places) for i in columns.indicators),
    )
