"""``glm``: generalized linear models by formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rglm.design.frame.response import success_level
from rglm.errors import FitError
from rglm.families.glm.family import Family
from rglm.families.glm.family_names import as_family
from rglm.fitting.cell_likelihood import cells_of_fit, cells_of_means
from rglm.fitting.control import Control, as_control
from rglm.fitting.estimator import as_estimator
from rglm.fitting.irls.column_scale import name_response
from rglm.fitting.restart import fit_with_restart
from rglm.formatting.hints.argument_hints import check_arguments
from rglm.models.base.model_data import ModelData
from rglm.models.glm.glm_fit import GlmFit
from rglm.models.glm.irls_call import IrlsCall, IrlsSettings


@check_arguments
def glm(
    formula: str,
    data: Any = None,
    family: Any = "gaussian",
    weights: str | Sequence[float] | pd.Series | None = None,
    subset: str | Sequence[bool] | pd.Series | None = None,
    na_action: str = "na_omit",
    start: Sequence[float] | pd.Series | None = None,
    etastart: str | Sequence[float] | pd.Series | None = None,
    mustart: str | Sequence[float] | pd.Series | None = None,
    offset: str | Sequence[float] | pd.Series | None = None,
    control: Mapping[str, Any] | Control | None = None,
    contrasts: Mapping[str, Any] | None = None,
    method: str = "glm_fit",
    progress: bool = True,
    context: Mapping[str, Any] | None = None,
) -> GlmFit:
    """Fit a generalized linear model; R's ``glm``.

    The responses y_i are independent. The mean mu_i follows g(mu_i) = x_i' beta + o_i with link g
    and offset o, and var(y_i) = phi V(mu_i) / a_i with prior weight a_i. beta maximises the
    likelihood (for the quasi families the quasi-likelihood) by iteratively reweighted least
    squares.

    Parameters
    ----------
    formula : str
        ``"y ~ x + g"`` in R's language: ``+ - : * / ^ %in% .``, ``-1`` for no intercept, and
        R's functions: ``factor ordered relevel interaction cut C``, ``poly bs ns scale``, ``mean
        median sd var min max sum quantile`` (of the rows of the fit, and kept for new rows),
        ``as.numeric as.character ifelse is.na``, ``pmin pmax round signif``, ``log exp sqrt abs
        sin tanh plogis qnorm`` and their kin, ``I offset cbind``. As R codes them, an unordered
        factor gets treatment contrasts, an ordered Categorical polynomial ones, a bool ``xTRUE``.
        Text and a polars Categorical have sorted levels, a pandas Categorical and a polars Enum
        (which is unordered) the order of their categories.
    data : pandas or polars frame, dict, Arrow table, Parquet path, DuckDB relation, ...
        Without data, the variables are those of the place where ``glm`` is called, as in R:
        arrays, Series (whose index is kept), lists; so is a name that is no column. A matrix is a
        variable of several columns, ``cbind(dead, alive)`` or a basis of splines. The fit keeps
        what they are now. Functions and constants are taken from `context` too. Data larger than
        memory are read in chunks, to the same result: a Parquet folder, pattern or large file
        by its path (or `parquet`), a DuckDB relation of more than 33 million values, a Dask
        DataFrame, or a function that returns an iterator of DataFrames. What has a value for
        each row is then a Dask Series, or an iterable of parts with ``to_parquet()`` and
        ``collect()``. Of a LazyFrame or relation the columns that the model needs are read; a
        reader of Arrow batches is read whole.
    family : family, function or name
        ``binomial()``, ``binomial("probit")``, ``poisson``, ``"Gamma"``, ...
    weights : expression, array or Series, optional
        Prior weights a_i >= 0; for a binomial proportion the number of trials. Rows of weight 0
        take no part in the degrees of freedom. A string is an expression in the columns. A
        Series, also of `subset` and `offset`, is matched by its index; one with the index 0 to
        n - 1 that pandas makes by place, if the data have none of these labels.
    subset : expression, mask or positions, optional
        The rows to use: ``"age > 30"``. Positions count from 0, ``range(100)``; numbers in a text
        are R's and count from 1, ``"1:100"``, or leave rows out, ``"-c(6, 16)"``. As in R a row
        whose condition is missing counts as a row
        of missing values, which `na_action` deals with.
    na_action : {"na_omit", "na_exclude", "na_fail", "na_pass"}
        Rows with a missing value in any variable are left out; ``na_exclude`` also shows them
        as NaN in fitted values and residuals; ``na_fail`` and ``na_pass`` refuse them.
    start, etastart, mustart : optional
        Where iteration starts: coefficients, linear predictor or means.
    offset : expression, array or Series, optional
        Added to the linear predictor, beside any ``offset(...)`` of the formula. Only one given
        by name can be evaluated for new data in ``predict``.
    control : dict, optional
        ``{"epsilon": 1e-8, "maxit": 25, "trace": False}``.
    contrasts : dict, optional
        Contrasts by factor: ``{"g": "contr_sum"}``, or a function or a matrix.
    method : {"glm_fit", "brglm"}
        Maximum likelihood, or mean bias reduction (brglm2's ``brglmFit(type = "AS_mean")``; its
        default ``AS_mixed`` is the same where the dispersion is known). With the logit link its
        estimates are finite under separation too (Kosmidis & Firth 2021, Biometrika 108); with
        other links they are so as a rule, but the iterations may not converge, with the log link
        of binomial above all. Not for the quasi families, tweedie and negative binomial. Tests
        are then normal, intervals Wald's, an unknown dispersion bias-reduced, `maxit` 100.
    progress : bool
        Of data that are not in memory: show a bar of the passes over them if they take long, in a
        terminal or a notebook, where tqdm is installed.
    context : dict, optional
        What formula, weights, offset, subset and ``vcov(cluster=)`` may use besides columns and
        the vocabulary: ``{"half": half, "np": np}``. By default the names, local and global, of
        the place where ``glm`` is called; a helper function or a thread hands over what it was
        given. An untrusted formula wants ``context={}``: it has the vocabulary alone then, no
        function, module, attribute or method.

    Returns
    -------
    GlmFit

    Raises
    ------
    ValueError
        A column or level that is not there, y outside the family's range, an unknown family or
        link, weights or offset of the wrong length or sign, an infinite value, a column of dates
        or mixed types, no rows left.
    TypeError
        `data`, `formula` or `start` of a kind that cannot be read.

    Warns
    -----
    ConvergenceWarning, BoundaryWarning, SeparationWarning, RankWarning
        No convergence; fitted probabilities of 0 or 1; coefficients that are infinite, each with
        its sign (looked for in fits of up to 1,000 coefficients); coefficients not defined
        because of singularities.

    Notes
    -----
    *What next?* ``fit.summary()``, ``fit.anova()``, ``fit.confint()``, ``fit.plot()``.

    *What is modelled of a response of two levels* (strings, bools, a Categorical)? The second:
    ``fit.success`` names it. Counts of both are ``cbind(dead, alive)``; a proportion needs its
    numbers of trials as ``weights``.

    *How do I predict a probability or a mean?* ``fit.predict(new, type="response")``, with
    ``interval="confidence"`` for its ends; without ``type`` it is the linear predictor.

    *Ratios?* ``np.exp(fit.coefficients)`` and ``np.exp(fit.confint())``: of odds with the logit
    link, of means (rates, risks, amounts) with the log link, of hazards with cloglog. With other
    links exp of a coefficient is no such ratio.

    *A number is the code of a group?* ``factor(g)``. *Another reference level?*
    ``relevel(g, ref="b")``. *An interaction?* ``a * b``. *A curve?* ``ns(x, 3)``,
    ``poly(x, 2)``, ``I(x^2)``.

    *Counts over unequal times or areas?* ``offset(log(exposure))`` in the formula, with the log
    link.

    *Which weights?* Prior weights: case i is a mean of a_i observations, and one row for
    ``nobs()``, BIC and robust covariances, as in R. Weights of a sample
    survey need robust errors besides.

    *Is the variance as the family says?* ``fit.check_overdispersion()`` tells (not of single
    trials, whose variance is fixed by their mean), and what to use instead. The standard errors of
    ``fit.summary(vcov="HC3")`` hold in large samples if the mean is right and rows are
    independent; those by ``vcov(cluster="id")`` allow for rows that are alike within groups, if
    there are many groups.

    *Is a term needed?* ``small.anova(large)``, ``fit.drop1()``.

    *Fit it a thousand times?* ``fit.refit(y)`` to other responses, such as ``fit.simulate(1000)``;
    ``fit.boot()`` to rows that are drawn: all are fitted at once, in place of a loop.

    *Many rows?* Several threads compute (``options(threads=)``). From 20,000 rows on equal rows
    are counted once, where there are ten of each or more on average; `nobs`, deviance and AIC are
    those of the rows. From 100,000 rows on the iterations start from the fit of a sample, so
    that `iter` is not R's.

    *Why is a coefficient NaN?* Its column is a combination of others. *Why is one huge, with a
    huge error?* As a rule the outcomes are separated: ``fit.separation()`` says, and
    ``method="brglm"`` has finite estimates for the logit.

    *Where are my rows?* Those with a missing value are left out, and counted in ``summary()``;
    results keep the index of `data`, and ``na_action="na_exclude"`` shows the rows as NaN.

    *May a stranger write the formula?* With ``context={}``: it is read as data, never run as
    Python, within limits on size. A pickle is code: load only fits that you have pickled.

    The method is Nelder & Wedderburn's (1972), with R's convergence rule and step halving as in
    Marschner (2011). Mean bias reduction is Firth's (1993) by adjusted scores (Kosmidis & Firth
    2009).

    References
    ----------
    Nelder & Wedderburn (1972), Generalized linear models, JRSS A 135; Marschner (2011), glm2:
    Fitting generalized linear models with convergence problems, The R Journal 3(2); Firth (1993),
    Bias reduction of maximum likelihood estimates, Biometrika 80; Kosmidis & Firth (2009), Bias
    reduction in exponential family nonlinear models, Biometrika 96; Kosmidis & Firth (2021),
    Jeffreys-prior penalty, finiteness and shrinkage in binomial-response generalized linear
    models, Biometrika 108.

    Examples
    --------
    >>> from rglm import glm, binomial
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), family=binomial())
    >>> fit.coefficients.index.tolist()
    ['(Intercept)', 'logmass']

    A formula from elsewhere, first with a function that it may use, then without any:

    >>> def fit_for(formula, **given):
    ...     return glm(formula, load("galaxies"), binomial(), **given)
    >>> fit_for("has_gc ~ half(logmass)", context={"half": lambda x: x / 2}).coef().round(2)
    (Intercept)     -10.15
    half(logmass)     2.99
    dtype: float64
    >>> fit_for("has_gc ~ half(logmass)", context={})
    Traceback (most recent call last):
    rglm.errors.FormulaError: there is no function 'half'; ...
    """
    return GlmCall.of(locals()).fit()


@dataclass(frozen=True, kw_only=True, eq=False)
class GlmCall(IrlsCall[GlmFit]):
    """The arguments of a call of `glm`."""

    family: Any
    method: str

    function = staticmethod(glm)
    shown = ("family", *IrlsCall.shown, "method")

    def settings(self) -> IrlsSettings:
        """How the model is fitted."""
        family, estimator = as_family(self.family), as_estimator(self.method)
        return IrlsSettings(family, estimator, as_control(self.control, estimator.maxit))

    def with_family(self, family: Family) -> GlmCall:
        """The call with the family itself in place of its name."""
        return self.with_values(family=family)

    def fit_rows(
        self, data: ModelData, settings: IrlsSettings, start: np.ndarray | None
    ) -> GlmFit:
        """The model fitted to its rows, from the coefficients `start` if there are any."""
        family, estimator, control = settings.family, settings.estimator, settings.control
        schema, given, source = data.frame.schema, self.has_starting_means, data.source
        cells = None if given else cells_of_fit(source, family, estimator)
        inside = source if cells is None else cells_of_means(cells, family)
        try:
            solution = fit_with_restart(
                estimator, inside, family, control, start, given, schema.parsed.intercept
            )
        except FitError as error:
            raise name_response(error, schema.parsed.response.name) from None
        fit = GlmFit(
            solution,
            source,
            family=family,
            control=control,
            estimator=estimator,
            schema=schema,
            success=success_level(data.frame.response, family.has_binary_response),
            **data.fit_arguments,
        )
        if given:
            return fit
        means = {} if cells is None else {"_cell_means": inside}
        return fit._replace(_unchecked_cells=cells, **means)
