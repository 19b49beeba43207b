"""The fits of a model to many responses, and their page."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.tables.data_frame import data_frame_cells, data_frame_lines
from rglm.formatting.tables.html import html_table

LEFT_OUT = "The table is of the others."
TAILS = {"2.5%": 0.025, "97.5%": 0.975}


@dataclass(frozen=True, eq=False, repr=False)
class RefitResult(AttributeHints):
    """The fits of a model to R other responses, as `refit` returns them.

    Printing shows `summary`. The rows of all tables are the responses, under their names.

    Attributes
    ----------
    coefficients, std_errors : DataFrame (R, p)
        NaN where a coefficient is aliased, and where there is no fit.
    deviance, dispersion : Series (R,)
    df_residual : Series (R,)
    converged, separated : Series (R,) of bool
        Whether the iterations converged; whether some coefficients are infinite, so that the
        numbers only show where the iterations stopped.
    iter : Series (R,) of int
    auxiliary : DataFrame (R, k)
        The parameters that are not coefficients, such as theta of `glm_nb`; most models have none.
    failures : Series of str
        Why a fit could not be made, by the name of the response.
    estimates : Series (p,)
        The coefficients of the fit that was fitted again.
    model : str
        That fit, ``"glm(has_gc ~ logmass)"``.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> refits = fit.refit(fit.simulate(99, seed=1))
    >>> refits.coefficients.shape
    (99, 2)
    """

    coefficients: pd.DataFrame
    std_errors: pd.DataFrame
    deviance: pd.Series
    dispersion: pd.Series
    df_residual: pd.Series
    converged: pd.Series
    separated: pd.Series
    iter: pd.Series
    auxiliary: pd.DataFrame
    failures: pd.Series
    estimates: pd.Series
    model: str

    def __len__(self) -> int:
        return len(self.coefficients)

    @property
    def failed(self) -> pd.Series:
        """Whether there is no fit, (R,)."""
        failed = self.coefficients.index.isin(self.failures.index)
        return pd.Series(failed, index=self.coefficients.index)

    def summary(self) -> pd.DataFrame:
        """Mean, standard deviation and quantiles of each coefficient over the fits.

        Returns
        -------
        DataFrame (p, 6)
            ``Estimate``, of the fit that was fitted again; ``Mean``, ``SD`` and the quantiles
            ``2.5%`` and ``97.5%`` of its refits; ``Mean SE``, the mean of their standard errors.
            Fits that are separated, or did not converge, are left out.
        """
        used = (self.converged & ~self.separated).to_numpy()
        values, errors = self.coefficients[used], self.std_errors[used]
        columns = {"Estimate": self.estimates.to_numpy(), "Mean": values.mean().to_numpy()}
        columns |= {"SD": values.std().to_numpy(), "Mean SE": errors.mean().to_numpy()}
        quantiles = {name: values.quantile(tail).to_numpy() for name, tail in TAILS.items()}
        return pd.DataFrame(columns | quantiles, index=self.coefficients.columns)

    def to_frame(self) -> pd.DataFrame:
        """A row for each fit: coefficients, auxiliary parameters, deviance, dispersion, flags."""
        others = ("deviance", "dispersion", "converged", "separated", "iter")
        frame = pd.DataFrame({name: getattr(self, name) for name in others})
        return pd.concat([self.coefficients, self.auxiliary, frame], axis=1)

    def _heading(self) -> str:
        count = len(self)
        return f"{count} fit{'s' * (count != 1)} of {self.model} to other responses"

    def _notes(self) -> list[str]:
        """What is wrong with some of the fits, in words."""
        lost = int((~self.converged & ~self.separated & ~self.failed).sum())
        notes = {
            "separated, with infinite coefficients": int(self.separated.sum()),
            "not converged": lost,
            "not there, see failures": len(self.failures),
        }
        return [
            f"{number} fit{'s are' if number > 1 else ' is'} {what}"
            for what, number in notes.items()
            if number
        ]

    def __repr__(self) -> str:
        notes = self._notes()
        lines = [self._heading(), "", *data_frame_lines(self.summary())]
        return "\n".join([*lines, *(["", *notes, LEFT_OUT] if notes else [])])

    __str__ = __repr__

    def _repr_html_(self) -> str:
        notes = self._notes()
        footnotes = [*notes, LEFT_OUT] if notes else []
        return html_table(data_frame_cells(self.summary()), self._heading(), footnotes)
