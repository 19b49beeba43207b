"""The levels of a categorical response, checked before a model is fitted to them."""

from __future__ import annotations

from rglm.design.values.r_values import Factor
from rglm.errors import DataError
from rglm.formatting.hints.warning_location import warn
from rglm.models.base.model_data import ModelData
from rglm.warnings import FitWarning


def response_factor(data: ModelData, min_levels: int, function: str, advice: str) -> Factor:
    """The response as a factor of at least `min_levels` levels; warns of levels without rows.

    Raises
    ------
    DataError
        It is no factor, which ends with `advice`, or has too few levels.
    """
    name, response = data.frame.schema.parsed.response.name, data.frame.response
    if not isinstance(response, Factor):
        raise DataError(f"{function}: the response {name!r} is not a factor; {advice}")
    if len(response.levels) < min_levels:
        shown = ", ".join(map(repr, response.levels))
        raise DataError(
            f"{function}: the response {name!r} has {len(response.levels)} level(s) ({shown}); it "
            f"takes {min_levels} or more"
        )
    if data.empty_levels:
        _warn_of_empty_levels(function, name, data.empty_levels)
    return response


def _warn_of_empty_levels(function: str, name: str, levels: tuple[str, ...]) -> None:
    shown = ", ".join(map(repr, levels[:10]))
    groups, are = ("groups", "are") if len(levels) > 1 else ("group", "is")
    more = ", ..." if len(levels) > 10 else ""
    warn(
        f"{function}: {groups} {shown}{more} {are} empty: no row of the fit has such a "
        f"response {name!r}; the model is of the other levels",
        FitWarning,
    )
