"""R's ``poly()``: orthogonal polynomials by their three-term recurrence, and plain powers."""

from __future__ import annotations

import numpy as np

from rglm.design.values.formula_value import FunctionState
from rglm.design.values.numeric_arguments import as_column, observed_values, whole_number


def learn_poly(x: object, degree: int = 1) -> FunctionState:
    r"""The recurrence of the orthogonal polynomials on the values of `x`.

    With :math:`p_{-1} = 0` and :math:`p_0 = 1`, the monic polynomials are

    .. math:: p_{j+1}(x) = (x - \alpha_j) p_j(x) - \frac{n_j}{n_{j-1}} p_{j-1}(x), \qquad
       \alpha_j = \sum_i x_i p_j(x_i)^2 / n_j, \quad n_j = \sum_i p_j(x_i)^2

    Parameters
    ----------
    x : (n,) array_like
        Missing values (NaN) take no part.
    degree : int
        The highest power, 1 or more.

    Returns
    -------
    dict
        ``alpha`` (`degree` floats) and ``norm2`` (1, then :math:`n_0, \ldots, n_{degree}`), the
        numbers of R's ``attr(poly(x, degree), "coefs")``, as tuples.

    Raises
    ------
    ValueError
        `degree` is not below the number of distinct values of `x`.

    Notes
    -----
    Source: Forsythe (1957), "Generation and use of orthogonal polynomials for data-fitting with a
    digital computer"; R's ``poly``. R refuses missing values; here their rows become NaN.

    Examples
    --------
    >>> state = learn_poly([1, 2, 3, 4, 5], 2)
    >>> state["alpha"], [round(n, 9) for n in state["norm2"]]
    ((3.0, 3.0), [1.0, 5.0, 10.0, 14.0])
    """
    values = observed_values(x, "poly")
    degree = whole_number(degree, "poly", "degree", 1)
    check_degree(degree, np.unique(values).size)
    centre = values.mean()
    alpha, norms = _recurrence(values - centre, degree)
    return orthogonal_poly_state(alpha + centre, norms)


def check_degree(degree: int, distinct: int) -> None:
    """Check that the degree is below the number of distinct values."""
    if degree >= distinct:
        raise ValueError(
            f"poly(): degree ({degree}) must be less than the number of distinct values of x "
            f"({distinct}); choose a degree of at most {distinct - 1}"
        )


def orthogonal_poly_state(alpha: np.ndarray, norms: np.ndarray) -> FunctionState:
    """The state of `apply_poly`, from alpha and the norms of the monic polynomials."""
    with np.errstate(all="ignore"):
        squares = norms**2
    if not ((squares > 1e-300) & np.isfinite(squares)).all():
        raise ValueError(
            "poly(): the powers of x are too large or too small for floating point numbers; "
            "rescale it: divide it by its largest value"
        )
    return {"alpha": tuple(alpha.tolist()), "norm2": (1.0, *squares.tolist())}


def apply_poly(state: FunctionState, x: object) -> np.ndarray:
    r"""The orthonormal polynomials :math:`p_j(x) / \sqrt{n_j}`, ``j = 1, ..., degree``.

    Returns
    -------
    (n, degree) array
        R's ``poly(x, degree)`` on the rows it was learned from, its ``predict`` on others.

    Examples
    --------
    >>> apply_poly(learn_poly([1, 2, 3, 4, 5], 1), [3, 13]).round(6).tolist()
    [[0.0], [3.162278]]
    """
    values = as_column(x, "poly")
    alpha, norms = state["alpha"], np.sqrt(state["norm2"][1:])
    out = np.empty((values.size, len(alpha)), order="F")
    previous, current = np.zeros_like(values), np.full_like(values, 1 / norms[0])
    with np.errstate(invalid="ignore"):
        for j, middle in enumerate(alpha):
            back = norms[j] / norms[j - 1] if j else 0.0
            following = (values - middle) * current - back * previous
            previous, current = current, following * (norms[j] / norms[j + 1])
            out[:, j] = current
    out[np.isnan(values)] = np.nan
    return out


def poly_slopes(state: FunctionState, x: object) -> np.ndarray:
    """The derivatives of the orthonormal polynomials at `x`, (n, degree).

    Examples
    --------
    >>> poly_slopes(learn_poly([1, 2, 3, 4, 5], 1), [3, 13]).round(6).tolist()
    [[0.316228], [0.316228]]
    """
    values, norms = as_column(x, "poly"), np.sqrt(state["norm2"][1:])
    columns = np.column_stack([np.full_like(values, 1 / norms[0]), apply_poly(state, values)])
    slopes = np.zeros(columns.shape)
    for j, middle in enumerate(state["alpha"]):
        following = columns[:, j] + (values - middle) * slopes[:, j]
        if j:
            following = following - norms[j] / norms[j - 1] * slopes[:, j - 1]
        slopes[:, j + 1] = following * (norms[j] / norms[j + 1])
    return slopes[:, 1:]


def raw_powers(x: object, degree: int = 1) -> np.ndarray:
    """The powers ``x, x**2, ..., x**degree``: R's ``poly(x, degree, raw = TRUE)``.

    Examples
    --------
    >>> raw_powers([2, 3], 3).tolist()
    [[2.0, 4.0, 8.0], [3.0, 9.0, 27.0]]
    """
    values = as_column(x, "poly")
    degree = whole_number(degree, "poly", "degree", 1)
    return np.column_stack([values**power for power in range(1, degree + 1)])


def orthonormal(values: np.ndarray, degree: int) -> np.ndarray:
    """The polynomials of degree 0 to `degree`, orthonormal on centred `values`: (n, degree + 1).

    Each is made orthogonal to all before it, twice, because the recurrence alone loses
    orthogonality as the degree nears the number of values (Giraud, Langou & Rozloznik 2005,
    "twice is enough").
    """
    basis = np.empty((values.size, degree + 1), order="F")
    basis[:, 0] = 1 / np.sqrt(values.size)
    for j in range(degree):
        new = values * basis[:, j]
        for _ in range(2):
            new = new - basis[:, : j + 1] @ (basis[:, : j + 1].T @ new)
        basis[:, j + 1] = new / np.linalg.norm(new)
    return basis


def _recurrence(values: np.ndarray, degree: int) -> tuple[np.ndarray, np.ndarray]:
    """Alpha and the norms of the monic polynomials, of centred `values`."""
    basis = orthonormal(values, degree)
    times_x = values[:, None] * basis
    alpha = np.einsum("ij,ij->j", basis[:, :-1], times_x[:, :-1])
    steps = np.einsum("ij,ij->j", basis[:, 1:], times_x[:, :-1])
    return alpha, np.cumprod([np.sqrt(values.size), *steps])
