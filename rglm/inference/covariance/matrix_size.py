"""Whether a matrix that is asked for would fit into memory."""

from __future__ import annotations

MAX_MATRIX_BYTES = 16e9  # of a matrix with a row for each row of the data


def check_matrix_size(
    rows: int, columns: int, what: str, instead: str, limit: float | None = None
) -> None:
    """Check that a matrix of so many rows and columns takes no more bytes than a limit.

    Raises
    ------
    ValueError
        It takes more; `instead` says what to do.

    Examples
    --------
    >>> check_matrix_size(10**6, 10**6, "a covariance of 1,000,000 coefficients", "name some")
    Traceback (most recent call last):
    ValueError: a covariance of 1,000,000 coefficients would take 8000 GB; name some
    """
    size = 8.0 * rows * columns
    if size > (MAX_MATRIX_BYTES if limit is None else limit):
        raise ValueError(f"{what} would take {size / 1e9:.0f} GB; {instead}")
