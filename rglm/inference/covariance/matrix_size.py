"""Whether a matrix that is asked for would fit into memory."""

from __future__ import annotations

ROOM = 16e9  # bytes of a matrix with a row for each row of the data


def check_matrix_size(
    rows: int, columns: int, what: str, instead: str, room: float | None = None
) -> None:
    """Check that a matrix of so many rows and columns would not take more bytes than `room`.

    Raises
    ------
    ValueError
        It would; `instead` says what to do.

    Examples
    --------
    >>> check_matrix_size(10**6, 10**6, "a covariance of 1,000,000 coefficients", "name some")
    Traceback (most recent call last):
    ValueError: a covariance of 1,000,000 coefficients would take 8000 GB; name some
    """
    size = 8.0 * rows * columns
    if size > (ROOM if room is None else room):
        raise ValueError(f"{what} would take {size / 1e9:.0f} GB; {instead}")
