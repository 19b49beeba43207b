"""Separation is found exactly, and its infinite coefficients are named."""

import pickle
import warnings

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm.datasets import load
from rglm.sources.cells.cells import MIN_ROWS

# the mtcars of R: no car of 3 gears is automatic, every one of 5 is
GEARS = pd.DataFrame({"gear": ["3"] * 15 + ["4"] * 12 + ["5"] * 5, "am": [0] * 19 + [1] * 13})
LINE = {"x": [1, 2, 3, 4, 5, 6], "y": [0, 0, 0, 1, 1, 1]}
ZEROS = {"g": list("aaabbbccc"), "y": [0, 0, 0, 1, 2, 3, 2, 1, 5]}
# a refit is solved to 1e-11 of the deviance, which is 1e-6 of an end where it is flat
RTOL = 1e-5


def separated(*args, **kwargs):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        fit = rglm.glm(*args, **kwargs)
    return fit, [w for w in said if w.category is rglm.SeparationWarning]


@pytest.mark.parametrize("link", ["logit", "probit", "cloglog", "cauchit"])
@pytest.mark.parametrize("family", [rglm.binomial, rglm.quasibinomial])
def test_levels_with_one_outcome(family, link):
    fit, said = separated("am ~ gear", GEARS, family=family(link))
    assert len(said) == 1
    assert "'(Intercept)' to -Inf, 'gear4' to Inf, 'gear5' to Inf" in str(said[0].message)
    found = fit.separation()
    assert found.infinite.to_dict() == {"(Intercept)": -np.inf, "gear4": np.inf, "gear5": np.inf}
    assert (found.separated, found.rows, found.complete) == (20, 32, False)


@pytest.mark.parametrize(
    "family",
    [rglm.poisson(), rglm.quasipoisson(), rglm.negative_binomial(2), rglm.tweedie(1.5, 0)],
)
def test_levels_of_zero_counts(family):
    fit, said = separated("y ~ g", ZEROS, family=family)
    assert len(said) == 1
    assert fit.separation().infinite.to_dict() == {
        "(Intercept)": -np.inf,
        "gb": np.inf,
        "gc": np.inf,
    }


def test_only_the_coefficients_that_run_away_are_infinite():
    data = load("galaxies").assign(group=lambda d: np.where(d["logmass"] > 9, "big", "small"))
    data = data.assign(group=data["group"].where(data.index % 20 != 0, "none"))
    data["has_gc"] = data["has_gc"].where(data["group"] != "none", 0)
    fit, said = separated("has_gc ~ logmass + group", data, family=rglm.binomial())
    assert "'groupnone' to -Inf." in str(said[0].message)
    table = fit.separation().table
    assert table["limit"].drop("groupnone").equals(table["estimate"].drop("groupnone"))


def test_complete_separation():
    fit, _ = separated("y ~ x", LINE, family=rglm.binomial())
    assert fit.separation().complete
    assert str(fit.separation()).startswith("Complete separation: 6 of 6 rows are fitted")
    assert "Complete separation" in fit.separation()._repr_html_()


def test_counts_of_successes_and_failures():
    data = pd.DataFrame({"x": range(6), "s": [0, 0, 1, 4, 4, 4], "f": [4, 4, 3, 0, 0, 0]})
    fit, said = separated("cbind(s, f) ~ x", data, family=rglm.binomial())
    assert len(said) == 1
    assert fit.separation().separated == 5
    mixed = data.assign(s=[0, 0, 1, 3, 4, 4], f=[4, 4, 3, 1, 0, 0])
    fit, said = separated("cbind(s, f) ~ x", mixed, family=rglm.binomial())
    assert not said
    assert not fit.separation()


def test_rows_of_weight_0_separate_nothing():
    data = pd.DataFrame(LINE).assign(w=1.0)
    data = pd.concat([data, pd.DataFrame({"x": [2.5], "y": [1], "w": [0.0]})])
    assert separated("y ~ x", data, family=rglm.binomial(), weights="w")[1]
    assert not separated("y ~ x", data.assign(w=1.0), family=rglm.binomial(), weights="w")[1]


def test_an_aliased_coefficient_stays_nan():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = rglm.glm("y ~ x + I(2 * x)", LINE, family=rglm.binomial())
    assert np.isnan(fit.separation().table.loc["I(2 * x)", "limit"])


@pytest.mark.parametrize(
    "family", [rglm.gaussian(), rglm.poisson("sqrt"), rglm.poisson("identity")]
)
def test_a_link_that_ends_at_a_finite_predictor_separates_nothing(family):
    fit, said = separated("y ~ g", {"g": ZEROS["g"] * 2, "y": [1, *ZEROS["y"][1:]] * 2}, family)
    assert not said
    assert not fit.separation()


def test_overlap_by_one_row_is_no_separation():
    rng = np.random.default_rng(3)
    x = np.sort(rng.standard_normal(500))
    y = (x > 0.3) * 1
    assert separated("y ~ x", {"x": x, "y": y}, family=rglm.binomial())[1]
    y[[0, 499]] = 1, 0  # far rows on the wrong side
    fit, said = separated("y ~ x", {"x": x, "y": y}, family=rglm.binomial())
    assert not said
    assert not fit.separation()


def test_many_rows_are_decided_from_a_part_of_them():
    rng = np.random.default_rng(4)
    n = 120_000
    data = pd.DataFrame(rng.standard_normal((n, 20)), columns=[f"x{i}" for i in range(20)])
    data["y"] = (rng.random(n) < 1 / (1 + np.exp(-data["x0"]))) * 1
    data["g"] = rng.choice(list("abcd"), n)
    data.loc[data["g"] == "c", "y"] = 0
    terms = " + ".join(f"x{i}" for i in range(20))
    fit, said = separated(f"y ~ {terms} + g", data, family=rglm.binomial())
    assert len(said) == 1
    assert fit.separation().infinite.to_dict() == {"gc": -np.inf}
    data.loc[data.index[data["g"] == "c"][-1], "y"] = 1
    fit, said = separated(f"y ~ {terms} + g", data, family=rglm.binomial())
    assert not said


def test_which_ends_are_infinite_is_decided_exactly():
    fit, _ = separated("am ~ gear", GEARS, family=rglm.binomial())
    found = fit.confint()
    assert (found.loc["(Intercept)", "2.5 %"], found.loc["gear4", "97.5 %"]) == (-np.inf, np.inf)
    # 15 failures alone: the deviance 30 log(1 + exp(b)) rises to the quantile squared
    z = 1.959963984540054
    end = np.log(np.expm1(z**2 / 30))
    assert found.loc["(Intercept)", "97.5 %"] == pytest.approx(end, rel=RTOL)


def test_both_coefficients_of_a_line_have_one_end():
    fit, _ = separated("y ~ x", LINE, family=rglm.binomial())
    found = fit.confint()
    assert found.loc["(Intercept)", "2.5 %"] == -np.inf
    assert found.loc["x", "97.5 %"] == np.inf

    # the rise of the deviance at the finite end of x, its intercept the best there: by symmetry
    # the one that puts the two halves evenly about 3.5
    end = found.loc["x", "2.5 %"]
    deviance = 4 * np.log1p(np.exp(-end * np.array([0.5, 1.5, 2.5]))).sum()
    assert deviance == pytest.approx(1.959963984540054**2, rel=RTOL)


def test_a_complete_separation_of_several_terms_has_its_finite_ends():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.standard_normal((40, 3)), columns=list("abc"))
    data["y"] = (data["a"] + 0.1 * data["b"] > 0) * 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = rglm.glm("y ~ a + b + c", data, family=rglm.binomial())
    found = fit.confint()
    assert np.isfinite(found.loc["a", "2.5 %"])
    assert found.loc["a", "97.5 %"] == np.inf
    assert found.notna().all(axis=None)


def test_no_separation_says_so():
    fit = rglm.glm("has_gc ~ logmass", load("galaxies"), family=rglm.binomial())
    assert not fit.separation()
    assert fit.separated is None
    assert str(fit.separation()) == ("No separation: every coefficient has a finite estimate.")


def test_it_survives_pickle_and_strip():
    fit, _ = separated("am ~ gear", GEARS, family=rglm.binomial())
    assert len(pickle.loads(pickle.dumps(fit.strip())).separated.infinite) == 3


def overlaps(fit, counts):
    """Whether no direction separates: by Stiemke's lemma, whether positive weights of the rows at
    an end (and any of the others) add up their columns to nothing.
    """
    from scipy.optimize import linprog

    x = fit.model_matrix().loc[:, fit.coef().notna().to_numpy()].to_numpy()
    y = fit.y.to_numpy()
    at_end = y == 0 if counts else np.full(len(y), True)
    sides = np.where(y > 0, 1.0, -1.0)[at_end, None]
    columns = np.vstack([x[at_end] * sides, x[~at_end]]).T
    bounds = [(1, None)] * int(at_end.sum()) + [(None, None)] * int((~at_end).sum())
    zero = np.zeros(columns.shape[0])
    found = linprog(np.zeros(columns.shape[1]), A_eq=columns, b_eq=zero, bounds=bounds)
    return found.status == 0


@pytest.mark.parametrize("seed", range(120))
def test_separation_is_found_exactly_where_it_is(seed):
    rng = np.random.default_rng(seed)
    n, p, counts = int(rng.integers(6, 25)), int(rng.integers(1, 4)), seed % 4 == 0
    x = rng.integers(-1, 3, (n, p)) if seed % 2 else rng.standard_normal((n, p)).round(1)
    data = pd.DataFrame(x.astype(float), columns=[f"x{j}" for j in range(p)])
    formula = "y ~ " + " + ".join(data.columns)
    data["y"] = rng.poisson(0.5, n) if counts else rng.integers(0, 2, n)
    family = rglm.poisson() if counts else rglm.binomial(("logit", "probit", "cloglog")[seed % 3])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = rglm.glm(formula, data, family)
    apart = not overlaps(fit, counts)
    assert bool(fit.separation()) == apart
    assert (fit.separated is not None) == apart


def test_a_sign_that_the_data_do_not_decide_is_not_named():
    fit, said = separated("y ~ x", {"y": [0] * 6, "x": [1, 2, 3, 4, 5, 6]}, rglm.poisson())
    message = str(said[0].message)
    assert "6 of 6 rows are fitted without error as their fitted means go to 0. " in message
    assert " to Inf" not in message
    assert " to -Inf" not in message
    found = fit.separation()
    assert found
    assert not len(found.infinite)
    assert found.undecided.index.tolist() == ["(Intercept)", "x"]
    assert found.means == (0.0,)
    assert "their fitted means go to 0" in str(found)
    assert (fit.confint().to_numpy() == [[-np.inf, np.inf]] * 2).all()


def test_ones_of_a_proportion():
    fit, said = separated("y ~ x", {"y": [1] * 5, "x": [1, 2, 3, 4, 5]}, rglm.binomial())
    assert "their fitted means go to 1" in str(said[0].message)
    assert fit.separation().means == (1.0,)
    assert not len(fit.separation().infinite)


def test_what_all_directions_agree_on_is_named():
    # at x = 0 the intercept is alone
    fit, said = separated("y ~ x", {"y": [0] * 5, "x": [-1, 0, 1, 2, 3]}, rglm.poisson())
    assert "to infinity: '(Intercept)' to -Inf. " in str(said[0].message)
    assert fit.separation().infinite.to_dict() == {"(Intercept)": -np.inf}
    assert fit.confint().loc["x"].tolist() == [-np.inf, np.inf]
    # of three groups without successes the base is one: the others may be above or below it
    data = {"y": [0] * 6 + [1, 0], "g": list("aabbccdd")}
    fit, said = separated("y ~ g", data, rglm.binomial())
    assert fit.separation().infinite.to_dict() == {"(Intercept)": -np.inf, "gd": np.inf}
    assert fit.separation().undecided.index.tolist() == ["gb", "gc"]
    assert "2 coefficient(s) go to infinity; 2 more may go to either side" in str(fit.separation())


def test_counts_of_zero_in_groups_with_a_slope():
    data = {"y": [0, 0, 0, 3, 1, 2, 4], "g": list("aaabbbb"), "x": [1, 2, 3, 1, 2, 3, 4]}
    fit, said = separated("y ~ g * x", data, rglm.poisson())
    assert "their fitted means go to 0" in str(said[0].message)
    fit, said = separated("y ~ g + x", data, rglm.poisson())
    assert fit.separation().infinite.to_dict() == {"(Intercept)": -np.inf, "gb": np.inf}


def sides_by_programs(fit, counts):
    """The sides that each coefficient has among the directions that separate, by two linear
    programs each.
    """
    from scipy.optimize import linprog

    x, y = fit.model_matrix().to_numpy(), fit.y.to_numpy()
    ends = np.where(y == 0, -1.0, 0.0 if counts else 1.0)
    apart, held = (x * ends[:, None])[ends != 0], x[ends == 0]
    more = {"A_eq": held, "b_eq": np.zeros(len(held))} if len(held) else {}
    out = []
    for unit in np.eye(x.shape[1]):
        both = [
            -linprog(-s * unit, -apart, np.zeros(len(apart)), bounds=(-1, 1), **more).fun > 1e-6
            for s in (1, -1)
        ]
        out.append({(1, 0): np.inf, (0, 1): -np.inf, (1, 1): np.nan, (0, 0): 0.0}[tuple(both)])
    return np.array(out)


@pytest.mark.parametrize("seed", range(40))
def test_signs_are_those_of_all_directions(seed):
    rng = np.random.default_rng(seed)
    n, p, counts = int(rng.integers(4, 12)), int(rng.integers(1, 4)), seed % 2 == 0
    data = pd.DataFrame(rng.integers(-1, 3, (n, p)).astype(float)).add_prefix("x")
    data["y"] = rng.poisson(0.3, n) if counts else (rng.random(n) < 0.2) * 1
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = rglm.glm(
            "y ~ " + " + ".join(data.columns[:-1]),
            data,
            rglm.poisson() if counts else rglm.binomial(),
        )
    if fit.coef().isna().any():
        return
    expected = sides_by_programs(fit, counts)
    limit = fit.separation().table["limit"].to_numpy()
    np.testing.assert_array_equal(np.where(np.isfinite(limit), 0.0, limit), expected)


def test_many_levels_without_a_success_are_quick():
    rng = np.random.default_rng(0)
    group = np.repeat(np.arange(120), 10)
    y = np.where(group < 60, np.arange(1200) % 3 == 0, 0) * 1
    data = pd.DataFrame({"g": group, "y": y, "x": rng.standard_normal(1200)})
    fit, said = separated("y ~ x + factor(g)", data, rglm.binomial())
    assert len(said) == 1
    assert (fit.separation().infinite == -np.inf).sum() == 60
    fit, said = separated("y ~ x + relevel(factor(g), ref='100')", data, rglm.binomial())
    found = fit.separation()
    assert (len(found.infinite), len(found.undecided)) == (61, 59)


@pytest.mark.parametrize(("link", "often"), [("logit", ""), ("cloglog", " as a rule")])
def test_the_warning_says_where_bias_reduced_estimates_are_always_finite(link, often):
    data = {"x": [1, 2, 3, 4, 5, 6], "y": [0, 0, 0, 1, 1, 1]}
    with pytest.warns(rglm.SeparationWarning) as said:
        rglm.glm("y ~ x", data, rglm.binomial(link))
    messages = [str(w.message) for w in said]
    assert any(f"has finite estimates{often}, confint()" in message for message in messages)


@pytest.mark.parametrize("family", [rglm.binomial(), rglm.poisson()])
def test_rows_of_a_cell_are_counted_each(family):
    rng = np.random.default_rng(2)
    n = MIN_ROWS + 5
    data = pd.DataFrame({"g": rng.integers(0, 5, n).astype(str), "w": rng.integers(0, 3, n)})
    data["y"] = (rng.random(n) < 0.4) * (data["g"] != "3") * 1
    fit, said = separated("y ~ g", data, family, weights="w")
    found, used = fit.separation(), data["w"] > 0
    assert found.rows == used.sum()
    assert found.separated == (used & (data["g"] == "3")).sum()
    assert f"{found.separated} of {found.rows} rows" in str(said[0].message)
