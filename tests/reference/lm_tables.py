"""The tables of tests that R made of the fits of lm.R, and our fits beside them."""

from functools import cache

import lm_oracle
import oracle

CASES = lm_oracle.cases("lm_tests")
FITS = lm_oracle.cases("lm_fits")
fit_of = lm_oracle.fit_of


@cache
def smaller(name):
    return lm_oracle.smaller_fits(CASES[name], fit_of(name))


def each(path):
    """The fits with errors for which R has something at this path, "anova/several"."""

    def at(case):
        for part in path.split("/"):
            case = (case or {}).get(part)
        return case and not lm_oracle.is_error(case)

    return lm_oracle.each(CASES, lambda case: lm_oracle.has_error(FITS[case["id"]]) and at(case))


def table_of(result):
    """The table of a result, or the result that is one."""
    return getattr(result, "table", result)


def floors(name):
    """A sum of squares is measured against the residual one, and an F against its degrees."""
    fit = fit_of(name)
    rss, df = fit.deviance, fit.df_residual
    names = ("Sum Sq", "Mean Sq", "Sum of Sq", "RSS", "Cp")
    return dict.fromkeys(names, rss) | {"F value": df, "F": df, "Chisq": df, "AIC": fit.nobs()}


def assert_table(name, ours, theirs, what, **more):
    ours = table_of(ours)
    ours = ours.set_axis([str(label) for label in ours.index])
    oracle.assert_table(ours, theirs, floors(name) | more, f"{name}, {what}")


def without_errors(cases):
    """The tests that R did without an error."""
    return {test: table for test, table in cases.items() if not lm_oracle.is_error(table)}
