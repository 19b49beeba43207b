"""Models against each other by their likelihoods; R's anova.polr and anova.multinom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import html_table
from rglm.formatting.text.text_layout import string_matrix_lines
from rglm.inference.hypothesis_tests.ratio_tests import likelihood_ratio_tests
from rglm.inference.nesting.comparable_fits import check_fit, check_same_rows
from rglm.inference.nesting.nested_models import Nesting, how_to_compare, nested_pairs
from rglm.protocol.capabilities import HasLikelihoodModel

if TYPE_CHECKING:
    from rglm.inference.hypothesis_tests.anova import Anova

TESTS = {"Chisq": True, "LRT": True, None: True, "none": False, False: False}
SPACED_COLUMNS = ("Df", "df", "2 x log-lik.")  # columns that R sets off by blanks


@dataclass(frozen=True)
class LikelihoodRatio:
    """Likelihood ratio tests; printing shows R's page.

    Attributes
    ----------
    table : DataFrame
        ``Model``, ``Resid. df``, ``Resid. Dev``, and of each against the one before it ``Test``,
        ``Df``, ``LR stat.`` and ``Pr(Chi)``.
    heading : str
    """

    table: pd.DataFrame
    heading: str

    def __repr__(self) -> str:
        cells = self._cells()
        columns = [cells[name].tolist() for name in cells]
        names = [f"   {name}" if name in SPACED_COLUMNS else str(name) for name in cells]
        return "\n".join([self.heading, *string_matrix_lines(columns, list(cells.index), names)])

    __str__ = __repr__

    def _cells(self) -> pd.DataFrame:
        """The table as text, blank where a number is missing."""
        return self.table.apply(
            lambda column: (
                column
                if column.dtype == object or pd.api.types.is_string_dtype(column)
                else format_numbers(column.to_numpy(dtype=float), na="")
            )
        )

    def _repr_html_(self) -> str:
        return html_table(self._cells(), self.heading.strip())


def anova(
    fit: HasLikelihoodModel,
    *others: HasLikelihoodModel,
    test: str | bool | None = "Chisq",
    type: str | int = "I",
) -> LikelihoodRatio | Anova:
    """Compare models of the same response by likelihood ratio tests; R's ``anova``.

    With `type` II or III each term of one model is tested, as car's ``Anova`` does.

    2 (logLik of the larger - logLik of the smaller) is compared with chi-square on the difference
    of their parameters; the smaller has to be a case of the larger. Where it lies on the boundary
    of the larger, as a Poisson part on that of a negative binomial one, the p-value is that of
    `lrtest`, halved for one parameter, and the page says so.

    Parameters
    ----------
    *others : ModelResult
        One or more models of the same kind, fitted to the same rows. They are put in the order of
        their residual degrees of freedom, and each is compared with the one before it.
    test : {"Chisq", "LRT", None, "none", False}
        Chisq, LRT and None are the likelihood ratio test; "none" and False leave out the p-values.
    type : {"I", "II", "III", 1, 2, 3}
        II: each term of this model after all others but those that contain it (``a:b`` contains
        ``a``). III: each term after all others; with treatment contrasts the test of ``a`` beside
        ``a:b`` is then at the first level of ``b``, so choose contrasts that sum to 0
        (``contr_sum``); beside a number ``b`` it is at 0, so centre numbers. A model of
        two parts has the terms ``count_a`` and ``zero_a``.

    Returns
    -------
    LikelihoodRatio or Anova
        Prints R's page, or car's.

    Raises
    ------
    ValueError
        No other model, unless `type` is II or III; models of other rows or another kind, or of
        which none is a case of the other; a model with aliased coefficients and type III.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> looms = load("warpbreaks")
    >>> small, large = (polr(f"ordered(tension) ~ {x}", looms) for x in ("1", "breaks"))
    >>> small.anova(large).table["LR stat."].round(2).tolist()
    [nan, 13.78]
    >>> large.anova(type="II").table.round(2)
            LR Chisq   Df  Pr(>Chisq)
    breaks     13.78  1.0         0.0
    """
    if not isinstance(test, str | bool | None) or test not in TESTS:
        raise ValueError(f"test={test!r}: use Chisq or none")
    if str(type) not in ("I", "1"):
        from rglm.inference.hypothesis_tests.typed_likelihood_anova import anova_by_type

        return anova_by_type(fit, others, type, test)
    if not others:
        raise ValueError(
            "anova() of this model compares it with others, anova(m0, m1); drop1() tests each of "
            "its terms, and so does anova(type='II')"
        )
    check_same_kind([fit, *others])
    models = sorted((fit, *others), key=lambda model: -model.df_residual)
    nestings = nested_pairs(models, [model.logLik().df for model in models], "anova")
    table = pd.DataFrame(
        {
            "Model": [model.formula.partition("~")[2].strip() for model in models],
            "Resid. df": [float(model.df_residual) for model in models],
            "Resid. Dev": [-2 * float(model.logLik()) for model in models],
        },
        index=[str(i + 1) for i in range(len(models))],
    )
    columns, notes = likelihood_ratio_columns(models, nestings)
    table = table.assign(**columns)
    if not TESTS[test]:
        table, notes = table.drop(columns="Pr(Chi)"), []
    response = fit._schema.parsed.response.variable
    heading = "\n".join(
        [f"Likelihood ratio tests of {fit._models_title}\n", f"Response: {response}", *notes]
    )
    return LikelihoodRatio(table, heading)


def likelihood_ratio_columns(
    models: list[HasLikelihoodModel], nestings: list[Nesting]
) -> tuple[dict[str, Any], list[str]]:
    """The tests of each model against the one before it, and notes about them."""
    likelihoods = np.array([float(model.logLik()) for model in models])
    df = np.array([float(model.logLik().df) for model in models])
    tests = likelihood_ratio_tests(likelihoods, df, nestings)
    columns = {
        "Test": ["", *(f"{i} vs {i + 1}" for i in range(1, len(models)))],
        "Df": np.r_[np.nan, np.diff(df)],
        "LR stat.": np.r_[np.nan, tests.chisq],
        "Pr(Chi)": np.r_[np.nan, tests.p],
    }
    return columns, tests.notes


def check_same_kind(models: list[HasLikelihoodModel]) -> None:
    """Check that the models are of one kind and of the same rows."""
    first = models[0]
    for other in models[1:]:
        check_fit(other)
        if other._function_name != first._function_name:
            raise ValueError(
                f"anova() compares models of one kind, got {first._function_name}() and "
                f"{other._function_name}(); {how_to_compare(first, other)}"
            )
        check_same_rows([first, other])
