"""The parameters that all rows share, beside the coefficients; they are logarithms."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.inference.tables.summary import two_sided_p_values
from rglm.protocol.capabilities import HasLikelihoodModel


class ScalarParameters(HasLikelihoodModel):
    """Log(theta), log(sigma) and their like, and the parameters themselves."""

    @property
    def scalars(self) -> pd.Series:
        """The parameters that are no coefficients."""
        names = list(self._likelihood_model.density.scalars)
        return pd.Series(self._likelihood_model.scalars(self._parameters), index=names)

    @property
    def _auxiliary_errors(self) -> pd.Series:
        """The standard errors of the scalars."""
        errors = np.sqrt(np.diag(self._solution.covariance))
        names = list(self._likelihood_model.density.scalars)
        return pd.Series(errors[len(errors) - len(names) :], index=names)

    def _auxiliary_value(self, name: str) -> float | None:
        """The exponential of one of the scalars; None if there is none of the name."""
        value = self.scalars.get(name)
        with np.errstate(over="ignore"):  # infinite, where its logarithm runs away
            return None if value is None else float(np.exp(value))

    def _auxiliary_error(self, name: str) -> float | None:
        """The standard error of the exponential of a scalar, by the delta method."""
        value = self._auxiliary_value(name)
        return None if value is None else value * float(self._auxiliary_errors[name])

    def _auxiliary_table(self, columns: pd.Index) -> pd.DataFrame:
        """Scalars, errors, z values and p-values under the names of a coefficient table."""
        values, errors = self.scalars.to_numpy(), self._auxiliary_errors.to_numpy()
        ratio = values / errors
        cells = np.column_stack([values, errors, ratio, two_sided_p_values(ratio, None)])
        return pd.DataFrame(cells, index=self.scalars.index, columns=columns)
