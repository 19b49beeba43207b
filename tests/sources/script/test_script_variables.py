"""Fits without ``data=``: the variables are those of the place where the call stands, as in R."""
# ruff: noqa: F841  (the names are read by formulas)

import datetime
import pickle
import threading

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm import binomial, glm, lm, poisson
from rglm.errors import DataError, FormulaError

R = oracle.saved("script")
GIVEN = {name: np.array(values) for name, values in R["data"].items()}
GIVEN["k"], GIVEN["g"] = 2, list(R["data"]["g"])
GIVEN["U"] = pd.DataFrame(GIVEN["U"], columns=["u", "v"])
GIVEN["one"] = GIVEN["x"][:, None]
y, x, B, U, w, SF = (GIVEN[name] for name in ("y", "x", "B", "U", "w", "SF"))
N = len(y)


def same(fit, wanted):
    assert fit.coef().index.tolist() == wanted["names"]
    np.testing.assert_allclose(fit.coef(), wanted["values"], rtol=1e-8, atol=1e-10)


# numbers and names of R


@pytest.mark.parametrize("case", R["lm"], ids=lambda case: case["formula"])
def test_vectors_and_matrices_of_the_script_as_in_R(case):
    same(lm(case["formula"], context=GIVEN), case)


def test_the_names_of_the_caller_are_the_variables():
    g, counts, one = GIVEN["g"], GIVEN["counts"], GIVEN["x"]  # local names
    same(glm("SF ~ U + g", family=binomial()), R["binomial"])
    same(glm("counts ~ U", family=poisson(), weights="w", subset="x > -1"), R["poisson"])
    same(lm("y ~ x", weights="w", offset="one"), R["weighted"])
    same(lm("y ~ x", weights=w, offset=one), R["weighted"])


def test_a_matrix_is_one_term():
    fit = lm("y ~ U + g", context=GIVEN)
    anova = fit.anova().table
    assert anova["Df"].tolist() == R["anova"]["df"]
    np.testing.assert_allclose(anova["Sum Sq"], R["anova"]["ss"], rtol=1e-8)
    np.testing.assert_allclose(fit.drop1().table["AIC"], R["drop1"]["aic"], rtol=1e-8)
    assert lm("y ~ U + g + x + B", context=GIVEN).step(trace=False).formula == R["step"]
    assert fit.model_frame().columns.tolist() == ["y", "Uu", "Uv", "g"]


def test_the_page_has_no_data():
    page = repr(glm("y ~ x"))
    assert 'glm(formula = y ~ x, family = gaussian(link = "identity"))' in page


# kinds of variables


@pytest.mark.parametrize(
    "kind",
    [np.array, list, tuple, pd.Series, pd.Index, pd.array, np.ma.array, lambda v: v[:, None]],
    ids=str.split("array list tuple Series Index extension masked column"),
)
def test_any_vector_is_a_variable(kind):
    z = kind(x)
    np.testing.assert_allclose(lm("y ~ z").coef(), lm("y ~ x").coef())


def test_ranges_texts_categories_and_truths():
    r, s, t = range(N), ["b", "a", "c"] * 8, [True, False] * 12
    c = pd.Categorical(s, ["c", "b", "a"])
    o = pd.Series(c).cat.as_ordered()
    names = ["(Intercept)", "r", "sb", "sc", "tTRUE"]
    assert lm("y ~ r + s + t").coef().index.tolist() == names
    assert lm("y ~ c").coef().index.tolist() == ["(Intercept)", "cb", "ca"]
    assert lm("y ~ o").coef().index.tolist() == ["(Intercept)", "o.L", "o.Q"]


def test_missing_values_of_a_list():
    z = [None, *x[1:]]
    assert lm("y ~ z").nobs() == N - 1
    big = [None, *range(2**60, 2**60 + N - 1)]
    assert lm("y ~ factor(big)").data["big"].iloc[1] == big[1]


def test_sparse_and_masked_matrices():
    from scipy import sparse

    S, M = sparse.csr_array(np.asarray(B)), np.ma.masked_greater(B, 1.5)
    np.testing.assert_allclose(lm("y ~ S").coef(), lm("y ~ B").coef())
    assert lm("y ~ M").nobs() == int((B <= 1.5).all(axis=1).sum())
    k = np.array(2)  # no vector
    np.testing.assert_allclose(lm("y ~ I(x^k)").coef(), lm("y ~ I(x^2)").coef())


def test_polars_and_pyarrow():
    pl, pa = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    enum = pl.Series(["b", "a", "c"] * 8, dtype=pl.Enum(["c", "b", "a"]))
    text = pl.Series(["b", "a", "c"] * 8, dtype=pl.Categorical)
    z, table = pa.array(x), pl.DataFrame({"u": U["u"].to_numpy(), "v": U["v"].to_numpy()})
    assert lm("y ~ enum").coef().index.tolist() == ["(Intercept)", "enumb", "enuma"]
    assert lm("y ~ text").coef().index.tolist() == ["(Intercept)", "textb", "textc"]
    np.testing.assert_allclose(lm("y ~ z").coef(), lm("y ~ x").coef())
    assert lm("y ~ table").coef().index.tolist() == ["(Intercept)", "tableu", "tablev"]


def test_dates_are_refused_as_columns_are():
    days, stamps = (
        [datetime.date(2020, 1, i + 1) for i in range(N)],
        pd.date_range("2020", periods=N),
    )
    for name in ("days", "stamps"):
        with pytest.raises(FormulaError, match=f"column '{name}' holds values of type date"):
            lm(f"y ~ {name}")
    assert lm("y ~ as.numeric(days)").rank == 2


def test_attributes_of_objects():
    d = pd.DataFrame({"y": y, "x": x})
    fit = lm("d.y ~ d.x + np.log(d.x.abs())")
    assert fit.coef().index.tolist()[:2] == ["(Intercept)", "d.x"]
    d["x"] = 0.0  # the fit has its own
    assert fit.update(". ~ d.x").coef().iloc[1] == pytest.approx(lm("y ~ x").coef().iloc[1])
    assert lm("y ~ x.clip(0, 1)").rank == 2


def test_constants_and_functions_are_used_as_before():
    power, knots = 3, [-9.0, 0.5, 9.0]

    def half(v):
        return v / 2

    fit = lm("y ~ I(x^power) + half(x) + cut(x, knots)")
    power, knots[1] = 2, 9.0
    np.testing.assert_allclose(fit.predict({"x": x}), fit.fitted_values)


# where the names are looked up


def test_lambdas_and_comprehensions_have_the_names_around_them():
    z, v = x**2, y + 1
    formulas = [lm(f"v ~ {name}").formula for name in ("x", "z")]
    assert formulas == ["v ~ x", "v ~ z"]
    assert list(lm(f"v ~ {name}").rank for name in ("x", "z")) == [2, 2]  # noqa: C400

    def inner():
        v = -y
        return lm("v ~ z").coef(), len(v)

    np.testing.assert_allclose(inner()[0], -lm("y ~ z").coef())


def test_a_function_elsewhere_does_not_see_local_names():
    local = x
    outcome = []

    def work():
        try:
            helper()
        except FormulaError as error:
            outcome.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert "no variable 'local'" in outcome[0]
    assert "context={'local': ...}" in outcome[0]


def helper():
    return lm("y ~ local")


def test_a_context_is_the_only_place():
    context = {"y": y, "z": x}
    np.testing.assert_allclose(lm("y ~ z", context=context).coef(), lm("y ~ x").coef())
    with pytest.raises(FormulaError, match="no variable 'x'"):
        lm("y ~ x", context=context)
    with pytest.raises(FormulaError, match=r"no data=, and context=\{\} has no variables"):
        lm("y ~ x", context={})
    with pytest.raises(FormulaError):
        lm("y ~ __import__('os')", context=context)


# indexes


def test_the_index_of_a_series_is_kept():
    v = pd.Series(y, index=range(100, 100 + N))
    fit = lm("v ~ x")
    assert fit.fitted_values.index.equals(v.index)
    assert lm("y ~ v").residuals().index.equals(v.index)
    assert lm("y ~ x").fitted_values.index.equals(pd.RangeIndex(N))


def test_series_of_different_indexes_are_refused():
    v, z = pd.Series(y), pd.Series(x)[::-1]
    with pytest.raises(DataError, match=r"index of 'z' is not that.*at row 0 it is 23 and not 0"):
        lm("v ~ z")
    with pytest.raises(DataError, match=r"z.to_numpy\(\)"):
        lm("v ~ z", pd.DataFrame({"v": v}))
    pairs = pd.MultiIndex.from_product([range(4), range(6)])
    with pytest.raises(DataError, match=r"at row 0 it is \(0, 0\) and not 0"):
        lm("v ~ z", context={"v": v, "z": pd.Series(x, index=pairs)})
    table = U.set_axis(range(1, N + 1))
    with pytest.raises(DataError, match="index of 'table'"):
        lm("v ~ table")
    assert lm("v ~ table", context={"v": y, "table": table}).rank == 3


# what is no variable


def test_lengths_that_differ():
    short, table = x[:5], U.iloc[:7]
    with pytest.raises(DataError, match="'y' has 24 values and 'short' has 5"):
        lm("y ~ short")
    with pytest.raises(DataError, match="'short' has 5 values and 'y' has 24"):
        lm("short ~ y")
    with pytest.raises(FormulaError, match=r"'exp\(short\)' has 5 value.s. where 'y' has 24"):
        lm("y ~ exp(short)")
    with pytest.raises(DataError, match="'y' has 24 values and 'table' has 7"):
        lm("y ~ table")
    with pytest.raises(DataError, match="variable 'short' of the script has 5 values where the"):
        lm("v ~ short", {"v": y})
    with pytest.raises(DataError, match="'short' has 5"):
        lm("y ~ x", weights="short")
    none = []
    with pytest.raises(DataError, match="'none' has no values"):
        lm("none ~ 1")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nope", "no variable 'nope'"),
        ("xx", "did you mean 'x'"),
        ("np", "'np' is a module"),
        ("same", "'same' is a function"),
        ("DataError", "'DataError' is a class"),
        ("GIVEN", "'GIVEN' is of type dict"),
        ("N", "'N' is one value"),
        ("nothing", "'nothing' is None"),
        ("cube", "cube.* has shape"),
        ("texts", "does not hold numbers"),
        (".", "'.' stands for the other columns of data="),
    ],
)
def test_names_that_are_no_variable(name, message):
    nothing, cube, texts = None, np.ones((N, 2, 2)), np.full((N, 2), "a")
    with pytest.raises((FormulaError, TypeError), match=message):
        lm(f"y ~ {name}")


def test_a_response_that_is_no_variable():
    with pytest.raises(FormulaError, match="response 'N' has no variable.*one value, 24"):
        lm("N ~ 1")
    with pytest.raises(FormulaError, match="no variable 'nope'"):
        lm("nope ~ x")


# beside data


def test_a_variable_that_is_no_column_of_the_data():
    d = pd.DataFrame({"y": y, "x": -x}, index=range(1, N + 1))
    fit = lm("y ~ x + B + I(x * w)", d)
    assert fit.coef().index.tolist() == ["(Intercept)", "x", "B1", "B2", "I(x * w)"]
    np.testing.assert_array_equal(fit.data["x"], -x)
    assert fit.fitted_values.index.equals(d.index)
    assert "w" not in d
    assert lm("y ~ .", d, weights="w").coef().index.tolist() == ["(Intercept)", "x"]
    assert lm("y ~ .", d, weights="w").update(subset="x > 0").rank == 2
    clusters = np.repeat(range(8), 3)
    assert lm("y ~ x", d).vcov(cluster="clusters").shape == (2, 2)
    with pytest.raises(FormulaError, match="no column 'w'"):
        lm("y ~ w", d, context={})


def test_data_in_chunks_take_no_variable_of_the_script():
    d, knots = pd.DataFrame({"y": y, "x": x}), [0.0]

    def chunks():
        return iter([d[:12], d[12:]])

    half = x[:12]
    for term in ("half", "I(x + half)", "log(half)", "pmin(x, half)", "d.x"):
        with pytest.raises(DataError, match="variable of the script, which cannot be matched"):
            lm(f"y ~ {term}", chunks)
    assert lm("y ~ ns(x, knots = knots)", chunks).rank == 3


# verbs of such a fit


def test_new_rows():
    fit = lm("y ~ U + x", context=GIVEN)
    new = {"U": U.iloc[:3], "x": x[:3]}
    np.testing.assert_allclose(fit.predict(new), R["predict"], rtol=1e-8)
    np.testing.assert_allclose(fit.predict(new | {"U": U.iloc[:3, ::-1]}), R["predict"])
    np.testing.assert_allclose(fit.predict(new | {"U": U.iloc[:3].to_numpy()}), R["predict"])
    np.testing.assert_allclose(fit.strip().predict(new), R["predict"])
    np.testing.assert_allclose(lm("y ~ scale(U)").predict(new), R["predict_scaled"])
    np.testing.assert_array_equal(fit.predict(), fit.fitted())
    with pytest.raises(FormulaError, match="'x' in newdata=.*'x' of the script is not taken for"):
        fit.predict({"U": U.iloc[:3]})
    with pytest.raises(DataError, match=r"'U' was a matrix of 2 column.s. \(u, v\) at"):
        fit.predict(new | {"U": x[:3]})
    with pytest.raises(DataError, match=r"new data have a matrix of 3 column"):
        fit.predict(new | {"U": np.ones((3, 3))})


def test_the_fit_keeps_its_variables():
    y, x, z = GIVEN["y"].copy(), GIVEN["x"].copy(), GIVEN["w"] + 0.0
    fit = lm("y ~ x")
    before = fit.coef()
    y[:] = 0  # in place, or bound anew: not the fit's
    x = x[:5]
    pd.testing.assert_series_equal(fit.update(". ~ .").coef(), before)
    pd.testing.assert_series_equal(fit.update(". ~ . - x").coef(), lm("y ~ 1", GIVEN).coef())
    for change in (
        lambda: fit.update(". ~ . + z"),
        lambda: fit.add1("~ . + z"),
        lambda: fit.step("~ . + z", trace=False),
        lambda: fit.vcov(cluster="z"),
    ):
        with pytest.raises(DataError, match=r"'[xy]' is not what it was at the fit, and 'z'"):
            change()
    x, y = GIVEN["x"] + 1, GIVEN["y"] * 2
    anew = fit.update(". ~ . + z", data=None)
    pd.testing.assert_series_equal(anew.coef(), lm("y ~ x + z").coef())


def test_new_variables_are_those_where_the_verb_stands():
    fit, z = lm("y ~ x"), x**2
    assert fit.update(". ~ . + z").formula == "y ~ x + z"
    assert fit.add1("~ . + z + B").table.index.tolist() == ["<none>", "z", "B"]
    assert fit.step("~ . + z", k=0, trace=False).formula == "y ~ x + z"
    with pytest.raises(FormulaError, match="no variable 'nope'"):
        fit.update(". ~ . + nope")


def test_verbs():
    fit = glm("SF ~ x + U", family=binomial())
    assert fit.simulate(2, seed=1).shape == (N, 4)
    assert fit.augment().columns.tolist()[:5] == ["SF1", "SF2", "x", "Uu", "Uv"]
    assert fit.confint().shape == (4, 2)
    again = pickle.loads(pickle.dumps(fit))
    pd.testing.assert_series_equal(again.update(". ~ .").coef(), fit.coef())
    smaller = glm("SF ~ x", family=binomial())
    assert rglm.lrtest(smaller, fit).table.iloc[1]["Df"] == 2
    assert smaller.anova(fit) is not None
    assert rglm.compare(smaller, fit) is not None


def test_plots_hold_a_matrix_at_its_means():
    fit = glm("SF ~ x + U", family=binomial())
    assert fit.plot_fit() is not None
    fit.plot_fit("x", at={"U": [0.0, 1.0]})
    fit.plot_terms()
    assert fit.halfnorm(nsim=3) is not None
    with pytest.raises(ValueError, match="x='U' is a matrix"):
        fit.plot_fit("U")
    with pytest.raises(ValueError, match="x='U' is a matrix"):
        lm("y ~ U").plot_fit()


MODELS = {
    "lm": "y ~ x + U",
    "glm": "y ~ x + U",
    "glm_nb": "c ~ x + U",
    "zeroinfl": "c ~ x | U",
    "hurdle": "c ~ x | U",
    "polr": "o ~ x + U",
    "multinom": "o ~ x + U",
    "betabinomial": "M ~ x + U",
    "aov": "y ~ x + U",
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("model", MODELS)
def test_every_model_takes_the_variables_of_the_script(model):
    rng = np.random.default_rng(5)
    n, k = 120, np.arange(120)
    y, x, c = rng.normal(size=n), rng.normal(size=n), rng.negative_binomial(1, 0.3, n)
    U = pd.DataFrame(rng.normal(size=(n, 2)), columns=["u", "v"])
    o = pd.Categorical(np.array(list("abc"))[k % 3], ordered=True)
    M = np.column_stack([rng.binomial(9, rng.beta(2, 2, n)), np.full(n, 9)])
    fit = getattr(rglm, model)(MODELS[model])
    table = {"y": y, "x": x, "c": c, "U": U, "o": o, "M": M}
    same = getattr(rglm, model)(MODELS[model], table)
    np.testing.assert_array_equal(np.asarray(fit.coef()), np.asarray(same.coef()))
    assert fit.update(". ~ . - x", subset="k > 9").nobs() == n - 10
    assert pickle.loads(pickle.dumps(fit)).formula == fit.formula


# several responses


def test_several_responses_are_refused_with_what_to_do():
    y1, y2 = GIVEN["w"] + 0.0, GIVEN["counts"] + 1.0
    for model in (rglm.lm, rglm.aov, rglm.glm, rglm.glm_nb, rglm.zeroinfl, rglm.hurdle):
        name = model.__name__
        with pytest.raises(DataError) as error:
            model("cbind(y1, y2) ~ x")
        right = "x | x" if name in ("zeroinfl", "hurdle") else "x"
        assert f"""[{name}(f"{{y}} ~ {right}", data) for y in ('y1', 'y2')]""" in str(error.value)
        with pytest.raises(DataError) as error:
            model("SF ~ x")
        assert f'[{name}("y ~ {right}", data) for y in np.asarray(SF).T]' in str(error.value)
    d = {"y1": y1, "y2": y2, "x": x}
    fits = [lm(f"{y} ~ x", d) for y in ("y1", "y2")]
    assert [fit.formula for fit in fits] == ["y1 ~ x", "y2 ~ x"]
    assert [lm("y ~ x", d).rank for y in np.asarray(SF).T] == [2, 2]
    np.testing.assert_allclose(lm("cbind(y1) ~ x").coef(), lm("y1 ~ x").coef())
    with pytest.raises(DataError, match="has 3 columns; one is needed, or two"):
        glm("cbind(y1, y2, y1) ~ x", family=binomial())


def test_names_with_an_underscore_at_an_end():
    x_, _x, two_ = x, x, 2
    assert lm("y ~ x_ + I(_x^2)").rank == 3
    with pytest.raises(FormulaError, match="'two_' has an underscore at an end"):
        lm("y ~ I(x_ * two_)")
    with pytest.raises(FormulaError):
        lm("y ~ __builtins__")


def test_names_of_functions_and_constants_may_be_variables():
    exp, T, pi, factor = x, x, x, GIVEN["g"]
    assert lm("y ~ exp + exp(exp)").rank == 3
    np.testing.assert_allclose(lm("y ~ T").coef(), lm("y ~ pi").coef())
    assert lm("y ~ factor(factor)").coef().index.tolist()[1] == "factor(factor)b"


def test_iterators_are_no_variables():
    numbers, several = (v for v in x), set(x)
    with pytest.raises(FormulaError, match=r"no variable with .*; list\(numbers\) is one"):
        lm("y ~ numbers")
    with pytest.raises(FormulaError, match="'several' is of type set here.*each row$"):
        lm("y ~ several")
