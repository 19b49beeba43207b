"""R's tables of each fit of lm.R: anova, drop1, add1, step, car's Anova."""

import lm_oracle
import numpy as np
import oracle
import pytest
from lm_tables import CASES, FITS, assert_table, each, fit_of, smaller, without_errors

RTOL, assert_close, numbers = oracle.RTOL, oracle.assert_close, oracle.numbers


@each("anova/one")
def test_anova(name):
    assert_table(name, fit_of(name).anova(), CASES[name]["anova"]["one"], "anova")


@each("anova/several")
def test_anova_of_several(name):
    first, *others = [*smaller(name), fit_of(name)]
    for test, theirs in without_errors(CASES[name]["anova"]["several"]).items():
        ours = first.anova(*others, test=False if test == "none" else test)
        assert_table(name, ours, theirs, f"anova, {test}")


@each("anova/descending")
def test_anova_from_the_largest(name):
    ours = fit_of(name).anova(smaller(name)[0])
    assert_table(name, ours, CASES[name]["anova"]["descending"], "anova, descending")


# R leaves an offset out of the model without columns, unlike its own lm(y ~ 0 + offset(o))
WITHOUT_OFFSET = ("offset-origin",)
OPTIONS = {"none": {}, "F": {"test": "F"}, "Chisq": {"test": "Chisq"}}


@each("drop1")
def test_drop1(name):
    scaled = {"scale": {"scale": 2, "test": "Chisq"}, "bic": {"k": np.log(fit_of(name).nobs())}}
    if name in WITHOUT_OFFSET:
        return
    for test, theirs in without_errors(CASES[name]["drop1"]).items():
        ours = fit_of(name).drop1(**(OPTIONS | scaled)[test])
        assert_table(name, ours, theirs, f"drop1, {test}")


@each("add1")
def test_add1(name):
    scope = CASES[name]["add"]
    for test, theirs in without_errors(CASES[name]["add1"]).items():
        ours = fit_of(name).add1(scope, **(OPTIONS | {"scale": {"scale": 2}})[test])
        assert_table(name, ours, theirs, f"add1, {test}")


def step_options(case):
    return {
        "backward": {"direction": "backward"},
        "bic": {"k": np.log(fit_of(case["id"]).nobs())},
        "both": {"scope": {"lower": "~ 1", "upper": case.get("add")}},
        "forward": {"scope": case.get("add"), "direction": "forward"},
    }


STEPS = [
    (name, direction)
    for name, case in CASES.items()
    for direction, path in case.get("step", {}).items()
    if path is not None and not lm_oracle.is_error(path)
]


@pytest.mark.parametrize(("name", "direction"), STEPS)
def test_step(name, direction):
    case, fit = CASES[name], fit_of(name)
    theirs = case["step"][direction]
    first = lm_oracle.quietly(fit.update, ". ~ 1") if direction == "forward" else fit
    last = lm_oracle.quietly(first.step, trace=0, **step_options(case)[direction])
    assert last.formula == theirs["formula"]
    path = last.anova_path.table
    assert list(path["Step"]) == theirs["steps"]
    rss = fit.deviance
    sizes = {"Deviance": rss, "Resid. Dev": rss, "AIC": fit.nobs()}
    columns = theirs["path"]["columns"]
    values = numbers(theirs["path"]["values"]).reshape(len(path), len(columns))
    # R takes the rows of weight 0 from the degrees of freedom twice
    values[:, columns.index("Resid. Df")] += int((fit.prior_weights == 0).sum())
    for column, expected in zip(columns, values.T, strict=True):
        assert_close(path[column], expected, sizes.get(column, 0.0), RTOL, column)


@each("Anova")
@pytest.mark.parametrize("kind", ["II", "III"])
def test_typed_anova(name, kind):
    theirs = CASES[name]["Anova"]
    if not FITS[name]["rank"]:
        return  # R's table has the residuals alone; ours is an error that says so
    if not lm_oracle.is_error(theirs[kind]):
        ours = lm_oracle.quietly(fit_of(name).anova, type=kind)
        assert_table(name, ours, theirs[kind], f"Anova {kind}")
    for white, table in (theirs[f"white_{kind}"] or {}).items():
        if table is not None:
            ours = lm_oracle.quietly(fit_of(name).anova, type=kind, vcov=white.upper())
            assert_table(name, ours, table, f"Anova {kind}, {white}")
