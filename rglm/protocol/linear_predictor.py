"""The linear predictors of a model, one by one: eta_k = X_k beta_k + o_k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rglm.design.frame.schema import Schema


@dataclass(frozen=True)
class LinearPredictor:
    """One linear predictor: which columns of the source it has, and which parameters.

    Attributes
    ----------
    number : int
        Which of the model's linear predictors, from 0 on.
    name : str or None
        ``"count"``, a level of the response, ...; None for the only one.
    schema : Schema
        Its side of the formula.
    assign : (q,) int array
        The number of the term of each estimated column, from 1 on; 0 is the intercept.
    estimable : (q,) int array
        The estimated columns among those of the source.
    places : slice
        Their coefficients among the parameters.
    centred : bool
        Whether its terms are centred on the means of the columns, as those beside an intercept.
    """

    number: int
    name: str | None
    schema: Schema
    assign: np.ndarray
    estimable: np.ndarray
    places: slice
    centred: bool

    @classmethod
    def of(
        cls,
        number: int,
        name: str | None,
        schema: Schema,
        estimable: np.ndarray,
        places: slice,
        first: int = 0,
        centred: bool | None = None,
    ) -> LinearPredictor:
        """The predictor whose columns begin with column `first` of the source."""
        assign, intercept = np.asarray(schema.assign)[estimable - first], schema.parsed.intercept
        centred = intercept if centred is None else centred
        return cls(number, name, schema, assign, estimable, places, centred)

    @property
    def terms(self) -> tuple[str, ...]:
        """The labels of its terms."""
        return self.schema.parsed.labels

    def term_slopes(self, x: np.ndarray, means: np.ndarray, term: int, count: int) -> np.ndarray:
        """The derivatives of what a term adds to eta, (n, count)."""
        out, inside = np.zeros((len(x), count)), self.assign == term + 1
        out[:, self.places] = np.where(inside, x[:, self.estimable] - means[self.estimable], 0.0)
        return out
