"""car's linearHypothesis, lmtest's waldtest and lrtest of each fit of lm.R."""

from lm_tables import CASES, assert_table, each, fit_of, smaller, without_errors

import rglm


@each("wald/hypotheses")
def test_linear_hypotheses(name):
    case, fit = CASES[name], fit_of(name)
    given = {"F": {}, "Chisq": {"test": "Chisq"}, "hc3": {"vcov": "HC3"}, "hc0": {"vcov": "HC0"}}
    for hypothesis, results in zip(case["hypotheses"], case["wald"]["hypotheses"], strict=True):
        for test, theirs in without_errors(results).items():
            if name == "longley" and test == "hc0":
                continue  # R's own error: see test_lm_robust
            ours = fit.wald_test(hypothesis, **given[test])
            assert_table(name, ours, theirs, f"{hypothesis}, {test}")


@each("wald/waldtest")
def test_wald_test_of_two_fits(name):
    fit, small = fit_of(name), smaller(name)[0]
    for test, table in without_errors(CASES[name]["wald"]["waldtest"]).items():
        options = {"hc": {"vcov": "HC3"}, "Chisq": {"test": "Chisq"}}.get(test, {})
        first, second = (fit, small) if test == "down" else (small, fit)
        assert_table(name, first.wald_test(second, **options), table, f"waldtest, {test}")


@each("wald/without_first")
def test_wald_test_of_an_update(name):
    theirs = CASES[name]["wald"]
    ours = fit_of(name).wald_test(f". ~ . - {theirs['first']}")
    assert_table(name, ours, theirs["without_first"], "waldtest of an update")


@each("wald/lrtest")
def test_likelihood_ratio_test(name):
    if name == "aliased-zero":
        return  # the models are the same: an error here, an empty test in R
    n = fit_of(name).nobs()
    ours = rglm.lrtest(smaller(name)[0], fit_of(name))
    assert_table(name, ours, CASES[name]["wald"]["lrtest"], "lrtest", LogLik=n, Chisq=n)
