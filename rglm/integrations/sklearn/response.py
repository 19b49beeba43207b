"""The response y of an estimator: a column of X by the formula, or given apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.utils import assert_all_finite, check_consistent_length, column_or_1d
from sklearn.utils.multiclass import check_classification_targets, type_of_target

from rglm.design.evaluation.expressions import expression
from rglm.design.formula.formula_parts import split_sides
from rglm.design.syntax.r_spelling import quote_name
from rglm.sources.frames.polars_frames import is_enum

NO_RESPONSE = (
    "This GLM estimator requires y to be passed, but the target y is None; or name a column of X "
    "in the formula, 'y ~ x'"
)


@dataclass(frozen=True)
class Response:
    """The response of some rows.

    Attributes
    ----------
    formula : str
        The formula with the response on its left.
    column : str or None
        Its column; None of an expression, such as ``log(y)``.
    values : Series, array or None
        What was given as y, or is the column of X; None of an expression, of which the formula
        has the values.
    """

    formula: str
    column: str | None
    values: Any

    @classmethod
    def of(cls, formula: str, frame: pd.DataFrame, y: Any) -> Response:
        """The response of ``fit(X, y)``.

        Raises
        ------
        ValueError
            There is none, or two; or y stands beside a formula with an expression on its left.
        TypeError
            The formula is no string.
        """
        if not isinstance(formula, str):
            raise TypeError(f"formula= takes a string, got {type(formula).__name__}")
        left, right = split_sides(formula)
        column = expression(left).column if left else None
        if y is None:
            return cls(formula, column, _values_in_frame(left, column, frame))
        check_consistent_length(frame, y)
        column = _column_of_y(left, column, getattr(y, "name", None), frame)
        return cls(f"{quote_name(column)} ~ {right}", column, y)

    def known_rows(self, frame: pd.DataFrame, y: Any) -> np.ndarray:
        """The rows whose response is not missing, where it is a column of X; else all rows."""
        if y is None and self.column is not None:
            return frame[self.column].notna().to_numpy()
        return np.ones(len(frame), dtype=bool)


def _values_in_frame(left: str, column: str | None, frame: pd.DataFrame) -> pd.Series | None:
    """The column of X that is the response; None of an expression."""
    if not left:
        raise ValueError(NO_RESPONSE)
    if column is not None and column not in frame:
        raise ValueError(
            f"the formula's response {column!r} is no column of X; give y, or X with it"
        )
    return None if column is None else frame[column]


def _column_of_y(left: str, column: str | None, name: Any, frame: pd.DataFrame) -> str:
    """The name of a response that is given apart: that of the formula, its own, or "y".

    A column of X that has the name of y is the response too, and no predictor of ``"~ ."``.
    """
    if left and column is None:
        raise ValueError(
            f"the formula's response is {left}, and y is given apart: predictions of {left} are "
            "not those of y. Give X with all columns and y=None, or y on the scale that is "
            "modelled and a formula that names it, 'y ~ x'"
        )
    if column is not None:
        if column in frame and name not in (None, column):
            raise ValueError(
                f"y is named {name!r}, and the formula's response {column!r} is a column of X"
            )
        return column
    if isinstance(name, str) and name:
        return name
    free = "y"
    while free in frame:
        free += "_"
    return free


def as_numbers(y: Any) -> np.ndarray:
    """A response of numbers, (n,).

    Raises ValueError: it is no column of finite numbers.
    """
    try:
        values = one_column(y).astype(float)
    except (TypeError, ValueError) as error:
        remedy = "family='binomial' is for two classes, model='multinom' for more"
        raise ValueError(f"the response of a regression has numbers; {remedy} ({error})") from None
    assert_all_finite(values, input_name="y")
    return values


def one_column(y: Any) -> np.ndarray:
    """The values of y, in one dimension; a warning where it is a matrix of one column.

    Booleans and numbers that were objects, as some were missing, are such again.
    """
    values = y.to_numpy() if hasattr(y, "to_numpy") else np.asarray(y)
    column = column_or_1d(values, warn=True)
    return pd.Series(column).infer_objects().to_numpy() if column.dtype == object else column


@dataclass(frozen=True)
class Classes:
    """The classes of a response in scikit-learn's order, and the place of each row's class."""

    labels: np.ndarray  # sorted
    codes: np.ndarray
    order: np.ndarray  # the places of the labels in the order of the model: of an ordered factor

    @classmethod
    def of(cls, y: Any, weights: np.ndarray | None, most: int | None) -> Classes:
        """The classes of a response, of which there are at least two and `most` at most.

        Raises
        ------
        ValueError
            There are fewer, or fewer with a weight, or more; or y is a column of numbers that are
            no classes.
        """
        values = one_column(y)
        assert_all_finite(values, input_name="y")
        _check_classes(values)
        labels, codes = np.unique(values, return_inverse=True)
        used = labels if weights is None else np.unique(values[weights > 0])
        if len(used) < 2:
            raise ValueError(
                "GLM needs samples of at least 2 classes in the data, but the data contains only "
                f"one class: {', '.join(map(str, used))}"
            )
        if most is not None and len(labels) > most:
            raise ValueError(
                "Only binary classification is supported. The type of the target is "
                f"{type_of_target(values)}."
            )
        return cls(labels, codes, _model_order(y, labels))

    def factor(self, is_ordered: bool) -> Any:
        """The classes as a factor, whose levels have the order of the model."""
        names = [str(label) for label in self.labels[self.order]]
        places = np.argsort(self.order)
        return pd.Categorical.from_codes(
            places[self.codes], categories=pd.Index(names), ordered=is_ordered
        )


def _check_classes(values: np.ndarray) -> None:
    """Check that a response has classes.

    Raises ValueError: it has numbers that are none, as proportions are.
    """
    try:
        check_classification_targets(values)
    except ValueError as error:
        remedy = "proportions are a regression, family='quasibinomial'; see help(GLM)"
        raise ValueError(f"{error} In rglm {remedy}") from None


def _model_order(y: Any, labels: np.ndarray) -> np.ndarray:
    """The places of the labels in the order of the categories of y, if they have one."""
    if not has_order(y):
        return np.arange(len(labels))
    places = {label: place for place, label in enumerate(labels)}
    return np.array([places[c] for c in y.dtype.categories if c in places])


def has_order(y: Any) -> bool:
    """Whether y is an ordered Categorical, or an Enum of polars."""
    dtype = getattr(y, "dtype", None)
    return is_enum(dtype) or (isinstance(dtype, pd.CategoricalDtype) and bool(dtype.ordered))
