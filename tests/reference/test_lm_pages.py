"""R's pages of the fits of lm.R: what lm, car and lmtest print, letter by letter."""

import re
import warnings
from functools import cache
from math import inf, log

import lm_oracle
import pytest

import rglm

CASES = lm_oracle.cases("lm_pages")
# pages that we print otherwise, on purpose: (fit, page) or page, and why
NO_COLUMNS = "an empty table"
EXACT = "R prints its rounding, 1e-16, where ours is 0"
DIFFERENT = {
    ("offset-only", "confint"): NO_COLUMNS,
    ("no-columns", "confint"): NO_COLUMNS,
    ("perfect", "confint"): EXACT,
    ("constant", "confint"): EXACT,
    ("weights", "bptest"): "lmtest's depends on the scale of the weights",
    ("weights", "bptest-plain"): "lmtest's depends on the scale of the weights",
    ("aliased", "dwtest"): "lmtest inverts a singular matrix; its p-value is 0",
    ("weights-zeros", "hypothesis-1-hc3"): "car counts rows of weight 0; the numbers are tested",
    ("aliased", "coefci-hc3"): "the aliased coefficient is shown",
    ("na-omit", "lrtest-null"): "R tests models of different rows; ours is an error",
    "vif": "a Series or DataFrame, which pandas prints",
    "AIC": "a DataFrame, whose rows are Model 1, Model 2",
    "BIC": "a DataFrame, whose rows are Model 1, Model 2",
}
# print, summary and anova are in tests/models/lm
ELSEWHERE = {"print", "summary", "anova", "correlation", "between", "coeftest"}
PAGES = [
    (name, kind)
    for name, case in CASES.items()
    for kind in case["pages"]
    if kind.split("-")[0] not in ELSEWHERE and not {kind, (name, kind)} & set(DIFFERENT)
]
fit_of = lm_oracle.fit_of


@cache
def smaller(name):
    return lm_oracle.smaller_fits(CASES[name], fit_of(name))


def normal_lines(text):
    """The lines of a page without its call, which is R's or Python's, and the name of the data."""
    text = re.sub(r"Call:.*?\n\n", "Call: ...\n\n", text, flags=re.DOTALL)
    text = re.sub(r"( of\n\t ).*?( :\n)", r"\1...\2", text, flags=re.DOTALL)
    text = re.sub(r"^data:  .*", "data:  ...", text, flags=re.MULTILINE)
    return text.rstrip("\n").split("\n")


HC3 = {"vcov": "HC3"}
TESTS = {
    "F": {"test": "F"},
    "Chisq": {"test": "Chisq"},
    "none": {},
    "scale": {"scale": 4, "test": "Chisq"},
    "hc3": HC3,
}
VERBS = {
    "print": lambda fit: fit,
    "summary": lambda fit: fit.summary(),
    "anova": lambda fit: fit.anova(),
    "confint": lambda fit: fit.confint(),
    "confint-90": lambda fit: fit.confint(level=0.9),
    "correlation": lambda fit: fit.summary(correlation=True),
    "alias": lambda fit: fit.alias(),
    "Anova-II": lambda fit: fit.anova(type="II"),
    "Anova-III": lambda fit: fit.anova(type="III"),
    "Anova-II-hc3": lambda fit: fit.anova(type="II", vcov="HC3"),
    "Anova-III-hc0": lambda fit: fit.anova(type="III", vcov="HC0"),
    "waldtest-overall": lambda fit: fit.wald_test(". ~ 1"),
    "influence_measures": lambda fit: fit.influence_measures(),
    "dwtest": lambda fit: fit.dwtest(),
    "bptest": lambda fit: fit.bptest(),
    "bptest-plain": lambda fit: fit.bptest(studentize=False),
    "ncvTest": lambda fit: fit.ncvTest(),
    "outlierTest": lambda fit: fit.outlierTest(),
    "outlierTest-all": lambda fit: fit.outlierTest(cutoff=inf, n_max=3),
    "influence-summary": lambda fit: fit.influence_measures().summary(),
    "logLik": lambda fit: fit.logLik(),
    "coefci-hc3": lambda fit: fit.confint(vcov="HC3"),
    "lrtest-null": lambda fit: rglm.lrtest(fit, ". ~ 1"),
}
OF_TWO = {
    "waldtest": lambda small, fit: small.wald_test(fit),
    "waldtest-Chisq": lambda small, fit: small.wald_test(fit, test="Chisq"),
    "waldtest-hc": lambda small, fit: small.wald_test(fit, vcov="HC3"),
    "lrtest": lambda small, fit: rglm.lrtest(small, fit),
    "anova-descending": lambda small, fit: fit.anova(small),
}


def step_page(case, fit, kind):
    """What step() writes, and its last model."""
    scope = case.get("add")
    if kind == "forward":
        return lm_oracle.quietly(fit.update, ". ~ 1").step(scope, direction="forward")
    options = {"both": {"scope": {"lower": "~ 1", "upper": scope}}, "bic": {"k": log(fit.nobs())}}
    return fit.step(**options.get(kind, {}))


def page(name, kind):
    case, fit = CASES[name], fit_of(name)
    verb, *rest = kind.split("-")
    if kind in VERBS:
        return VERBS[kind](fit)
    if kind in OF_TWO:
        return OF_TWO[kind](smaller(name)[0], fit)
    if verb == "step":
        return step_page(case, fit, "".join(rest))
    if verb == "hypothesis":
        options = {} if rest[1] == "F" else TESTS[rest[1]]
        return fit.wald_test(case["hypotheses"][int(rest[0]) - 1], **options)
    scope = [case["add"]] if verb == "add1" else []
    return getattr(fit, verb)(*scope, **TESTS[rest[0]])


@pytest.mark.parametrize(("name", "kind"), PAGES, ids=["-".join(p) for p in PAGES])
def test_page(name, kind, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)  # tested with the numbers
        ours = str(page(name, kind))
    ours = capsys.readouterr().out + ours
    theirs = "\n".join(CASES[name]["pages"][kind])
    assert normal_lines(ours) == normal_lines(theirs)
