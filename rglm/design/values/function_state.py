"""The learned state of a function of a formula: knots, centres, levels, by name."""

from __future__ import annotations

from typing import Any, TypeAlias

# empty until the function was called on the rows of the fit
FunctionState: TypeAlias = dict[str, Any]
