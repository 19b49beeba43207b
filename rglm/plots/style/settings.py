"""What the user changed in the settings of matplotlib, by ``rcParams`` or a style sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast


def user_setting(name: str) -> Any:
    """A setting of ``matplotlib.rcParams`` that is not matplotlib's own default; else None."""
    from matplotlib import rcParams, rcParamsDefault

    value = cast("Mapping[str, Any]", rcParams)[name]
    return None if value == cast("Mapping[str, Any]", rcParamsDefault)[name] else value
