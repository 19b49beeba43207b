"""The search of `step` for the model with the smallest AIC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.rounding import round_half
from rglm.formatting.tables.anova_table import anova_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.inference.selection.extract_aic import extractAIC
from rglm.inference.selection.likelihood_drop_add import refitted
from rglm.inference.selection.single_term_models import (
    SingleTermModels,
    models_of_subsets_of_terms,
    models_with_terms,
    models_without_terms,
)
from rglm.inference.terms.part_terms import formulas_with_terms, formulas_without_terms
from rglm.inference.terms.term_scope import addable, droppable
from rglm.inference.terms.update import fit_formula
from rglm.protocol.capabilities import HasLeastSquares, HasWorkingWeights
from rglm.protocol.model_path import Step, model_path
from rglm.protocol.model_result import ModelResult

MIN_AIC_DECREASE = 1e-7  # of a step
AIC_DECIMALS = 9  # models that differ by less are one, and stay in the order of the scope
CRITERIA = ("AIC", "Cp")  # the columns by which a step may be chosen


@dataclass(frozen=True)
class SearchScope:
    """The models that are searched.

    Attributes
    ----------
    lower, upper : dict of ParsedFormula
        The smallest and the largest model, by the prefix of the part of the formula.
    can_drop, can_add : bool
        Whether terms may leave, and enter.
    """

    lower: Mapping[str, ParsedFormula]
    upper: Mapping[str, ParsedFormula]
    can_drop: bool
    can_add: bool


@dataclass
class StepSearch:
    """A stepwise search: the model it has reached, and the path to it."""

    fit: ModelResult
    scope: SearchScope
    scale: float
    k: float
    trace: bool
    keep: Callable[[Any, float], Any] | None
    path: list[Step] = field(default_factory=list)
    kept_values: list[Any] = field(default_factory=list)
    criterion: str = "AIC"
    is_unfitted: bool = False

    def __post_init__(self) -> None:
        self.first, self.aic = self.fit, self._aic()
        self._print_model("Start")
        self._record("")

    def take_step(self) -> bool:
        """Go to the best model beside this one; False if none is better."""
        change = self._best_change()
        if change is None:
            return False
        label, formula = change
        before, rows = self.aic, self.fit._index
        self.fit = self._model_of(formula)
        if not self.fit._index.equals(rows):
            raise ValueError(
                f"step(): the number of rows in use has changed, from {len(rows)} to "
                f"{len(self.fit._index)} at {label!r}: the variables of the models miss values in "
                "different rows, and AICs of different rows do not compare; fit to complete rows, "
                "data.dropna(subset=[...])"
            )
        self.aic = self._aic()
        self._print_model("\nStep")
        if self.aic >= before + MIN_AIC_DECREASE:
            return False
        self._record(label)
        return True

    def _model_of(self, formula: str) -> ModelResult:
        """The model of another formula."""
        self.is_unfitted = False
        for fit in (self.first, self.fit) if self.keep is None else ():
            if (submodel := fit._submodel(formula)) is not None:
                self.is_unfitted = True
                return submodel
        return self._fit(formula)

    def _fit(self, formula: str) -> ModelResult:
        start = {"start": None} if "start" in self.first._model_call.starting_values else {}
        return fit_formula(self.first, formula, **start)

    def result(self) -> Any:
        """The model reached, with its path."""
        if self.is_unfitted:
            self.fit = self._fit(self.fit.formula)
        path = model_path(self.path, self.first.formula, self.fit.formula, self.criterion)
        kept_values = {i + 1: pd.Series(v) for i, v in enumerate(self.kept_values)}
        return self.fit._with_path(path, None if self.keep is None else pd.DataFrame(kept_values))

    def _aic(self) -> float:
        aic = extractAIC(self.fit, self.scale, self.k).AIC
        if np.isnan(aic) or aic == -np.inf:
            value = "not defined" if np.isnan(aic) else "-infinity"
            raise ValueError(
                f"AIC is {value} for this model ({self.fit.formula}), so step() cannot "
                "compare it with others; drop1(test='F') can"
            )
        return aic

    def _best_change(self) -> tuple[str, str] | None:
        """The change with the smallest AIC and its formula; None if the model itself has it."""
        table, formulas = self._deletions()
        aliased = list(table.index[table["Df"] == 0]) if len(table) else []
        if aliased:  # these go at once, the last of them first
            return aliased[-1], formulas[aliased[-1]]
        entering, more = self._additions()
        if len(entering):
            table = pd.concat([table, entering.iloc[1:]]) if len(table) else entering
        return self._best(table, formulas | more)

    def _deletions(self) -> tuple[pd.DataFrame, dict[str, str]]:
        """The table of the terms that may leave, and the formulas without them."""
        fit, lower = self.fit, self.scope.lower
        formulas = {
            f"- {label}": text for label, text in formulas_without_terms(fit, lower).items()
        }
        if not self.scope.can_drop or not formulas:
            return pd.DataFrame(), {}
        if not isinstance(fit, HasWorkingWeights):
            return refitted(fit, formulas, self.k).table, formulas
        parsed = fit._schema.parsed
        terms = droppable(parsed, lower.get(""))
        models = models_without_terms(fit, [parsed.terms.index(term) for term in terms])
        return self._table_of(fit, models, formulas), formulas

    def _additions(self) -> tuple[pd.DataFrame, dict[str, str]]:
        """The table of the terms that may enter, and the formulas with them."""
        fit, upper = self.fit, self.scope.upper
        formulas = {f"+ {label}": text for label, text in formulas_with_terms(fit, upper).items()}
        if not self.scope.can_add or not formulas:
            return pd.DataFrame(), {}
        if not isinstance(fit, HasWorkingWeights):
            return refitted(fit, formulas, self.k).table, formulas
        models = None
        if isinstance(fit, HasLeastSquares) and isinstance(self.first, HasLeastSquares):
            models = models_of_subsets_of_terms(fit, self.first, formulas)
        if models is None:
            terms = addable(fit._schema.parsed, upper[""])
            models = models_with_terms(fit, [(upper[""], term) for term in terms])
        return self._table_of(fit, models, formulas), formulas

    def _table_of(
        self, fit: HasWorkingWeights, models: SingleTermModels, formulas: dict[str, str]
    ) -> pd.DataFrame:
        table = fit._single_term_table(models, self.scale, self.k)
        return table.set_axis(["<none>", *formulas], axis=0)

    def _best(self, table: pd.DataFrame, formulas: dict[str, str]) -> tuple[str, str] | None:
        if not len(table):
            return None
        criterion = next((name for name in CRITERIA if name in table), None)
        if criterion is None:
            raise ValueError(
                f"AIC is not defined for what step() compares with {self.fit.formula}: the fit "
                "leaves no degree of freedom for the dispersion"
            )
        table = table[table["Df"] != 0]
        order = np.argsort(table[criterion].round(AIC_DECIMALS).to_numpy(), kind="stable")
        table = table.iloc[order]
        self.criterion = criterion
        if self.trace:
            print("\n".join(anova_lines(table)))
        best = table.index[0]
        return None if best == "<none>" else (best, formulas[best])

    def _print_model(self, word: str) -> None:
        if self.trace:
            aic = format_numbers(round_half([self.aic], 2))[0]
            print(f"{word}:  AIC={aic}", *deparse_lines(self.fit.formula), "", sep="\n")

    def _record(self, label: str) -> None:
        fit = self.fit
        self.path.append(Step(label, fit.df_residual, fit.deviance, self.aic))
        if self.keep is not None:
            values = self.keep(fit, self.aic)
            is_several = np.ndim(values) or isinstance(values, Mapping)
            self.kept_values.append(values if is_several else [values])
