"""The types of values that a formula's functions take and return."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from rglm.design.values.dates import Dates
from rglm.design.values.exact_numbers import ExactNumbers
from rglm.design.values.r_values import Factor, Logical, Matrix

# a value for each row
ColumnValue: TypeAlias = np.ndarray | Factor | Logical | Matrix | ExactNumbers | Dates
# what an expression may be made of: constants and lists of them too
FormulaValue: TypeAlias = ColumnValue | float | int | str | bool | list | None
# what a function learned from the rows of the fit, by name: knots, centres, levels; empty before
FunctionState: TypeAlias = dict[str, Any]
