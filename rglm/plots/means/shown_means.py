"""What a picture reads of a table of means: of estimates, and of a posterior."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd

from rglm.inference.means.scale import Scale
from rglm.inference.means.settings import EmmSettings


class ShownMeans(Protocol):
    """Means or contrasts, on the scale that they show."""

    @property
    def fit(self) -> Any:
        """The fit that they are of."""
        ...

    @property
    def groups(self) -> pd.DataFrame:
        """The levels of each row, (k, v)."""
        ...

    @property
    def shown_groups(self) -> pd.DataFrame:
        """The levels, as they are called on the scale that is shown."""
        ...

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns of these that name rows."""
        ...

    @property
    def by(self) -> tuple[str, ...]:
        """The columns of these that name groups of rows."""
        ...

    @property
    def scale(self) -> Scale:
        """The link, and the names on the scale of the response."""
        ...

    @property
    def settings(self) -> EmmSettings:
        """The scale and the level of intervals."""
        ...

    @property
    def is_contrast(self) -> bool:
        """Whether they are contrasts."""
        ...

    @property
    def estimate_name(self) -> str:
        """The column of the estimates."""
        ...

    def tidy(self) -> pd.DataFrame:
        """The levels, ``estimate conf_low conf_high`` and what else is known."""
        ...
