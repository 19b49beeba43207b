"""What ``cov_reduce=`` makes of covariates: values, or predictions from other variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.design.evaluation.expressions import expression
from rglm.design.frame.build_frame import model_frame
from rglm.design.values.data_column import TEXT_COLUMNS_ATTR, read_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.reference_grid.number_sums import NumberSums
from rglm.inference.reference_grid.variable_summary import value_codes
from rglm.inference.row_values import rows_in_data

if TYPE_CHECKING:
    from rglm.protocol.result_rows import ResultRows

Reduction: TypeAlias = "str | bool | Callable[[np.ndarray], Any]"
CovReduce: TypeAlias = "Reduction | Sequence[str] | Mapping[str, Reduction]"
"""What ``cov_reduce=`` takes: a function, its name, True (the mean), False (all values), a formula
``"x ~ g"``, a list of formulas, or a dict of these by variable."""

SUMMARIES: Mapping[str, Callable[[NumberSums], list[float]]] = {
    "mean": lambda sums: sums.means.tolist(),
    "min": lambda sums: sums.low.tolist(),
    "max": lambda sums: sums.high.tolist(),
    "range": lambda sums: [float(sums.low[0]), float(sums.high[0])],
    "meanint": lambda sums: [float(sums.means[0]) - 1, float(sums.means[0]) + 1],
}
EXAMPLE = "cov_reduce='range', a function, 'x ~ g', or {'x': np.median}"


@dataclass(frozen=True)
class CovariateReduction:
    """What becomes of covariates.

    Attributes
    ----------
    default : str, bool or callable
    by_name : dict
    formulas : dict of str
        The right side of the regression that predicts a covariate, by its name.
    """

    default: Any = "mean"
    by_name: Mapping[str, Any] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, given: CovReduce, names: Sequence[str]) -> CovariateReduction:
        """What an argument asks for.

        Raises
        ------
        TypeError, ValueError
            It is none of what `CovReduce` lists, or of what is no covariate.
        """
        default: Any = "mean"
        by_name: dict[str, Any] = {}
        if isinstance(given, Mapping):
            by_name = {str(name): value for name, value in given.items()}
        elif isinstance(given, str) and "~" not in given:
            default = given
        elif isinstance(given, str):
            by_name = _by_left_side([given])
        elif isinstance(given, Sequence):
            by_name = _by_left_side(given)
        else:
            default = given
        for name in by_name:
            if name not in names:
                hint = did_you_mean(name, names)
                known = ", ".join(names) or "none"
                raise ValueError(f"cov_reduce= has {name!r}; the covariates are {known}{hint}")
        formulas = {n: v for n, v in by_name.items() if isinstance(v, str) and "~" in v}
        others = {n: v for n, v in by_name.items() if n not in formulas}
        for value in (default, *others.values()):
            _check(value)
        return cls(default, others, {n: v.partition("~")[2] for n, v in formulas.items()})

    def of(self, name: str) -> Any:
        """What a covariate is reduced by; False where it has all its values."""
        reduction = self.by_name.get(name, self.default)
        return "mean" if reduction is True else reduction


def reduced_values(fit: ResultRows, name: str, sums: NumberSums, reduction: Any) -> list[Any]:
    """The values of a covariate in the grid."""
    if isinstance(reduction, str) and reduction in SUMMARIES:
        return SUMMARIES[reduction](sums)
    rows = np.asarray(column_values(fit, [name])[name], dtype=float)
    function: Any = np.median if reduction == "median" else reduction
    result = function(rows)
    values = np.atleast_1d(np.asarray(result, dtype=float)).ravel()
    if not len(values) or np.isnan(values).any():
        raise ValueError(f"cov_reduce= makes {values.tolist()} of {name!r}; it must give numbers")
    return list(dict.fromkeys(values.tolist()))


def predicted_covariates(
    fit: ResultRows, formulas: Mapping[str, str], rows: pd.DataFrame
) -> pd.DataFrame:
    """The rows of a grid with covariates predicted by least squares from other variables."""
    for name, side in formulas.items():
        reads = [n for n in expression(side.strip()).reads if n in rows]
        data = column_frame(fit, [*reads, name])
        frame = model_frame(f"`{name}` ~ {side}", data)
        part = frame.parts[0]
        x = part.columns.matrix(slice(None))
        response = np.asarray(frame.response, dtype=float)
        beta = np.linalg.lstsq(x, response, rcond=None)[0]
        new = part.schema.apply(rows)[0].matrix(slice(None))
        rows = rows.assign(**{name: new @ beta})
    return rows


def column_values(fit: ResultRows, names: Sequence[str]) -> dict[str, np.ndarray]:
    """Columns of the rows of a fit as numbers, in memory."""
    frame = column_frame(fit, names)
    return {name: value_codes(read_column(frame[name], name)) for name in names}


def column_frame(fit: ResultRows, names: Sequence[str]) -> pd.DataFrame:
    """Some columns of the rows of a fit; of data in chunks they are put into memory.

    Raises
    ------
    ValueError
        The fit was stripped of its rows.
    """
    if fit._source is None:
        raise ValueError(
            f"cov_reduce= needs the values of {names[-1]!r}, and the fit was stripped of its "
            "rows; it has the mean, min, max and range, and takes values by at="
        )

    def columns(part: Any) -> pd.DataFrame:
        frame = part.data[list(names)].iloc[rows_in_data(part)]
        text = [n for n in part.data.attrs.get(TEXT_COLUMNS_ATTR, ()) if n in names]
        return frame.astype(dict.fromkeys(text, object))

    return pd.concat(list(fit._map_chunks(columns, "the reference grid")), ignore_index=True)


def _by_left_side(formulas: Sequence[str]) -> dict[str, str]:
    out = {}
    for text in formulas:
        left, tilde, _ = text.partition("~") if isinstance(text, str) else ("", "", "")
        if not tilde or not left.strip():
            raise TypeError(f"cov_reduce= has {text!r}; write a formula 'x ~ g', or {EXAMPLE}")
        out[left.strip("` ")] = text
    return out


def _check(value: Any) -> None:
    is_name = isinstance(value, str) and value in (*SUMMARIES, "median")
    if not (is_name or isinstance(value, bool) or callable(value)):
        raise TypeError(f"cov_reduce= has {value!r}; write {EXAMPLE}")
