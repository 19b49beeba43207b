"""Predictions of a fit at the rows of its reference grid, and averages of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.families.links.chained import Chained, Inverted
from rglm.families.links.link_names import LINKS
from rglm.formatting.hints.option_check import check_option
from rglm.inference.covariance.given_covariance import covariance_name
from rglm.inference.estimands.estimands import averages
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.means.grid_notes import (
    averaging_note,
    interaction_note,
    nesting_note,
    trend_note,
)
from rglm.inference.means.regrid import RESPONSE, SAME, check_regrid
from rglm.inference.means.response_scale import response_scale
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.means.trend_slopes import TrendSlopes
from rglm.inference.reference_grid.cell_averages import Weights
from rglm.inference.reference_grid.covariate_reduction import CovReduce
from rglm.inference.reference_grid.grid_of_fit import FOUND, grid_of_fit
from rglm.inference.reference_grid.reference_grid import ReferenceGrid
from rglm.inference.reference_grid.specs import Specs
from rglm.inference.reference_grid.variable_summary import MOST_KEPT
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult
from rglm.protocol.quantities.back_transformed import BackTransformed
from rglm.protocol.quantities.row_quantity import RowQuantity
from rglm.protocol.result_rows import ResultRows

SEVERAL = "response"  # the name of a response of several columns, as cbind(a, b, c)


@dataclass(frozen=True)
class GridArguments:
    """What a reference grid is made of; arguments of `grid_of_fit`, and the weights of averages.

    Attributes
    ----------
    at : dict or None
        Values of some variables.
    cov_reduce : str, bool, callable, list or dict
        What becomes of numbers.
    cov_keep : int, str or list of these
        Numbers that have all their values.
    nesting : "auto", None, str or dict
        Which variables are nested in others.
    offset : float, sequence of float or None
        In place of the mean offset.
    weights : str or sequence of float
        Of the cells that are averaged over.
    """

    at: Mapping[str, Any] | None = None
    cov_reduce: CovReduce = "mean"
    cov_keep: int | str | Sequence[int | str] = MOST_KEPT
    nesting: str | Mapping[str, Any] | None = FOUND
    offset: float | Sequence[float] | None = None
    weights: Weights = "equal"

    def grid(self, fit: ResultRows, parts: Sequence[str] = ()) -> ReferenceGrid:
        """The grid of a fit, or of the variables of some parts of its formula."""
        return grid_of_fit(
            fit,
            self.at,
            self.cov_reduce,
            self.nesting,
            self.cov_keep,
            self.offset,
            parts=parts or None,
        )


@dataclass(frozen=True)
class MeansOfGrid:
    """A fit on its reference grid.

    Attributes
    ----------
    fit : ModelResult
    grid : ReferenceGrid
    weights : str or sequence of float
        Of the cells that are averaged over.
    quantity : RowQuantity
        What is averaged.
    scale : Scale
        Of the averages.
    parameters : Parameters
    covariance_name : str or None
    slopes : TrendSlopes or None
        Of trends, whose averages are taken instead of those of the quantity.
    """

    fit: ModelResult
    grid: ReferenceGrid
    weights: Weights
    quantity: RowQuantity
    scale: Scale
    parameters: Parameters
    covariance_name: str | None
    slopes: TrendSlopes | None = None

    @classmethod
    def of(
        cls, fit: ModelResult, arguments: GridArguments, vcov: Vcov, mode: str | None
    ) -> MeansOfGrid:
        """A prediction of a fit, with the covariance that ``vcov=`` asks for.

        Raises ValueError: there is no such prediction.
        """
        quantity = fit._quantity(_type_of_mode(fit, mode))
        note = covariance_name(vcov, fit)
        scale, parameters = _scale_of(fit, quantity), Parameters.of(fit, vcov)
        grid, weights = arguments.grid(fit, quantity.parts), arguments.weights
        return cls(fit, grid, weights, quantity, scale, parameters, note)

    def regridded(self, transform: str) -> MeansOfGrid:
        """The predictions on another scale, before they are averaged; see `regrid`.

        Raises ValueError: an unknown scale.
        """
        check_regrid(transform)
        if transform in SAME:
            return self
        links, scale = [self.scale.link] if self.scale.link is not None else [], Scale(None)
        if transform not in RESPONSE:
            scale = Scale(LINKS[transform])
            links.append(Inverted(LINKS[transform]))
        name = self.scale.name if self.scale.has_other else self.quantity.name
        quantity = BackTransformed.of(self.quantity, Chained(tuple(links)))
        return replace(self, quantity=replace(quantity, name=name), scale=scale)

    @property
    def levels(self) -> tuple[str, ...]:
        """The name of the variable whose levels the columns of the quantity are, if any."""
        if self.quantity.columns is None:
            return ()
        names = self.fit._schema.parsed.response.names
        name = names[0] if len(names) == 1 and names[0] not in self.grid.values else SEVERAL
        return (self.quantity.column_variable or name,)

    @property
    def names(self) -> list[str]:
        """The variables of the grid, the levels of a response last (of `polr` first)."""
        return self._with_levels([*self.grid.values], self.levels)

    def _with_levels(self, names: list[str], levels: Sequence[str]) -> list[str]:
        first, last = (levels, ()) if self.quantity.has_columns_first else ((), levels)
        return [*first, *names, *last]

    def averages(self, specs: Specs, settings: EmmSettings) -> EmmGrid:
        """The means of the variables that are asked for."""
        specs = specs.with_nests(self.grid)
        names = [*specs.variables, *specs.by]
        of_grid = [name for name in names if name not in self.levels]
        groups, weights = self.grid.averages(of_grid, self.weights)
        groups, estimated = self._by_level(groups, self._estimated(weights), names)
        levels = [name for name in self.levels if name not in names]
        averaged = self._with_levels([*self.grid.averaged_over(of_grid)], levels)
        notes = [
            *nesting_note(self.grid.nesting),
            *averaging_note(averaged),
            *(self._response_note() if settings.is_response else ()),
            *self._interaction_note(specs, averaged),
        ]
        return self._emm(groups, estimated, specs, settings, tuple(notes))

    def _interaction_note(self, specs: Specs, averaged: Sequence[str]) -> list[str]:
        schemas = self.fit._schemas
        if self.slopes is not None:
            return trend_note(schemas, self.grid.rows, self.slopes.column, averaged)
        return interaction_note(schemas, self.grid.rows, specs.variables, specs.by)

    def rows(self, settings: EmmSettings) -> EmmGrid:
        """The prediction at each row of the grid."""
        shown = np.flatnonzero(self.grid.shown)
        rows = self.grid.rows[[*self.grid.values]].iloc[shown].reset_index(drop=True)
        estimated = self._estimated(self.grid.row_weights())
        groups, estimated = self._by_level(rows, estimated, self.names)
        notes = tuple(nesting_note(self.grid.nesting))
        emm = self._emm(groups, estimated, Specs(tuple(self.names), (), None), settings, notes)
        return replace(emm, name=self.quantity.name or "prediction")

    def _emm(
        self,
        groups: pd.DataFrame,
        estimated: Estimated,
        specs: Specs,
        settings: EmmSettings,
        notes: tuple[str, ...],
    ) -> EmmGrid:
        return EmmGrid(
            self.fit,
            groups,
            estimated,
            self.scale,
            specs.variables,
            specs.by,
            self.quantity.name or "emmean",
            self._with_sigma(settings),
            notes,
            covariance_name=self.covariance_name,
            heading="emmeans" if self.slopes is None else "emtrends",
        )

    def _response_note(self) -> list[str]:
        """The line that says what means are of, where no other scale is known."""
        response, is_linear = self.fit._schema.parsed.response, self.fit._has_raw_residuals
        if response.column is not None or self.scale.has_other or not is_linear:
            return []
        return [f"Means are of {response.name}"]

    def _with_sigma(self, settings: EmmSettings) -> EmmSettings:
        """The settings, with the residual standard deviation of a linear model."""
        fit: Any = self.fit
        if settings.sigma is not None or not fit._has_raw_residuals:
            return settings
        return replace(settings, sigma=fit.sigma)

    def _estimated(self, weights: np.ndarray) -> Estimated:
        """Averages of each number of the quantity."""
        rows = self.fit._design_rows(self.grid.rows, self.grid.offset)
        if self.slopes is not None:
            of_slopes = self.slopes.averages(self.fit, self.grid.rows, rows, weights)
            return Estimated(of_slopes, self.parameters)
        return Estimated(averages(rows, self.quantity, weights), self.parameters)

    def _by_level(
        self, groups: pd.DataFrame, estimated: Estimated, names: Sequence[str]
    ) -> tuple[pd.DataFrame, Estimated]:
        """The groups of each level of the response, or averages over these.

        The first of the names is fastest.
        """
        if not self.levels:
            return groups, estimated
        count, size = self.quantity.count, len(groups)
        if self.levels[0] not in names:
            return groups, estimated.combined(np.tile(np.eye(size), count) / count)
        out = pd.concat([groups] * count, ignore_index=True)
        levels = list(self.quantity.columns or ())
        out[self.levels[0]] = pd.Categorical(levels, levels).repeat(size)
        out = out[[str(name) for name in names]]
        order = np.lexsort([pd.factorize(out[name])[0] for name in names])
        return out.iloc[order].reset_index(drop=True), estimated.take(order)


def _scale_of(fit: ModelResult, quantity: RowQuantity) -> Scale:
    """The scale of a quantity, and of a response that the formula transforms."""
    scale = Scale(quantity.link, quantity.mean_name)
    if quantity.link is None:
        return scale
    return response_scale(fit._schema.parsed.response, scale, fit._schema.states)


def _type_of_mode(fit: ModelResult, mode: str | None) -> str:
    """The type of prediction that a mode of emmeans is."""
    types = fit._quantity_types
    if mode is None:
        return fit._mean_type or types[0]
    word = str(mode).replace(".", "_")
    word = "probs" if word == "prob" and "probs" in types else word
    return check_option("mode", word, types)
