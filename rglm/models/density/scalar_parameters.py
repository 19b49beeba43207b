"""The parameters that all rows share, beside the coefficients; they are logarithms."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.inference.tables.summary import two_sided_p_values
from rglm.protocol.capabilities import HasLikelihoodModel

LOGARITHM = re.compile(r"(.*)Log\((\w+)\)")  # the name of a parameter's logarithm, in a part


class ScalarParameters(HasLikelihoodModel):
    """Log(theta), log(sigma) and their like, and the parameters themselves."""

    @property
    def _scalar_names(self) -> tuple[str, ...]:
        """Their names."""
        return self._likelihood_model.density.scalars

    @property
    def _derived_parameters(self) -> Mapping[str, tuple[str, Link]]:
        """The parameter of each logarithm: theta of ``Log(theta)``."""
        found = [(name, LOGARITHM.fullmatch(name)) for name in self._scalar_names]
        return {
            f"{match[1]}{match[2]}": (name, make_link("log")) for name, match in found if match
        }

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
