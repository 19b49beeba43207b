"""The result of a fit: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.formula import parse
from rglm.design.update import update_formula
from rglm.format.suggest import did_you_mean
from rglm.models.caller import names_of_caller
from rglm.models.components import Components

# the verbs are imported when they are called: `import rglm` costs little more than formulaic
if TYPE_CHECKING:
    from rglm.inference.anova import Anova
    from rglm.inference.confint import Intervals
    from rglm.inference.loglik import LogLik
    from rglm.inference.summary import Summary


class Fit(Components):
    """A fitted generalized linear model, as `glm` returns it.

    Printing shows R's short page; :meth:`summary` the long one. Row values are Series with the
    index of the data; coefficients and matrices carry R's names.

    Attributes
    ----------
    coefficients : Series (p,)
        The estimates, NaN where a coefficient is aliased.
    fitted_values, linear_predictors : Series (n,)
        mu and eta = X beta + offset.
    deviance, null_deviance, aic : float
    df_residual, df_null, rank, iter : int
        `iter` counts the steps on all rows; from 200,000 rows on they start from the fit of a
        sample, so that they are fewer than in R.
    weights, prior_weights : Series (n,)
        Working weights of the last iteration, and the weights given.
    y : Series (n,)
        The response; a proportion where it was given as counts.
    converged, boundary : bool
    family, control, contrasts, xlevels, formula, terms, offset, data, call, na_action
        What the fit was made of.
    success : str or None
        For a response of two levels, the level whose probability is modelled.
    dispersion : float
        Known (1) or Pearson's chi-square over the residual degrees of freedom.
    """

    def coef(self) -> pd.Series:
        """The coefficients, NaN where aliased; R's ``coef``."""
        return self.coefficients

    def fitted(self) -> pd.Series:
        """The fitted means, rows left out by ``na_exclude`` as NaN; R's ``fitted``."""
        return self.pad(self.fitted_values)

    def nobs(self) -> int:
        """The number of rows with a weight; R's ``nobs``."""
        return int(self.sizes["informative"])

    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom; R's ``logLik``."""
        from rglm.inference.loglik import LogLik

        df = self.rank + self.family.extra_parameters
        return LogLik(df - self.aic / 2, df=df, nobs=int(self.sizes["n"]))

    def AIC(self, k: float = 2) -> float:
        """-2 logLik + k df; R's ``AIC``."""
        found = self.logLik()
        return -2 * float(found) + k * found.df

    def BIC(self) -> float:
        """-2 logLik + log(n) df, n counting rows of weight 0 too; R's ``BIC``."""
        return self.AIC(k=float(np.log(self.logLik().nobs)))

    def vcov(self, parm: str | Sequence[str] | None = None) -> pd.DataFrame:
        """The covariance of the coefficients, phi (X'WX)^-1, NaN where aliased; R's ``vcov``.

        Parameters
        ----------
        parm : name or names, optional
            Which coefficients; all by default.

        Raises
        ------
        ValueError
            A name is no coefficient; or there are so many that the matrix would not fit.
        """
        from rglm.inference.covariance import vcov

        return vcov(self, parm)

    def residuals(self, type: str = "deviance") -> pd.Series | pd.DataFrame:
        """Residuals of type ``"deviance" "pearson" "working" "response"`` or ``"partial"``.

        As R's ``residuals.glm``; ``"partial"`` is a DataFrame with a column per term. Rows that
        ``na_exclude`` left out are NaN.
        """
        from rglm.inference.residuals import residuals

        return self.pad(residuals(self, type))

    def hatvalues(self) -> pd.Series:
        """The leverage of each row, w_i x_i' (X'WX)^-1 x_i; R's ``hatvalues``.

        NaN on rows of weight 0, which R leaves out.
        """
        from rglm.inference.influence import hatvalues

        return self.pad(hatvalues(self))

    def rstandard(self, type: str = "deviance") -> pd.Series:
        """Residuals of type ``"deviance"`` or ``"pearson"`` over sqrt(phi (1 - h_i)); R's
        ``rstandard``. NaN where the leverage h_i is 1.
        """
        from rglm.inference.influence import rstandard

        return self.pad(rstandard(self, type))

    def cooks_distance(self) -> pd.Series:
        """How far each row moves the coefficients; R's ``cooks.distance``."""
        from rglm.inference.influence import cooks_distance

        return self.pad(cooks_distance(self))

    def predict(
        self,
        newdata: Any = None,
        type: str = "link",
        se_fit: bool = False,
        interval: str | None = None,
        level: float = 0.95,
        dispersion: float | None = None,
    ) -> pd.Series | pd.DataFrame:
        """Predictions on new rows, or on those of the fit; R's ``predict.glm``.

        Parameters
        ----------
        newdata : table, optional
            Anything ``data=`` takes. A row with a missing value predicts NaN.
        type : {"link", "response", "terms"}
            eta, mu, or what each term adds to eta, centred as in R.
        se_fit : bool
            Standard errors too.
        interval : {None, "confidence"}
            Made on the link scale, eta -+ q se, and carried through the inverse link; q is the
            normal quantile where the dispersion is known, else Student's t on ``df_residual``.
        level : float
            The coverage of the interval.
        dispersion : float, optional
            Instead of the fit's.

        Returns
        -------
        Series, or DataFrame
            With ``se_fit`` or an interval the columns ``fit se_fit lwr upr``; for terms one
            column a term (under ``fit`` and ``se_fit`` with standard errors), and the constant in
            ``attrs["constant"]``.

        Raises
        ------
        ValueError
            An unknown `type`; a column missing in `newdata`; a level the fit has not seen; an
            ``offset=`` that was an array at the fit.
        """
        from rglm.inference.prediction import predict

        return predict(self, newdata, type, se_fit, interval, level, dispersion)

    def summary(self, dispersion: float | None = None, correlation: bool = False) -> Summary:
        """R's summary page: the coefficient table with tests, the dispersion, the deviances."""
        from rglm.inference.summary import summarize

        return summarize(self, dispersion, correlation)

    def anova(self, *others: Fit, test: str | bool | None = None) -> Anova:
        """The deviance table: terms added one after the other, or this model against `others`.

        Parameters
        ----------
        *others : Fit
            Models fitted to the same rows; each is compared with the one before it.
        test : {None, "Chisq", "LRT", "F", "Rao", "Cp", False}
            None picks Chisq where the dispersion is known and F where it is estimated, as R 4.4;
            False prints no test.
        """
        from rglm.inference.anova import anova

        return anova(self, *others, test=test)

    def confint(
        self,
        parm: str | Sequence[str] | None = None,
        level: float = 0.95,
        method: str = "profile",
    ) -> Intervals:
        """Confidence intervals of the coefficients, a DataFrame with an end a column.

        Parameters
        ----------
        parm : name or names, optional
            Which coefficients; all by default.
        level : float
        method : {"profile", "wald"}
            Where the profile deviance has risen to the normal quantile squared (R's ``confint``,
            here solved for and not interpolated), or estimate -+ z se (R's ``confint.default``).
        """
        from rglm.inference.confint import confint

        return confint(self, parm, level, method)

    def model_matrix(self) -> pd.DataFrame:
        """X, n x p, under R's names."""
        columns = self.rows_source.columns
        return pd.DataFrame(columns.matrix(), index=self.index, columns=list(columns.names))

    def model_frame(self) -> pd.DataFrame:
        """The variables of the formula on the rows of the fit."""
        from rglm.inference.modelframe import model_frame

        return model_frame(self)

    def update(self, formula: str | None = None, **changes: Any) -> Fit:
        """The fit again with some of its arguments changed; R's ``update``.

        Parameters
        ----------
        formula : str, optional
            ``"."`` on a side stands for that side of the formula: ``". ~ . - x"``.
        **changes
            Other arguments of `glm`: ``family=``, ``weights=``, ``subset=``, ``data=``, ...
        """
        self.rows_source  # noqa: B018  an error after strip()
        for name in changes:
            if name not in self.arguments:
                hint = did_you_mean(name, self.arguments)
                raise TypeError(f"update() has no argument {name!r}{hint}")
        arguments = {**self.arguments, **changes}
        if formula is not None:
            arguments["formula"] = update_formula(self.schema.parsed, formula)
            if arguments["contrasts"] and "contrasts" not in changes:  # of the factors still there
                left = parse(arguments["formula"], self.data.columns).names
                old = arguments["contrasts"]
                arguments["contrasts"] = {k: v for k, v in old.items() if k in left}
        caller = names_of_caller().new_child(self.schema.borrowed)
        return self.fitter(caller, **arguments)

    def strip(self) -> Fit:
        """A copy without anything that holds rows: it still predicts, and pickles in kilobytes."""
        from rglm.inference.prediction import center

        if self.source is None:
            return self
        for name in ("sizes", "null_deviance", "aic", "dispersion", "call"):
            getattr(self, name)
        center(self)
        out = object.__new__(Fit)
        out.__dict__ = {k: v for k, v in self.__dict__.items() if k != "_eta"}
        out.source = out.data = out.variables = None
        out.arguments = {}
        out.index = self.index[:0]
        out.na_action = None if self.na_action is None else self.na_action.strip()
        return out

    def __repr__(self) -> str:
        from rglm.inference import pages

        return "\n".join(pages.short(self))

    def _repr_html_(self) -> str:
        from rglm.inference import pages

        return pages.short_html(self)
