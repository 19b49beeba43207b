"""The replicates of a bootstrap, and which intervals they have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import warn
from rglm.formatting.name_positions import name_positions
from rglm.formatting.text.printable import listed
from rglm.inference.resampling.acceleration import influence_values
from rglm.inference.resampling.bootstrap_intervals import INTERVAL_NAMES, Limits, Replicates
from rglm.inference.resampling.refits import Refits
from rglm.inference.resampling.resampling_schemes import RowResampling
from rglm.inference.resampling.statistics import Statistic
from rglm.protocol.model_result import ModelResult
from rglm.warnings import FitWarning


@dataclass(frozen=True, eq=False, repr=False)
class BootReplicates(AttributeHints):
    """A statistic and its replicates; `Boot` has the verbs."""

    t0: pd.Series
    t: pd.DataFrame
    R: int
    type: str
    fit: ModelResult
    _refits: Refits
    _units: RowResampling | None
    _statistic: Statistic
    _cache: dict[str, np.ndarray] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The names of the coefficients, or of the values of the statistic."""
        return list(self.t0.index)

    def _interval_type(self, type: str | None) -> str:
        kind = type or ("perc" if self._units is None else "bca")
        if kind == "all":
            raise ValueError("type='all': confint() takes one type; ci() has all of them")
        check_option("type", kind, sorted(INTERVAL_NAMES))
        if refusal := self._refusal(kind):
            raise ValueError(refusal)
        return kind

    def _refusal(self, kind: str) -> str:
        """Why there is no interval of a type; empty where there is."""
        if kind == "bca" and self._units is None:
            return (
                f"type='bca' needs the influence of rows that are drawn, and type={self.type!r} "
                "of boot() draws responses; use 'perc', 'basic', 'norm' or 'stud'"
            )
        if kind == "stud" and not self._statistic.is_of_estimates:
            return (
                "type='stud' needs a standard error of each replicate, which the coefficients "
                "have, and statistic= has not; use 'bca', 'perc', 'basic' or 'norm'"
            )
        return ""

    def _places(self, parm: str | Sequence[str] | None) -> list[int]:
        if parm is None:
            return list(range(len(self.t0)))
        names = [parm] if isinstance(parm, str) or not isinstance(parm, Iterable) else parm
        what = "coefficient" if self._statistic.is_of_estimates else "statistic"
        return name_positions(names, self.names, "parm=", what)

    def _replicates(self, place: int) -> Replicates:
        t = self._refits.values[:, place]
        known = ~np.isnan(t)
        return Replicates(
            float(self.t0.iloc[place]),
            t[known],
            float(self._statistic.errors[place]),
            self._refits.errors[known, place],
            lambda: self._influence[:, place],
        )

    @property
    def _influence(self) -> np.ndarray:
        """The influence of each unit on each statistic, (units, k)."""
        if "influence" not in self._cache and self._units is not None:
            found = influence_values(self.fit, self._units, self._statistic)
            self._cache["influence"] = found
        return self._cache["influence"]

    def _warn_of_limits(self, kind: str, level: float, limits: Mapping[str, Limits]) -> None:
        extreme = [name for name, one in limits.items() if one.is_extreme]
        if extreme:
            warn(
                f"confint(type={kind!r}): R={self.R} is too small for level={level:g} of "
                f"{listed(extreme)}: an end is the smallest or the largest replicate",
                FitWarning,
            )
        aliased = self.t0.index[self.t0.isna()]
        undefined = [
            name for name, one in limits.items() if one.is_undefined and name not in aliased
        ]
        if kind == "bca" and undefined:
            warn(
                f"confint(type='bca'): there is no interval of {listed(undefined)}, as no "
                "replicate, or every one, is below the estimate, or no row has influence; see "
                "type='perc'",
                FitWarning,
            )
