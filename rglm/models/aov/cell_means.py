"""Means over the cells of the factors of a linear model of what each term adds to the fit.

The projection of the response on a term is what the term adds to the fitted values when it joins
the terms before it. Rows of weight 0 are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.values.r_values import Factor, Logical
from rglm.fitting.irls.design_product import design_product
from rglm.models.lm.lm_result import LmResult


@dataclass(frozen=True)
class FactorTerm:
    """A term all of whose variables are factors.

    Attributes
    ----------
    label : str
    number : int
        Its place among the terms, from 1.
    levels : dict
        The levels of each factor, by its name in a formula.
    """

    label: str
    number: int
    levels: dict[str, list[str]]

    @property
    def shape(self) -> tuple[int, ...]:
        """The numbers of levels."""
        return tuple(map(len, self.levels.values()))

    def cell_labels(self) -> pd.Index:
        """The cells, the first factor fastest: an Index, or a MultiIndex of several factors."""
        (name, levels), *others = self.levels.items()
        if not others:
            return pd.Index(levels, name=name)
        reversed_levels = list(self.levels.values())[::-1]
        product = pd.MultiIndex.from_product(reversed_levels, names=list(self.levels)[::-1])
        return product.reorder_levels(list(self.levels))


def factor_terms(fit: LmResult) -> tuple[list[FactorTerm], list[str]]:
    """The terms of factors alone, and the labels of those with a numeric variable.

    A term all of whose columns are aliased is left out.
    """
    parsed, xlevels = fit._schema.parsed, fit.xlevels
    estimable = set(fit._schema.assign[fit._solution.system.estimable].tolist())
    out, others = [], []
    for number, (label, term) in enumerate(zip(parsed.labels, parsed.terms, strict=True), 1):
        if number not in estimable:
            continue
        variables = [parsed.expressions[f.expr] for f in term.factors]
        if all(each.variable in xlevels for each in variables):
            levels = {each.name: xlevels[each.variable] for each in variables}
            out.append(FactorTerm(label, number, levels))
        else:
            others.append(label)
    return out, others


def cell_sums(fit: LmResult, terms: Sequence[FactorTerm]) -> list[np.ndarray]:
    """For each term the number of rows in each cell, then the sums of the projections.

    Each array is (1 + m, cells), m - 1 the number of terms of the model: a row for the count, one
    for the intercept and one for each term.
    """
    last = len(fit.terms)
    betas = _sequential_coefficients(fit, last)
    steps = [betas[0], *(after - before for before, after in pairwise(betas))]

    def sums(part: LmResult) -> np.ndarray:
        return np.concatenate([_chunk_sums(part, term, steps) for term in terms], axis=1)

    sizes = np.cumsum([0, *(int(np.prod(term.shape)) for term in terms)])
    totals = fit._sum_chunks(sums)
    return [totals[:, low:high] for low, high in pairwise(sizes)]


def _sequential_coefficients(fit: LmResult, last: int) -> list[np.ndarray]:
    """The coefficients of the fits with terms up to 0, 1, ..., `last`, each (p,).

    Term 0 is the intercept; without one the first fit is the offset alone.
    """
    assign, out = fit._schema.assign, []
    for term in range(last + 1):
        columns = np.flatnonzero(assign <= term)
        beta = np.zeros(len(assign))
        if len(columns):
            beta[columns] = fit._refit_columns(columns).beta
        out.append(beta)
    return out


def _chunk_sums(fit: LmResult, term: FactorTerm, steps: Sequence[np.ndarray]) -> np.ndarray:
    """Counts and sums of the projections by cell, on the rows of a chunk."""
    source = fit._rows_source
    codes, cells = _cell_codes(fit, term), int(np.prod(term.shape))
    used = (source.rows.weights > 0) & (codes >= 0)
    projections = [source.by_row(partial(_product, step)) for step in steps]
    rows = [np.ones(len(codes)), *projections]
    return np.array([np.bincount(codes[used], row[used], cells) for row in rows])


def _product(beta: np.ndarray, block: Block) -> np.ndarray:
    return design_product(block, beta)


def _cell_codes(fit: LmResult, term: FactorTerm) -> np.ndarray:
    """The cell of each row, the first factor fastest; -1 where a level is not known."""
    variables = fit._variables or {}
    codes = np.zeros(fit._rows_source.nrows, dtype=np.intp)
    has_cell = np.ones(len(codes), dtype=bool)
    stride = 1
    for name, levels in term.levels.items():
        value = variables[name]
        factor = value.to_factor() if isinstance(value, Logical) else value
        assert isinstance(factor, Factor)
        own = factor.recode(levels).codes
        has_cell &= own >= 0
        codes += np.multiply(own, stride, dtype=np.intp)
        stride *= len(levels)
    return np.where(has_cell, codes, -1)
