"""The table of predictions, comparisons or slopes: estimates, tests and intervals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.attribute_hints import ColumnTable
from rglm.formatting.hints.option_check import check_option
from rglm.formatting.tables.html import html_tables
from rglm.inference.confidence_level import INTERVAL_METHODS, check_level, t_quantile
from rglm.inference.estimands.estimated import Estimated
from rglm.inference.estimands.infinite_estimates import infinite_notes
from rglm.inference.estimate_column import LIMITS, TEST_COLUMNS, EstimateTable
from rglm.inference.intervals.confint import percent_labels
from rglm.inference.marginal_effects.effect_settings import EffectSettings
from rglm.inference.marginal_effects.hypotheses.read_hypotheses import read_hypotheses
from rglm.inference.marginal_effects.page import effect_cells, page_lines, shown_rows
from rglm.inference.marginal_effects.picture_method import PictureMethod
from rglm.inference.multiple_comparisons.p_adjust import p_adjust
from rglm.inference.multiple_comparisons.t_tails import t_tail
from rglm.inference.tables.print_pages import STANDARD_ERRORS
from rglm.protocol.model_result import ModelResult

OWN_LABELS = ("term", "contrast", "group", "rowid")


@dataclass(frozen=True, repr=False)
class MarginalEffects(PictureMethod, ColumnTable, EstimateTable):
    """Predictions, comparisons or slopes, of rows or averaged; marginaleffects' result.

    Attributes
    ----------
    fit : ModelResult
    labels : DataFrame (k, ...)
        What each estimate is of: ``term``, ``contrast``, ``group``, the columns of ``by=``.
    estimated : Estimated
    type : str
        The type of prediction.
    settings : EffectSettings
    rows : DataFrame or None
        The row that each estimate is of, where they are not averages.
    """

    fit: ModelResult
    labels: pd.DataFrame
    estimated: Estimated
    type: str
    settings: EffectSettings
    rows: pd.DataFrame | None = None

    @cached_property
    def table(self) -> pd.DataFrame:  # type: ignore[override]
        """A row for each estimate.

        ``estimate std_error statistic p_value s_value conf_low conf_high`` behind the labels, with
        the S value -log2(p); then, where bounds of equivalence are given, the tests against them;
        then the columns of the rows.
        """
        out = self.labels.copy()
        for name, column in self._columns().items():
            out[name] = column
        if self.rows is not None:
            known = {*self.labels} - {*OWN_LABELS}  # values that variables are set to
            other = self.rows[[name for name in self.rows if name not in known]]
            names = [f"{name} (data)" if name in out else name for name in other]
            out = pd.concat([out, other.set_axis(names, axis=1).set_axis(out.index)], axis=1)
        return out

    def _columns(self) -> dict[str, np.ndarray]:
        value, settings = self.estimated.value, self.settings
        transform = settings.transform or (lambda x: x)
        if not settings.has_errors:
            return {"estimate": transform(value)}
        se = self.estimated.errors
        with np.errstate(all="ignore"):  # an estimate without error has no end or, of 0, no ratio
            t = (value - settings.null) / se
        p = self._p_values(t)
        p = p if settings.adjust is None else p_adjust(p, settings.adjust)
        with np.errstate(divide="ignore"):
            surprise = np.abs(np.log2(p))
        low, high = self._limits(settings.conf_level)
        columns = {"estimate": transform(value), "std_error": se, "statistic": t}
        columns |= {"p_value": p, "s_value": surprise, "conf_low": low, "conf_high": high}
        if settings.transform is not None:
            del columns["std_error"]
        return columns | self._equivalence(value, se)

    @property
    def _df(self) -> float:
        """Of Student's t; infinite of the normal distribution."""
        return self.estimated.parameters.df

    def _p_values(self, t: np.ndarray, side: int = 0) -> np.ndarray:
        """Those of both sides, or of the right one (1) or the left one (-1)."""
        return t_tail(t, np.full(len(t), self._df), side)

    def _quantile(self, level: float) -> float:
        """How many standard errors an interval reaches."""
        return -t_quantile(self._df, (1 - level) / 2)

    def _profile(self, level: float) -> np.ndarray:
        """The ends of intervals by profile with the same quantile, (k, 2)."""
        from rglm.inference.estimands.profile.profile_intervals import intervals_at

        z = np.full(len(self), self._quantile(level))
        return intervals_at(self.fit, self.estimated.estimands, z, self.settings.covariance_name)

    def _limits(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """The ends of the intervals, transformed, the lower one first."""
        quantile = self._quantile(level)
        value, se = self.estimated.value, self.estimated.errors
        return self._ordered(value - quantile * se, value + quantile * se)

    def _ordered(self, low: np.ndarray, high: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if self.settings.transform is not None:
            low, high = self.settings.transform(low), self.settings.transform(high)
        return np.minimum(low, high), np.maximum(low, high)

    def _equivalence(self, value: np.ndarray, se: np.ndarray) -> dict[str, np.ndarray]:
        """The two one-sided tests (Schuirmann 1987) against the bounds of equivalence."""
        if self.settings.equivalence is None:
            return {}
        low, high = self.settings.equivalence
        with np.errstate(all="ignore"):
            above, below = (value - low) / se, (value - high) / se
        p_above, p_below = self._p_values(above, 1), self._p_values(below, -1)
        return {
            "statistic_noninf": above,
            "statistic_nonsup": below,
            "p_value_noninf": p_above,
            "p_value_nonsup": p_below,
            "p_value_equiv": np.maximum(p_above, p_below),
        }

    def __len__(self) -> int:
        return len(self.labels)

    def confint(self, level: float | None = None, method: str = "wald") -> pd.DataFrame:
        """Confidence intervals.

        Parameters
        ----------
        level : float, optional
            Their coverage, by default that of the table.
        method : {"wald", "profile"}
            estimate -+ q se; or where the likelihood, maximised with the estimate held, has
            fallen by q^2 / 2.

        Returns
        -------
        DataFrame (k, ...)
            The labels, and the two ends, ``2.5 %`` and ``97.5 %``.

        Raises
        ------
        ValueError
            An unknown method or level; estimates without standard errors; a profile where
            ``vcov=`` was given.

        Examples
        --------
        >>> from rglm import glm, binomial
        >>> from rglm.datasets import load
        >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
        >>> fit.avg_slopes().confint(method="profile").round(3)
              term contrast  2.5 %  97.5 %
        0  logmass    dY/dX  0.137   0.145
        """
        level = self.settings.conf_level if level is None else level
        check_level(level, "level")
        check_option("method", method, INTERVAL_METHODS)
        if method == "wald":
            if not self.settings.has_errors:
                raise ValueError("confint(): vcov=False left out the standard errors")
            limits = self._limits(level)
        else:
            limits = self._ordered(*self._profile(level).T)
        names = percent_labels([50 * (1 - level), 50 * (1 + level)])
        return self.labels.assign(**dict(zip(names, limits, strict=True)))

    def vcov(self) -> pd.DataFrame:
        """The covariance of the estimates by the delta method, J V J', (k, k)."""
        names = self._names()
        return pd.DataFrame(self.estimated.covariance, names, names)

    def coef(self) -> pd.Series:
        """The estimates, not transformed."""
        return pd.Series(self.estimated.value, self._names(), name="estimate")

    def tidy(self) -> pd.DataFrame:
        """The labels, estimates, standard errors, tests and intervals; broom's tidy."""
        return self.table[[*self.labels, *self._columns()]].drop(
            columns="s_value", errors="ignore"
        )

    def hypotheses(self, hypothesis: Any, conf_level: float | None = None) -> MarginalEffects:
        """Functions of the estimates with their tests; marginaleffects' ``hypotheses``.

        Parameters
        ----------
        hypothesis : float, str, list of str, vector, matrix or DataFrame
            As of the verb that made the table.
        conf_level : float, optional
            By default that of the table.

        Returns
        -------
        MarginalEffects

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool * tension", load("warpbreaks"), poisson())
        >>> fit.avg_predictions(by="tension").hypotheses("ratio ~ sequential")["term"].tolist()
        ['M / L', 'H / M']
        """
        settings = self.settings
        if conf_level is not None:
            check_level(conf_level, "conf_level")
            settings = replace(settings, conf_level=conf_level)
        if isinstance(hypothesis, (int, float, np.number)) and not isinstance(hypothesis, bool):
            return replace(self, settings=replace(settings, null=float(hypothesis)))
        found = read_hypotheses(hypothesis, self.labels, self.estimated)
        null = 1.0 if isinstance(hypothesis, str) and hypothesis.strip()[:5] == "ratio" else 0.0
        return replace(
            self,
            labels=found.labels,
            estimated=found.estimated,
            settings=replace(settings, null=null, equal=null),
            rows=None,
        )

    def _named_estimates(self, level: float, method: str | None) -> pd.DataFrame:
        columns = replace(self.settings, conf_level=level, transform=None, equivalence=None)
        table = pd.DataFrame(replace(self, settings=columns)._columns(), self._names())
        if method is not None:
            table[list(LIMITS)] = self.confint(level, method).iloc[:, -2:].to_numpy()
        return table.reindex(columns=[*TEST_COLUMNS, *LIMITS])

    def _names(self) -> pd.Index:
        texts = [self.labels[name].astype(str) for name in self.labels]
        if not texts:
            return pd.Index([f"b{i + 1}" for i in range(len(self))])
        return pd.Index([" ".join(parts) for parts in zip(*texts, strict=True)])

    def _shown(self) -> tuple[pd.DataFrame, str, list[str]]:
        """The texts of the table, the line on rows that are left out, and the notes."""
        labels = self.labels.drop(columns="rowid", errors="ignore")
        letter = "z" if np.isinf(self._df) else "t"
        table = pd.concat([labels, pd.DataFrame(self._columns(), labels.index)], axis=1)
        shown, omitted = shown_rows(table)
        notes = [f"Type: {self.type}", *self.settings.test_notes()]
        if self.settings.adjust:
            notes.append(f"P values adjusted: {self.settings.adjust}")
        notes += self._missing_notes()
        if self.settings.covariance_name is not None:
            notes.append(f"{STANDARD_ERRORS}: {self.settings.covariance_name}")
        if letter == "t":
            notes.append(f"Degrees of freedom: {self._df:g}")
        if self.settings.has_errors:
            notes += infinite_notes(self.fit)
        cells = effect_cells(shown, list(map(str, labels)), self.settings.conf_level, letter)
        return cells, omitted, notes

    def _missing_notes(self) -> list[str]:
        """Why estimates are NA."""
        missing, known = np.isnan(self.estimated.value), self.estimated.is_estimable
        notes = ["The data do not determine what is NA; see alias()"]
        notes = notes if (missing & ~known).any() else []
        if (missing & known).any():
            notes.append("NA: a row lacks a value, or has one beyond the breaks of cut()")
        return notes

    def __repr__(self) -> str:
        return "\n".join(page_lines(*self._shown()))

    def _repr_html_(self) -> str:
        cells, omitted, notes = self._shown()
        return html_tables("", {"": cells}, [omitted, *notes] if omitted else notes)
