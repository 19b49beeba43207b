"""Draws at the rows of the reference grid of a posterior, and averages of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rglm.inference.means.grid_means import GridArguments
from rglm.inference.means.grid_notes import (
    averaging_note,
    interaction_note,
    nesting_note,
    trend_note,
)
from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings
from rglm.inference.reference_grid.reference_grid import ReferenceGrid
from rglm.inference.reference_grid.specs import Specs
from rglm.models.brm.means.means_page import PosteriorMeans
from rglm.models.brm.means.rescaled import rescaled
from rglm.models.brm.prediction.draw_frame import draw_frame
from rglm.models.brm.prediction.drawn_rows import DrawnRows, Quantity
from rglm.models.brm.prediction.row_quantities import expectation, linear_predictor

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


@dataclass(frozen=True)
class DrawnGrid:
    """A posterior on the reference grid of its fit.

    Attributes
    ----------
    fit : BrmFit
    grid : ReferenceGrid
    arguments : GridArguments
        What it was made of, and the weights of the cells that are averaged over.
    draws : (S, N) float array
        What is averaged, at the rows of the grid.
    scale : Scale
    name : str
        The column of the averages.
    trend : str or None
        The number whose slopes they are.
    """

    fit: BrmFit
    grid: ReferenceGrid
    arguments: GridArguments
    draws: np.ndarray
    scale: Scale
    name: str = "emmean"
    trend: str | None = None

    @classmethod
    def of(cls, fit: BrmFit, arguments: GridArguments, dpar: str | None, epred: bool) -> DrawnGrid:
        """The linear predictor of a parameter of the response, or the expected response.

        Raises ValueError: there is no such number.
        """
        grid = arguments.grid(fit)
        quantity, scale = grid_quantity(fit, dpar, epred), grid_scale(fit, dpar, epred)
        return cls(fit, grid, arguments, grid_draws(fit, grid, quantity), scale)

    @property
    def names(self) -> list[str]:
        """The variables of the grid."""
        return [*self.grid.values]

    def regridded(self, transform: str | None) -> DrawnGrid:
        """The draws on another scale, before they are averaged.

        Raises ValueError: an unknown scale.
        """
        if transform is None:
            return self
        draws, scale = rescaled(self.draws, self.scale, transform)
        name = self.scale.name if self.scale.has_other else self.name
        return replace(self, draws=draws, scale=scale, name=name)

    def averages(self, specs: Specs, settings: EmmSettings) -> PosteriorMeans:
        """The means of the variables that are asked for."""
        specs = specs.with_nests(self.grid)
        names = [*specs.variables, *specs.by]
        groups, weights = self.grid.averages(names, self.arguments.weights)
        means = PosteriorMeans(
            self.fit,
            groups,
            self.draws @ weights.T,
            self.fit._draws_index,
            specs.variables,
            specs.by,
            self.scale,
            settings,
            tuple(self._notes(specs, names)),
            self.name,
            "emtrends" if self.trend else "emmeans",
        )
        if specs.contrast is None:
            return means
        return replace(means, contrasts=means.contrast(specs.contrast))

    def _notes(self, specs: Specs, names: Sequence[str]) -> list[str]:
        """What the means are averaged over, and where that may mislead."""
        averaged, schemas = self.grid.averaged_over(names), self.fit._schemas
        if self.trend:
            interactions = trend_note(schemas, self.grid.rows, self.trend, averaged)
        else:
            interactions = interaction_note(schemas, self.grid.rows, specs.variables, specs.by)
        return [*nesting_note(self.grid.nesting), *averaging_note(averaged), *interactions]

    def rows(self, settings: EmmSettings) -> PosteriorMeans:
        """The numbers at each row of the grid."""
        shown = np.flatnonzero(self.grid.shown)
        groups = self.grid.rows[self.names].iloc[shown].reset_index(drop=True)
        return PosteriorMeans(
            self.fit,
            groups,
            self.draws[:, shown],
            self.fit._draws_index,
            tuple(self.names),
            (),
            self.scale,
            settings,
            tuple(nesting_note(self.grid.nesting)),
            self.name if self.trend else "prediction",
        )


def grid_draws(fit: BrmFit, grid: ReferenceGrid, quantity: Quantity) -> np.ndarray:
    """The draws of a quantity at the rows of a grid, with its offset, (S, N)."""
    designs, offsets = zip(*(schema.apply(grid.rows) for schema in fit._schemas), strict=True)
    given = offsets if grid.offset is None else tuple(grid.offset.T)
    out: np.ndarray = draw_frame(DrawnRows.of_designs(fit, designs, given), quantity).to_numpy()
    return out


def grid_quantity(fit: BrmFit, dpar: str | None, epred: bool) -> Quantity:
    """What is averaged.

    Raises
    ------
    ValueError
        Categories without `dpar`, or with ``epred=True``; a parameter that the response lacks.
    """
    if epred and fit.family.has_levels:
        raise ValueError(
            f"epred=True: {fit.family.name}() has categories, and no mean; "
            "posterior_epred() has their probabilities, avg_predictions(by=...) their averages"
        )
    if epred:
        return expectation(fit)
    if dpar is None and fit.family.has_levels and not fit.family.has_ordered_levels:
        names = ", ".join(repr(one.dpar) for one in fit._predictors)
        raise ValueError(
            f"emmeans(): {fit.family.name}() has a linear predictor for each level; choose one, "
            f"dpar= {names}"
        )
    return linear_predictor(fit, dpar)


def grid_scale(fit: BrmFit, dpar: str | None, epred: bool) -> Scale:
    """The scale of what is averaged."""
    if epred or fit.family.has_levels:  # an expected response; a latent mean
        return Scale(None)
    name = "prob" if dpar in ("zi", "hu") else fit.family.mean_name
    return Scale(fit.family.link_of(dpar or "mu"), name)
