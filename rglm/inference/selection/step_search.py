"""The walk of `step` from model to model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.tables.anova_table import anova_lines
from rglm.formatting.tables.data_frame import data_frame_lines
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.selection.extract_aic import extractAIC
from rglm.inference.selection.likelihood_drop_add import refitted
from rglm.inference.selection.selection_table import table_of
from rglm.inference.selection.single_term_models import Neighbours, added, dropped
from rglm.inference.terms.part_terms import formulas_with_terms, formulas_without_terms
from rglm.inference.terms.term_scope import addable, droppable
from rglm.inference.terms.update import refit

BETTER = 1e-7  # what the AIC must fall by


@dataclass(frozen=True)
class ModelPath:
    """The steps from the first model to the last (R's ``fit$anova``); printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        ``Step``, ``Df``, ``Deviance``, ``Resid. Df``, ``Resid. Dev`` and ``AIC``.
    heading : str
        The first and the last formula.
    """

    table: pd.DataFrame
    heading: str

    def __repr__(self) -> str:
        return "\n".join(data_frame_lines(self.table))

    def _repr_html_(self) -> str:
        cells = {
            name: column if name == "Step" else format_numbers(column)
            for name, column in self.table.items()
        }
        return html_table(pd.DataFrame(cells, index=self.table.index), self.heading.strip())


@dataclass(frozen=True)
class Bounds:
    """The smallest and the largest model, and which ways to go.

    The models are given by part of the formula, where there is one.
    """

    lower: Mapping[str, ParsedFormula]
    upper: Mapping[str, ParsedFormula]
    backward: bool
    forward: bool


@dataclass
class Walk:
    """The model so far, and how it came to be."""

    fit: Any
    bounds: Bounds
    scale: float
    k: float
    trace: bool
    keep: Callable[[Any, float], Any] | None
    path: list[tuple[str, float, float, float]] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)

    def begin(self) -> None:
        """Look at the first model."""
        self.first = self.fit
        self.aic = self._aic()
        self._tell("Start")
        self._note("")

    def go(self) -> bool:
        """One step; False when there is none to take."""
        change = self._change()
        if change is None:
            return False
        label, formula = change
        before, rows = self.aic, self.fit._index
        start = {"start": None} if "start" in self.first._model_call.starting_values else {}
        self.fit = refit(self.first, formula, **start)
        if not self.fit._index.equals(rows):
            raise ValueError(
                f"step() went from {len(rows)} rows to {len(self.fit._index)} at {label!r}: the "
                "variables of the models miss values in different rows, and AICs of different "
                "rows do not compare; fit to complete rows, data.dropna(subset=[...])"
            )
        self.aic = self._aic()
        self._tell("\nStep")
        if self.aic >= before + BETTER:
            return False
        self._note(label)
        return True

    def end(self) -> Any:
        """The last model, with its path."""
        out = copy(self.fit)
        out.anova_path = ModelPath(self._table(), self._heading())
        if self.keep is not None:
            out.keep = pd.DataFrame({i + 1: pd.Series(v) for i, v in enumerate(self.kept)})
        return out

    def _aic(self) -> float:
        aic = extractAIC(self.fit, self.scale, self.k).AIC
        if np.isnan(aic) or aic == -np.inf:
            said = "not defined" if np.isnan(aic) else "-infinity"
            raise ValueError(
                f"AIC is {said} for this model ({self.fit.formula}), so step() cannot "
                "compare it with others; drop1(test='F') can"
            )
        return aic

    def _change(self) -> tuple[str, str] | None:
        """The best change, and the formula that it makes; None if there is none."""
        table, formulas = self._leaving()
        null = table.index[table["Df"] == 0] if len(table) else []
        if len(null):  # an aliased term goes at once, the last of them first
            return null[-1], formulas[null[-1]]
        into, more = self._entering()
        if len(into):
            table = pd.concat([table, into.iloc[1:]]) if len(table) else into
        return self._best(table, formulas | more)

    def _leaving(self) -> tuple[pd.DataFrame, dict[str, str]]:
        """The table of the terms that may leave, and the formulas without them."""
        fit, lower = self.fit, self.bounds.lower
        formulas = {
            f"- {label}": text for label, text in formulas_without_terms(fit, lower).items()
        }
        if not self.bounds.backward or not formulas:
            return pd.DataFrame(), {}
        if fit._has_refitted_neighbours:
            return refitted(fit, formulas, self.k).table, formulas
        parsed = fit._schema.parsed
        terms = droppable(parsed, lower.get(""))
        found = dropped(fit, [parsed.terms.index(term) for term in terms])
        return self._table_of(found, formulas), formulas

    def _entering(self) -> tuple[pd.DataFrame, dict[str, str]]:
        """The table of the terms that may enter, and the formulas with them."""
        fit, upper = self.fit, self.bounds.upper
        formulas = {f"+ {label}": text for label, text in formulas_with_terms(fit, upper).items()}
        if not self.bounds.forward or not formulas:
            return pd.DataFrame(), {}
        if fit._has_refitted_neighbours:
            return refitted(fit, formulas, self.k).table, formulas
        terms = addable(fit._schema.parsed, upper[""])
        found = added(fit, [(upper[""], term) for term in terms])
        return self._table_of(found, formulas), formulas

    def _table_of(self, found: Neighbours, formulas: dict[str, str]) -> pd.DataFrame:
        table = table_of(self.fit, found, None, self.scale, self.k).table
        return table.set_axis(["<none>", *formulas], axis=0)

    def _best(self, table: pd.DataFrame, formulas: dict[str, str]) -> tuple[str, str] | None:
        if not len(table):
            return None
        if "AIC" not in table:
            raise ValueError(
                f"AIC is not defined for what step() compares with {self.fit.formula}: the fit "
                "leaves no degree of freedom for the dispersion"
            )
        table = table[table["Df"] != 0].sort_values("AIC", kind="stable")
        if self.trace:
            print("\n".join(anova_lines(table)))
        best = table.index[0]
        return None if best == "<none>" else (best, formulas[best])

    def _tell(self, word: str) -> None:
        if self.trace:
            aic = format_numbers(round_half([self.aic], 2))[0]
            print(f"{word}:  AIC={aic}", *deparse_lines(self.fit.formula), "", sep="\n")

    def _note(self, label: str) -> None:
        fit = self.fit
        self.path.append((label, fit.df_residual, fit.deviance, self.aic))
        if self.keep is not None:
            found = self.keep(fit, self.aic)
            self.kept.append(found if np.ndim(found) or isinstance(found, Mapping) else [found])

    def _table(self) -> pd.DataFrame:
        steps, rest, deviances, aics = (list(column) for column in zip(*self.path, strict=True))
        columns = {
            "Step": steps,
            "Df": np.r_[np.nan, np.diff(rest)],
            "Deviance": np.r_[np.nan, np.abs(np.diff(deviances))],
            "Resid. Df": rest,
            "Resid. Dev": deviances,
            "AIC": aics,
        }
        return pd.DataFrame(columns, index=range(1, len(steps) + 1))

    def _heading(self) -> str:
        first, last = ("\n".join(deparse_lines(f.formula)) for f in (self.first, self.fit))
        title = "Stepwise Model Path \nAnalysis of Deviance Table"
        return f"{title}\n\nInitial Model:\n{first}\n\nFinal Model:\n{last}\n\n"
