"""drop1, add1, step and extractAIC of linear models against R: numbers, pages and paths."""

import warnings
from functools import cache

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import FitWarning, RankWarning, lm
from rglm.datasets import load

CASES = {c["id"]: c for c in oracle.saved("lm_selection")["cases"]}
LEGEND = "Signif. codes:  0 ‘***’ 0.001 ‘**’ 0.01 ‘*’ 0.05 ‘.’ 0.1 ‘ ’ 1"
RTOL = 1e-8  # the JSON has 11 digits
ROUNDING = 1e-11  # of the largest number of a column: R's sums of squares are differences
BREAKS, CARS = load("warpbreaks"), oracle.data("mtcars")


@cache
def fit_of(name):
    case = CASES[name]
    given = {n: case[n] for n in ("weights", "subset", "offset", "na_action") if n in case}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RankWarning)
        return lm(
            case["formula"],
            oracle.data(case["data"]),
            contrasts=oracle.contrasts(case.get("contrasts") or {}) or None,
            **given,
        )


def asked(is_step):
    return pytest.mark.parametrize(
        ("name", "ask"),
        [
            pytest.param(name, a, id=f"{name}-{i}-{a['verb']}")
            for name, case in CASES.items()
            for i, a in enumerate(case["asked"])
            if (a["verb"] == "step") == is_step
        ],
    )


def quietly(function, **given):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FitWarning)
        warnings.simplefilter("ignore", RankWarning)
        return function(**given)


def assert_same_numbers(table, values):
    theirs = oracle.numbers([np.nan if v == "NA" else v for v in values])
    theirs = theirs.reshape(table.shape, order="F")
    ours = table.to_numpy(dtype=float)
    sizes = np.nanmax(np.where(np.isfinite(theirs), np.abs(theirs), 0.0), axis=0)
    for ours_of, theirs_of, size in zip(ours.T, theirs.T, sizes, strict=True):
        np.testing.assert_allclose(ours_of, theirs_of, RTOL, ROUNDING * size)


@asked(is_step=False)
def test_numbers_and_page_as_in_r(name, ask):
    given = {k: ask[k] for k in ("scope", "test", "scale", "k") if ask.get(k) is not None}
    found = quietly(getattr(fit_of(name), ask["verb"]), **given)
    assert_same_numbers(found.table, ask["values"])
    page = [LEGEND if line == "Signif." else line for line in ask["page"]]
    assert repr(found).split("\n") == page


@asked(is_step=True)
def test_trace_and_path_as_in_r(name, ask, capsys):
    names = ("scope", "direction", "scale", "steps", "k")
    given = {k: ask[k] for k in names if ask.get(k) is not None}
    last = quietly(fit_of(name).step, **given)
    page = "\n".join(ask["page"])
    assert capsys.readouterr().out.rstrip() == page.rstrip()
    zeros = (fit_of(name).prior_weights == 0).sum()  # which R takes from the path's df twice
    if not zeros:
        assert repr(last.anova_path).split("\n") == ask["path"]
    assert last.formula == ask["formula"]
    table = last.anova_path.table.drop(columns="Step")
    table["Resid. Df"] -= zeros
    assert_same_numbers(table, ask["values"])
    theirs = np.array(ask["coefficients"], dtype=float, ndmin=1)
    np.testing.assert_allclose(last.coefficients.dropna(), theirs, RTOL, RTOL)


@pytest.mark.parametrize("name", CASES)
def test_criterion_as_in_r(name):
    fit = fit_of(name)
    ours = [*fit.extractAIC(), *fit.extractAIC(k=np.log(50)), *fit.extractAIC(scale=3)]
    np.testing.assert_allclose(ours, oracle.numbers(CASES[name]["extractAIC"]), RTOL)


def in_chunks():
    for start in range(0, 54, 20):
        yield BREAKS.iloc[start : start + 20]


def test_chunked_data(capsys):
    chunked = lm("breaks ~ wool + tension", in_chunks, progress=False)
    whole = lm("breaks ~ wool + tension", BREAKS)
    for verb, scope in (("drop1", None), ("drop1", "~ ."), ("add1", "~ .^2")):
        one, two = (getattr(fit, verb)(scope, test="F").table for fit in (chunked, whole))
        pd.testing.assert_frame_equal(one, two, rtol=1e-10)
    paths = [fit.step("~ .^2").anova_path.table for fit in (chunked, whole)]
    pd.testing.assert_frame_equal(*paths, rtol=1e-10)
    half = len(out := capsys.readouterr().out) // 2
    assert out[:half] == out[half:]


def test_a_perfect_fit_is_told():
    data = pd.DataFrame({"x": [1.0, 2, 3, 4, 5, 6], "z": [1.0, 4, 2, 3, 5, 1]})
    data["y"] = 2 * data["x"] + 1
    fit = lm("y ~ x + z", data)
    with pytest.warns(FitWarning, match="essentially perfect fit"):
        assert fit.drop1().table["Df"].tolist()[1:] == [1, 1]
    with pytest.warns(FitWarning, match="essentially perfect fit"):
        fit.add1("~ . + x:z")
    almost = lm("y ~ x", data.assign(y=data["y"] + 1e-4 * data["z"]))
    almost.drop1()  # R's rule: residuals of 1e-5 of the fitted values are no rounding


def test_a_saturated_model_has_no_aic_to_choose_by():
    fit = fit_of("saturated")
    assert fit.deviance == 0
    assert -np.inf == fit.extractAIC().AIC
    with pytest.raises(ValueError, match="AIC is -infinity for this model"):
        fit.step()


def test_rows_that_change_stop_the_search(capsys):
    fit = lm("mpg ~ wt", CARS.assign(hp=CARS["hp"].where(CARS["hp"] > 70)))
    with (
        pytest.warns(FitWarning, match="fitted to the 27 of 32 rows"),
        pytest.raises(ValueError, match="the number of rows in use has changed, from 32 to 27"),
    ):
        fit.step("~ . + hp")
    assert capsys.readouterr().out.startswith("Start:  AIC=73.22\nmpg ~ wt\n")


def test_na_exclude_takes_the_same_rows():
    excluded = fit_of("exclude")
    omitted = excluded.update(na_action="na_omit")
    pd.testing.assert_frame_equal(excluded.drop1().table, omitted.drop1().table)
    assert len(excluded.step(trace=0).fitted()) == 153


def test_what_keep_returns_is_kept():
    last = lm("mpg ~ 1", CARS).step(
        "~ wt + hp", trace=0, k=3, keep=lambda fit, aic: {"terms": len(fit.terms), "aic": aic}
    )
    assert last.keep.loc["terms"].tolist() == [0, 1, 2]
    np.testing.assert_allclose(last.keep.loc["aic"], last.anova_path.table["AIC"])


def test_an_offset_stays_where_no_column_is_left():
    """R's drop1 forgets it there; its lm does not."""
    fit = lm("mpg ~ 0 + wt", CARS, offset="qsec")
    expected = float(((CARS["mpg"] - CARS["qsec"]) ** 2).sum())
    np.testing.assert_allclose(fit.drop1().table.loc["wt", "RSS"], expected)
    np.testing.assert_allclose(fit.update(". ~ . - wt").deviance, expected)


def test_models_of_one_fit_stay_in_the_order_of_the_scope(capsys):
    lm("mpg ~ wt", CARS.assign(one=CARS["hp"] / 3, two=2 * CARS["hp"])).step("~ . + two + one")
    lines = capsys.readouterr().out.splitlines()
    assert [line[:5] for line in lines[4:6]] == ["+ two", "+ one"]


@pytest.mark.parametrize("verb", ["drop1", "add1"])
def test_arguments_that_there_are_not(verb):
    ask = getattr(lm("mpg ~ wt + hp", CARS), verb)
    with pytest.raises(ValueError, match="test='Rao': use one of none, F, Chisq"):
        ask(scope="~ . + qsec" if verb == "add1" else None, test="Rao")
    with pytest.raises(ValueError, match="scale=-1: give a dispersion above 0"):
        ask(scope="~ . + qsec" if verb == "add1" else None, scale=-1)
    with pytest.raises(ValueError, match="no term" if verb == "drop1" else "has no term that"):
        ask(scope="qsec" if verb == "drop1" else "wt")


def test_terms_leave_without_a_pass_over_the_data(capsys):
    passes = []

    def counted():
        passes.append(1)
        yield from in_chunks()

    fit = lm("breaks ~ wool * tension", counted, progress=False)
    passes.clear()
    fit.drop1(test="F")
    fit.anova(type="II")
    fit.extractAIC()
    assert not passes
    fit.add1("~ . + I(breaks^2)")
    several = len(passes)
    passes.clear()
    fit.add1("~ . + I(breaks^2) + I(breaks^3) + I(breaks^4)")
    assert len(passes) == several  # all models of a scope in one pass
    passes.clear()
    last = fit.step(k=40)
    fitted_again = len(passes)
    passes.clear()
    lm(last.formula, counted, progress=False)
    assert last.formula == "breaks ~ 1"
    assert len(last.anova_path.table) == 4
    assert 0 < fitted_again <= len(passes)  # the last model alone


def test_a_stripped_fit_knows_its_single_term_deletions():
    fit = lm("breaks ~ wool * tension", BREAKS, weights="1 + breaks")
    pd.testing.assert_frame_equal(fit.drop1().table, fit.strip().drop1().table)
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().add1("~ . + I(breaks^2)")


@pytest.mark.parametrize(
    ("formula", "term"),
    [
        ("breaks ~ wool * tension", "wool:tension"),
        ("breaks ~ tension + wool + tension:wool", "tension:wool"),
        ("breaks ~ wool + tension + offset(breaks / 3)", "wool"),
        ("breaks ~ poly(z, 2) + wool + tension", "poly(z, 2)"),
        ("breaks ~ wool + tension - 1", "tension"),
    ],
)
def test_a_model_from_the_triangle_is_the_model(formula, term):
    data = BREAKS.assign(z=np.arange(54) % 7 + np.arange(54) / 10)
    fit = lm(formula, data, weights="1 + (breaks > 30)")
    text = f". ~ . - {term}"
    expected = fit.update(text)
    found = fit._submodel(expected.formula)
    np.testing.assert_allclose(found.coefficients, expected.coefficients, 1e-10)
    assert found.coefficients.index.tolist() == expected.coefficients.index.tolist()
    np.testing.assert_allclose(found.fitted(), expected.fitted(), 1e-10)
    numbers = ("deviance", "null_deviance", "aic", "r_squared", "dispersion")
    for name in numbers:
        np.testing.assert_allclose(getattr(found, name), getattr(expected, name), 1e-10)
    new = data.iloc[:3]
    np.testing.assert_allclose(found.predict(new), expected.predict(new), 1e-10)
    assert found.terms == expected.terms
    assert found.xlevels == expected.xlevels


def test_a_factor_that_is_coded_anew_needs_the_rows():
    fit = lm("breaks ~ wool + tension - 1", BREAKS)
    assert fit._submodel("breaks ~ tension - 1") is None
    assert fit._submodel("breaks ~ wool + tension") is None
    assert fit.step(k=1000, trace=0).formula == "breaks ~ 1 - 1"
    missing = lm("mpg ~ wt + hp", CARS.assign(hp=CARS["hp"].where(CARS["hp"] > 70)))
    assert missing._submodel("mpg ~ wt") is None


def test_terms_that_left_come_back_without_a_pass(capsys):
    passes = []
    pieces = [CARS[:10], CARS[10:]]

    def counted():
        passes.append(1)
        yield from pieces

    formula = "mpg ~ wt + hp + qsec + drat + disp + cyl + wt:hp"
    chunked, whole = (lm(formula, data, progress=False) for data in (counted, CARS))
    passes.clear()
    last = chunked.step(k=1, direction="both")
    page = capsys.readouterr().out
    assert "+ " in page
    assert len(passes) <= 2  # the last model alone
    pd.testing.assert_frame_equal(
        last.anova_path.table, whole.step(k=1, direction="both").anova_path.table, rtol=1e-9
    )
    assert capsys.readouterr().out == page
    reordered = whole._submodel("mpg ~ cyl + wt + hp + wt:hp")
    expected = lm("mpg ~ cyl + wt + hp + wt:hp", CARS)
    np.testing.assert_allclose(reordered.coefficients, expected.coefficients, 1e-9)
    assert reordered.names == expected.names
    np.testing.assert_allclose(reordered.predict(CARS[:3]), expected.predict(CARS[:3]), 1e-9)
