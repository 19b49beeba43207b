"""step against R: the trace as text, the path, the last model."""

import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, binomial, gaussian, glm, poisson, quasipoisson
from rglm.datasets import load
from rglm.warnings import RankWarning

READ = oracle.saved("selection")
CASES = {c["id"]: c for c in READ["cases"]}
RTOL = 1e-8  # both sides converge to epsilon = 1e-12; the JSON has 11 digits
COEFFICIENTS = 1e-7  # of the size of the largest; R's last step leaves as much
BREAKS = load("warpbreaks")
fit_of = oracle.quiet_fits(CASES)

ASKED = [
    pytest.param(name, a, id=f"{name}-{a.get('scope')}-{a.get('direction')}-{i}")
    for name, case in CASES.items()
    for i, a in enumerate(case["asked"])
    if a["verb"] == "step"
]


@pytest.mark.parametrize(("name", "asked"), ASKED)
def test_trace_and_path_as_in_r(name, asked, capsys):
    names = ("scope", "direction", "scale", "steps", "k")
    given = {k: asked[k] for k in names if asked.get(k) is not None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        last = fit_of(name).step(**given)
    assert capsys.readouterr().out.splitlines() == asked["page"]
    zero_weights = name in ("zero", "weights")  # which R takes from the degrees of freedom twice
    if not zero_weights:
        assert repr(last.anova_path).split("\n") == asked["path"]
    assert last.formula == asked["formula"]
    theirs = oracle.numbers(asked["values"]).reshape(len(last.anova_path.table), -1, order="F")
    ours = last.anova_path.table.drop(columns="Step").to_numpy()
    theirs[:, 2] += (fit_of(name).prior_weights == 0).sum()
    np.testing.assert_allclose(ours, theirs, RTOL, RTOL)
    theirs = np.array(asked["coefficients"], dtype=float, ndmin=1)
    ours = last.coefficients.dropna().to_numpy()
    if ":" not in last.formula or len(ours) == len(theirs):
        np.testing.assert_allclose(ours, theirs, COEFFICIENTS, COEFFICIENTS)


def same(one, two):
    """Whether two fits are one."""
    assert repr(one) == repr(two)
    assert one.call == two.call
    pd.testing.assert_series_equal(one.coefficients, two.coefficients, check_exact=True)
    pd.testing.assert_frame_equal(one.vcov(), two.vcov(), check_exact=True)


@pytest.mark.parametrize(
    ("name", "scope"), [("swiss-poly", None), ("insurance", "~ .^2"), ("ozone", "~ .^2")]
)
def test_the_last_model_is_what_glm_fits(name, scope):
    case, first = CASES[name], fit_of(name)
    last = first.step(scope, trace=0)
    again = glm(
        last.formula,
        oracle.data(case["data"]),
        oracle.family(case["family"]),
        offset=case.get("offset"),
        control={"epsilon": 1e-12, "maxit": 100},
    )
    same(last, again)


def test_arguments_given_as_arrays_are_as_those_given_by_name():
    """Weights, an offset and a subset as arrays give what their names give, with NA rows."""
    data = oracle.data("airquality").assign(w=np.arange(153) % 3 + 1.0, o=np.linspace(0, 1, 153))
    data.loc[3, "w"] = np.nan
    formula, scope = "Ozone ~ Wind + Temp + factor(Month)", "~ .^2 + I(Wind^2)"
    by_name = glm(
        formula,
        data,
        poisson(),
        weights="w",
        offset="o",
        subset="Temp > 60",
        na_action="na_exclude",
    ).step(scope, trace=0)
    arrays = {"weights": data["w"].to_numpy(), "offset": list(data["o"])}
    by_array = glm(formula, data, poisson(), subset=data["Temp"] > 60, **arrays)
    by_array = by_array.step(scope, trace=0)
    assert by_name.formula == by_array.formula
    pd.testing.assert_series_equal(by_name.coefficients, by_array.coefficients)
    rows = data[(data["Temp"] > 60) & data["Ozone"].notna() & data["w"].notna()]
    by_rows = glm(formula, rows, poisson(), weights="w", offset="o").step(scope, trace=0)
    pd.testing.assert_frame_equal(by_rows.anova_path.table, by_name.anova_path.table)
    assert len(by_name.fitted()) == (data["Temp"] > 60).sum()


def test_rows_that_change_between_steps_are_refused():
    data = oracle.data("airquality")
    first = glm("Ozone ~ Wind", data, gaussian())
    with (
        pytest.warns(FitWarning, match="111 of 116 rows"),
        pytest.raises(ValueError, match=r"from 116 to 111 at '\+ Solar.R'.*dropna"),
    ):
        first.step("~ . + Solar.R", trace=0)
    first = glm("Ozone ~ Wind + Temp + Solar.R + Day", data, gaussian())
    assert "Solar.R" in first.step(trace=0).formula
    noise = np.where(np.arange(153) % 7, np.cos(np.arange(153.0)), np.nan)
    first = glm("Ozone ~ Wind + noise", data.assign(noise=noise), gaussian())
    with pytest.raises(ValueError, match="at '- noise'"):
        first.step(trace=0, k=20)


def test_the_first_model_is_left_alone(capsys):
    fit = glm("breaks ~ wool * tension", BREAKS, poisson())
    last = fit.step(trace=0)
    assert capsys.readouterr().out == ""
    assert last is not fit
    assert not hasattr(fit, "anova_path")
    assert last.formula == fit.formula
    assert repr(last.anova_path) == (
        "  Step Df Deviance Resid. Df Resid. Dev      AIC\n"
        "1      NA       NA        48   182.3051 468.9692"
    )
    assert last.anova_path.heading.startswith("Stepwise Model Path \nAnalysis of Deviance Table")
    assert "Resid. Dev" in last.anova_path._repr_html_()


def test_keep():
    fit = fit_of("swiss")
    kept = fit.step(trace=0, keep=lambda m, aic: {"p": len(m.coef()), "aic": aic}).keep
    assert kept.index.tolist() == ["p", "aic"]
    np.testing.assert_allclose(kept, [[6, 5], [326.0716, 325.2408]], 1e-6)
    assert fit.step(trace=0, keep=lambda m, aic: m.df_residual).keep.to_numpy().tolist() == [
        [41, 42]
    ]
    assert fit.step(trace=0, keep=lambda m, aic: [1, 2]).keep.shape == (2, 2)
    assert not hasattr(fit.step(trace=0), "keep")


def test_no_terms_to_go(capsys):
    fit = glm("breaks ~ 1", BREAKS, poisson())
    assert fit.step().formula == "breaks ~ 1"
    assert capsys.readouterr().out == "Start:  AIC=574.04\nbreaks ~ 1\n\n"


def test_start_of_the_first_model_is_not_that_of_the_next():
    fit = glm("breaks ~ wool + tension", BREAKS, poisson(), start=[3.0, 0, 0, 0])
    assert fit.step("~ wool * tension", trace=0).formula.endswith("wool:tension")


def test_names_and_words_that_need_care():
    data = BREAKS.assign(**{"a b": np.sin(np.arange(54.0)), "x": np.arange(54.0) % 5})
    half = 0.5  # noqa: F841  the formula reads it

    def twice(x):
        return 2 * x

    fit = glm("breaks ~ `a b` + (x > 2) + tension + wool", data, poisson())
    last = fit.step("~ . + log(x + half) + twice(x):wool + `a b`:wool", trace=0)
    same(last, glm(last.formula, data, poisson()))
    assert fit.step({"lower": "~ `a b`"}, trace=0).formula.startswith("breaks ~ `a b` + ")


def test_contrasts_of_a_factor_that_comes_back():
    data = oracle.data("swiss").assign(g=np.resize(["u", "v", "w"], 47))
    fit = glm("Fertility ~ g + Education", data, gaussian(), contrasts={"g": "contr_sum"})
    assert fit.step(trace=0).formula == "Fertility ~ Education"
    last = fit.step("~ g * Education", direction="both", trace=0)
    assert last.formula == "Fertility ~ Education"
    kept = fit.step({"lower": "~ g", "upper": "~ .^2 + Catholic"}, trace=0)
    assert {"g1", "g2", "Catholic"} <= set(kept.coefficients.index)


def test_lower_and_upper():
    fit = glm("breaks ~ wool * tension", BREAKS, poisson())
    last = fit.step({"lower": "~ wool"}, k=1000, trace=0)
    assert last.formula == "breaks ~ wool"
    again = fit.step({"lower": "~ wool", "upper": fit}, k=1000, trace=0)
    assert again.anova_path.table["Step"].tolist() == ["", "- wool:tension", "- tension"]
    assert fit.step(direction="forward", k=1000, trace=0).formula == fit.formula


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"direction": "forwards"}, ValueError, "did you mean 'forward'"),
        ({"scope": ["wool"]}, TypeError, "takes a formula"),
        ({"scope": {"lowest": "~ wool"}}, ValueError, "'lower' and 'upper'"),
        (
            {"scope": {"lower": "~ foo"}},
            ValueError,
            "no column 'foo'|the lower scope has the term",
        ),
        ({"scope": "~ wool"}, ValueError, "lacks the model's term 'tension'"),
        ({"scale": -1}, ValueError, "scale=-1"),
    ],
)
def test_wrong_arguments_are_refused(given, error, message):
    fit = glm("breaks ~ wool + tension", BREAKS, poisson())
    with pytest.raises(error, match=message):
        fit.step(trace=0, **given)


def test_quasi_families_have_no_aic():
    fit = glm("breaks ~ wool + tension", BREAKS, quasipoisson())
    with pytest.raises(ValueError, match="AIC is not defined for this model"):
        fit.step(trace=0)


def test_aliased_terms_leave_first(capsys):
    data = oracle.data("swiss").assign(twice=lambda d: 2 * d["Education"])
    with pytest.warns(RankWarning):
        fit = glm("Fertility ~ Agriculture + Education + twice + Catholic", data, gaussian())
    last = fit.step()
    assert capsys.readouterr().out.startswith(
        "Start:  AIC=331.41\nFertility ~ Agriculture + Education + twice + Catholic\n\n\n"
        "Step:  AIC=331.41\nFertility ~ Agriculture + Education + Catholic\n\n"
    )
    assert last.anova_path.table["Step"].tolist() == ["", "- twice"]
    assert last.anova_path.table["Df"].tolist()[1:] == [0]


def test_bias_reduced_fits():
    fit = glm("breaks ~ wool * tension", BREAKS, poisson(), method="brglm")
    last = fit.step(k=1000, trace=0)
    assert last.method == "brglm"
    same(last, glm(last.formula, BREAKS, poisson(), method="brglm"))


def test_a_response_of_two_levels():
    fit = glm("y ~ trt + week", oracle.data("bacteria"), binomial())
    assert fit.step(trace=0).success == "y"


def test_terms_keep_the_names_of_the_formula_as_typed(capsys):
    """As R's step writes them, step by step: b:c of the first formula is c:b of the next."""
    frames = oracle.saved("coding")["frames"]
    fit = glm("y ~ a/b + c + b:c", pd.DataFrame(frames["full"]), poisson())
    fit.step("~ . + z:x + x", steps=2)
    said = capsys.readouterr().out
    written = [line for line in said.splitlines() if line.startswith("y ~")]
    assert written == ["y ~ a/b + c + b:c", "y ~ a + c + x + a:b + b:c", "y ~ a + c + x + a:b"]
    steps = [line[:5] for line in said.splitlines() if line.startswith(("+ ", "- "))]
    assert [step.strip() for step in steps] == [
        "+ x",
        "- b:c",
        "- a:b",
        "- c:b",
        "+ x:z",
        "- a:b",
        "- x",
    ]
