"""The attributes by which the package maketables reads a fit."""

from __future__ import annotations

from typing import Any

import pandas as pd

from rglm.protocol.model_result import ModelResult


class MaketablesModel(ModelResult):
    """A model that ``maketables.ETable([fit])`` takes; the names are that package's."""

    @property
    def __maketables_coef_table__(self) -> pd.DataFrame:
        """Estimates, standard errors, statistics, p-values and intervals by name."""
        from rglm.inference.tables.maketables_format import coefficient_table

        return coefficient_table(self)

    def __maketables_stat__(self, key: str) -> Any:
        """A statistic of the fit; None if it has none of that name."""
        from rglm.inference.tables.maketables_format import statistic

        return statistic(self, key)

    @property
    def __maketables_depvar__(self) -> str:
        """The response."""
        from rglm.inference.tables.maketables_format import response_name

        return response_name(self)

    @property
    def __maketables_vcov_info__(self) -> dict[str, str]:
        """The covariance of the standard errors."""
        from rglm.inference.tables.maketables_format import covariance_info

        return covariance_info()

    @property
    def __maketables_var_labels__(self) -> dict[str, str]:
        """Labels of coefficients."""
        from rglm.inference.tables.maketables_format import variable_labels

        return variable_labels(self)

    @property
    def __maketables_stat_labels__(self) -> dict[str, str]:
        """Labels of statistics."""
        from rglm.inference.tables.maketables_format import statistic_labels

        return statistic_labels()

    @property
    def __maketables_default_stat_keys__(self) -> list[str]:
        """The statistics that are shown unless others are asked for."""
        from rglm.inference.tables.maketables_format import default_keys

        return default_keys(self)
