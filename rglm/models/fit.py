"""The result of a fit: R's components as attributes, R's generics as methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.caller import names_of_caller
from rglm.design.formula import parse
from rglm.design.update import update_formula
from rglm.format.suggest import did_you_mean
from rglm.models.components import Components
from rglm.models.marginaleffects import accept
from rglm.models.verbs import verb

if TYPE_CHECKING:
    from rglm.inference.loglik import LogLik


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
    method : {"glm_fit", "brglm"}
        Maximum likelihood or bias reduction.
    separated : Separation or None
        What `separation` says, where the fit looked as if some coefficients were infinite.
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

    # what is said about a fit: one verb a file
    vcov = verb("covariance")
    residuals = verb("residuals")
    hatvalues = verb("influence")
    rstandard = verb("influence")
    cooks_distance = verb("influence")
    predict = verb("prediction")
    summary = verb("summary")
    anova = verb("anova")
    confint = verb("confint")
    model_frame = verb("modelframe")
    model_matrix = verb("modelframe")
    profile = verb("profile")
    drop1 = verb("selection")
    add1 = verb("selection")
    step = verb("step")
    extractAIC = verb("criterion")  # noqa: N815  (R's name)
    wald_test = verb("wald")
    rstudent = verb("deletion")
    dffits = verb("deletion")
    dfbeta = verb("deletion")
    dfbetas = verb("deletion")
    covratio = verb("deletion")
    influence = verb("deletion")
    influence_measures = verb("deletion")
    simulate = verb("simulation")
    estfun = verb("robust")
    dispersiontest = verb("dispersion")
    gof = verb("dispersion")
    check_overdispersion = verb("dispersion")
    separation = verb("separation")
    tidy = verb("tidy")
    glance = verb("glance")
    augment = verb("augment")
    marginal = verb("marginal")

    def update(self, formula: str | None = None, **changes: Any) -> Fit:
        """The fit again with some of its arguments changed; R's ``update``.

        Parameters
        ----------
        formula : str, optional
            ``"."`` on a side stands for that side of the formula: ``". ~ . - x"``.
        **changes
            Other arguments of `glm`: ``family=``, ``weights=``, ``subset=``, ``data=``, ...

        Raises
        ------
        TypeError
            An argument that `glm` does not have.
        ValueError
            The fit was stripped of its rows; what `glm` raises.

        Examples
        --------
        >>> from rglm import glm, poisson
        >>> from rglm.datasets import load
        >>> fit = glm("breaks ~ wool + tension", load("warpbreaks"), poisson())
        >>> fit.update(". ~ . - wool", family="quasipoisson").formula
        'breaks ~ tension'
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
        from rglm.inference.terms import center

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


accept(Fit)
