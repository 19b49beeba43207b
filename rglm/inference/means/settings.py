"""What is shown of means: the scale, intervals and tests, their level and adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from rglm.formatting.hints.option_check import check_option
from rglm.inference.confidence_level import INTERVAL_METHODS, check_level
from rglm.inference.multiple_comparisons.adjustments import (
    check_adjustment,
    check_cross_adjustment,
)
from rglm.inference.multiple_comparisons.sides import read_side

TYPES = ("link", "response")


@dataclass(frozen=True)
class EmmSettings:
    """What is shown of means or contrasts.

    Attributes
    ----------
    type : {"link", "response"}
    intervals, tests : bool
        What is shown besides standard errors.
    level : float
        The coverage of intervals.
    adjust : str
        The adjustment of p-values and intervals for their number.
    null, delta : float
        The value that is tested, on the scale of the link, and the distance from it that is too
        small to matter.
    side : {0, -1, 1}
        Of both sides, the left one, the right one.
    df : float or None
        Degrees of freedom in place of those of the fit.
    bias_adjust : bool
    sigma : float or None
        The spread on the scale of the link of what is averaged.
    cross_adjust : str
        The adjustment of all groups together.
    method : {"wald", "profile"}
        Of intervals.
    """

    type: str = "link"
    intervals: bool = True
    tests: bool = False
    level: float = 0.95
    adjust: str = "none"
    null: float = 0.0
    delta: float = 0.0
    side: int = 0
    df: float | None = None
    bias_adjust: bool = False
    sigma: float | None = None
    cross_adjust: str = "none"
    method: str = "wald"

    @property
    def is_response(self) -> bool:
        """Whether the scale of the response is shown."""
        return self.type == "response"

    @property
    def spread(self) -> float | None:
        """The sigma of a bias adjustment, None without one.

        Raises ValueError: nobody said how much it is.
        """
        if self.bias_adjust and self.sigma is None:
            raise ValueError(
                "bias_adjust=True needs sigma=, the standard deviation on the scale of the link "
                "of what is averaged; only lm() has one of its own, that of its residuals"
            )
        return self.sigma if self.bias_adjust else None

    def changed(self, infer: bool | str | Sequence[bool] | None = None, **changes: Any) -> Self:
        """Other settings, where they are not None.

        Raises
        ------
        ValueError
            One is no such setting.
        """
        given: dict[str, Any] = {
            name: value for name, value in changes.items() if value is not None
        }
        if infer is not None:
            given["intervals"], given["tests"] = shown_inference(infer)
        if "side" in given:
            given["side"] = read_side(given["side"])
        if "adjust" in given:
            given["adjust"] = check_adjustment(given["adjust"])
        out = replace(self, **given)
        check_option("type", out.type, TYPES)
        check_option("method", out.method, INTERVAL_METHODS)
        if out.cross_adjust != "none":
            check_cross_adjustment(out.cross_adjust)
        check_level(out.level)
        _check_numbers(out)
        return out


def shown_inference(infer: Any) -> tuple[bool, bool]:
    """Whether intervals and tests are shown: both, one, or ``(True, False)``.

    Raises
    ------
    ValueError
        It is no bool and no pair of them.
    """
    if isinstance(infer, bool):
        return infer, infer
    pair = tuple(infer) if isinstance(infer, Sequence) and not isinstance(infer, str) else ()
    if len(pair) != 2 or not all(isinstance(one, bool) for one in pair):
        raise ValueError(
            f"infer={infer!r}: True or False for intervals and tests, or one for each, "
            "(True, False)"
        )
    return pair[0], pair[1]


def _check_numbers(settings: EmmSettings) -> None:
    if settings.delta < 0:
        raise ValueError(f"delta={settings.delta!r}: a distance from null=, 0 or more")
    if settings.df is not None and not settings.df > 0:
        raise ValueError(f"df={settings.df!r}: degrees of freedom are above 0, or infinite")
    if settings.sigma is not None and settings.sigma < 0:
        raise ValueError(f"sigma={settings.sigma!r}: a standard deviation, 0 or more")
