"""A linear model with some of the terms of another, without a pass over its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rglm.models.glm.submodel import fit_of_terms, selected_terms

if TYPE_CHECKING:
    from rglm.models.lm.lm_result import LmResult

Fit = TypeVar("Fit", bound="LmResult")


def submodel(fit: Fit, formula: str, same_rows: bool = False) -> Fit | None:
    """The fit of a formula with some of the terms of a fit, from its triangle.

    None where the fit has none, and as `selected_terms`.
    """
    fits = fit._column_fits
    if fits is None or fit._source is None:
        return None
    selected = selected_terms(fit, formula, same_rows)
    if selected is None:
        return None
    schema, columns = selected
    solution = fits.with_sums(fit._sums, columns, schema.parsed.intercept)
    smaller = fit_of_terms(fit, solution, schema, columns, formula)
    return smaller._replace(**smaller._values_without_pass())
