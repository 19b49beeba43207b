"""The attributes by which the package maketables reads a summary with another covariance."""

from __future__ import annotations

from typing import Any

import pandas as pd


class MaketablesSummary:
    """A summary that maketables takes, ``ETable([fit.summary(vcov="HC3")])``."""

    fit: Any  # the model
    vcov: Any  # the covariance that was asked for, None for the model's own
    covariance: Any  # its name

    @property
    def _covariance_name(self) -> str | None:
        """The name of the covariance, if it is not the model's own."""
        return self.covariance

    @property
    def __maketables_coef_table__(self) -> pd.DataFrame:
        """Estimates, standard errors, statistics, p-values and intervals by name."""
        from rglm.inference.tables.maketables_format import coefficient_table

        return coefficient_table(self.fit, self.vcov)

    def __maketables_stat__(self, key: str) -> Any:
        """A statistic of the fit, tests by the covariance; None if it has none of that name."""
        from rglm.inference.tables.maketables_format import statistic

        is_matrix = isinstance(self.vcov, pd.DataFrame)
        return statistic(self.fit, key, self.vcov.to_numpy() if is_matrix else None)

    @property
    def __maketables_vcov_info__(self) -> dict[str, str]:
        """The covariance of the standard errors."""
        from rglm.inference.tables.maketables_format import covariance_info

        return covariance_info(self._covariance_name)

    @property
    def __maketables_depvar__(self) -> str:
        """The response."""
        from rglm.inference.tables.maketables_format import response_name

        return response_name(self.fit)

    @property
    def __maketables_var_labels__(self) -> dict[str, str]:
        """Labels of coefficients."""
        from rglm.inference.tables.maketables_format import variable_labels

        return variable_labels(self.fit)

    @property
    def __maketables_stat_labels__(self) -> dict[str, str]:
        """Labels of statistics."""
        from rglm.inference.tables.maketables_format import statistic_labels

        return statistic_labels()

    @property
    def __maketables_default_stat_keys__(self) -> list[str]:
        """The statistics that are shown unless others are asked for, and the covariance."""
        from rglm.inference.tables.maketables_format import default_keys

        return [
            *default_keys(self.fit),
            *(["se_type"] if self._covariance_name is not None else []),
        ]
