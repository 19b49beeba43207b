"""Tables of the means or effects of the factors of an analysis of variance; R's model.tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.models.aov.cell_means import FactorTerm, cell_sums, factor_terms
from rglm.models.aov.table_pages import tables_html, tables_lines
from rglm.models.lm.lm_result import LmResult
from rglm.warnings import FitWarning

TYPES = ("effects", "means")


@dataclass(frozen=True)
class ModelTables(AttributeHints):
    """Tables of means or effects; printing shows R's page, ``["wool"]`` is one table.

    Attributes
    ----------
    type : {"effects", "means"}
    grand_mean : float or None
        Of tables of means of a model with an intercept.
    tables : dict
        A Series of each term, under its levels; of an interaction under a MultiIndex, whose
        ``unstack()`` is the table that prints. NaN in cells without rows.
    replications : dict
        The number of rows of each cell, in the same form.
    standard_errors : Series or None
        By term, of the difference of two means; or s / sqrt(r), which R calls that of an effect.
    """

    type: str
    grand_mean: float | None
    tables: Mapping[str, pd.Series]
    replications: Mapping[str, pd.Series]
    standard_errors: pd.Series | None = None

    def __getitem__(self, term: str) -> pd.Series:
        if term not in self.tables:
            raise KeyError(f"there is no table of {term!r}{did_you_mean(term, self.tables)}")
        return self.tables[term]

    @property
    def is_balanced(self) -> bool:
        """Whether all cells of each term have the same number of rows."""
        return all(counts.min() == counts.max() for counts in self.replications.values())

    def __repr__(self) -> str:
        return "\n".join(tables_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return tables_html(self)


def model_tables(
    fit: LmResult,
    type: str = "effects",
    se: bool = False,
    terms: str | Sequence[str] | None = None,
) -> ModelTables:
    """Tables of the effects or means of the factors; R's ``model.tables``.

    The effect of a level is the mean, over its rows, of what the term adds to the fitted values
    when it joins the terms before it. Its mean is the grand mean and the effects of all terms
    whose factors are among those of the term, averaged over the rows of the cell: in a balanced
    design the mean of the cell's responses. Without balance, and beside other terms, it is not
    that mean, nor the one at equal shares of the other factors, which ``predict`` has.

    Parameters
    ----------
    type : {"effects", "means"}
    se : bool
        Of a balanced design with r rows in each cell: s sqrt(2 / r), the standard error of a
        difference of means; or, with the effects, what R calls theirs, s / sqrt(r). That is the
        error of the mean of r rows; an effect of k levels has s sqrt((1 - 1 / k) / r).
    terms : label or labels, optional
        The terms shown; by default all that have factors alone.

    Returns
    -------
    ModelTables
        Prints R's page.

    Raises
    ------
    ValueError
        There is no term of factors alone, or `terms` names another.

    Warns
    -----
    FitWarning
        ``se=True`` with cells of different numbers of rows: the standard error then depends on
        the pair of levels.

    Examples
    --------
    >>> from rglm import aov
    >>> from rglm.datasets import load
    >>> fit = aov("breaks ~ wool + tension", load("warpbreaks"))
    >>> fit.model_tables("means")["tension"].round(2).to_dict()
    {'L': 36.39, 'M': 26.39, 'H': 21.67}
    """
    check_option("type", type, TYPES)
    factors, others = factor_terms(fit)
    selected = select_terms(fit, terms, factors, others, "terms")
    tables, counts, grand_mean = {}, {}, None
    for term, sums in zip(selected, cell_sums(fit, selected), strict=True):
        with np.errstate(all="ignore"):
            means = sums[1:] / sums[0]
        numbers = _marginal_terms(term, factors) if type == "means" else [term.number]
        summed = [0, *numbers] if type == "means" else numbers
        tables[term.label] = pd.Series(means[summed].sum(axis=0), term.cell_labels())
        counts[term.label] = pd.Series(sums[0].astype(int), term.cell_labels())
        grand_mean = float(sums[1].sum() / sums[0].sum())
    if type == "effects" or not fit._schema.parsed.intercept:
        grand_mean = None
    result = ModelTables(type, grand_mean, tables, counts)
    if not se:
        return result
    return ModelTables(type, grand_mean, tables, counts, _standard_errors(fit, result))


def _standard_errors(fit: LmResult, tables: ModelTables) -> pd.Series | None:
    """The standard errors of a balanced design by term."""
    if not tables.is_balanced:
        warn(
            f"{fit._function_name}: model_tables(se=True): the cells have different numbers of "
            "rows, so that a standard error depends on the pair; TukeyHSD() has an interval for "
            "each pair",
            FitWarning,
        )
        return None
    factor = 2.0 if tables.type == "means" else 1.0
    sizes = {name: int(counts.iloc[0]) for name, counts in tables.replications.items()}
    return pd.Series({name: fit.sigma * np.sqrt(factor / n) for name, n in sizes.items()})


def select_terms(
    fit: LmResult,
    names: str | Sequence[str] | None,
    terms: Sequence[FactorTerm],
    others: Sequence[str],
    argument: str,
) -> list[FactorTerm]:
    """The terms asked for among those of factors; all of them for None.

    Raises
    ------
    ValueError
        The model has no such term, or no term of factors alone.
    """
    if not terms:
        raise ValueError(
            f"the model {fit.formula!r} has no term of factors alone; a number that is the code "
            "of a group is written factor(g)"
        )
    if names is None:
        return list(terms)
    by_label = {term.label: term for term in terms}
    labels = [names] if isinstance(names, str) else list(names)
    for label in labels:
        if label in others:
            raise ValueError(
                f"{argument}= names {label!r}, which has a numeric variable; groups are compared "
                "by terms of factors alone"
            )
        if label not in by_label:
            hint = did_you_mean(label, by_label)
            raise ValueError(
                f"{argument}= names {label!r}, which is no term of the model{hint}; it has "
                f"{', '.join(by_label)}"
            )
    return [by_label[label] for label in labels]


def _marginal_terms(term: FactorTerm, others: Sequence[FactorTerm]) -> list[int]:
    """The numbers of the terms whose factors are among those of the term."""
    return [other.number for other in others if set(other.levels) <= set(term.levels)]
