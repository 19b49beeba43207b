"""The errors of input that cannot be answered right; all are kinds of ValueError."""

from __future__ import annotations

from rglm.formatting.text.brief import brief

MAX_MESSAGE = 2_000  # characters


class FormulaError(ValueError):
    """A formula that cannot be read, or that names a variable that does not exist."""

    def __init__(self, message: str) -> None:
        super().__init__(brief(message, MAX_MESSAGE))


class DataError(ValueError):
    """Data that cannot be fitted as they are: the message names the column and the value."""


class ResponseError(ValueError):
    """A response outside the family's range.

    Attributes
    ----------
    row : int or None
        Position of the first such row, counted from 0.
    value : float or None
        Its value.
    """

    def __init__(self, message: str, row: int | None = None, value: float | None = None) -> None:
        super().__init__(message)
        self.row = row
        self.value = value


class FitError(ValueError):
    """A fit that cannot start or go on; the message says what to try."""


# of a model that cannot be fitted to some rows: all above and singular equations are ValueErrors,
# and a likelihood that is not finite anywhere is a FloatingPointError
FIT_ERRORS = (ValueError, FloatingPointError)
