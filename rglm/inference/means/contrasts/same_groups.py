"""The default of ``by=``: the groups that there are."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias


class SameGroups(Enum):
    """The one value says that groups stay as they are; None says that there are none."""

    SAME = "same groups"

    def __repr__(self) -> str:
        return "SAME"


SAME = SameGroups.SAME
By: TypeAlias = str | Sequence[str] | SameGroups | None
