"""Formulas beside R's: text, terms, columns, their values, and the columns on new rows.

The R script is tests/reference/formula.R; its data frame `odd` has the names that are hard to
spell.
"""

import pickle
import warnings

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
from rglm.design.factors import contrasts
from rglm.design.formula.parsed_formula import parse
from rglm.errors import DataError, FormulaError

# of the size of a column: both sides compute a value once, in double precision
TOL = 1e-12

REFERENCE = oracle.saved("formula")

# What R takes and we refuse: functions that are not in the vocabulary, and syntax of R alone.
# A formula leaves this set when it is understood.
ONLY_IN_R = {
    "y ~ poly(z, 2)[, 1]",
    "y ~ offset(z) * 1",
    "y ~ I(xor(l, l2))",
    "y ~ cumsum(z)",
    "y ~ rev(z)",
    "y ~ nchar(ch)",
    "y ~ substr(ch, 1, 1)",
    "y ~ toupper(ch)",
    "y ~ paste(f, g)",
    "y ~ droplevels(u)",
    "y ~ rank(z)",
    "y ~ findInterval(z, c(3, 6))",
    "y ~ identity(x)",
    "y ~ 1:x",
    "y ~ x * 1",
}

# What R learns again from new rows, because the function is inside another one; we remember it.
R_FORGETS = {
    "y ~ I(x - mean(z))",
    "y ~ I(z - mean(z))",
    "y ~ I(z/max(z))",
    "y ~ I(z > median(z))",
    "y ~ I(z/sd(z))",
    "y ~ I(scale(z)^2)",
    "y ~ as.integer(factor(n))",
    'y ~ factor(k, labels = "k")',
}

# Known failures, each with its reason; strict, so that a fix shows.
KNOWN = {
    "R keeps xlevels of a variable that is taken out again": ["y ~ . - f - g"],
    "R's text keeps the L of 2L, its labels and columns do not": [
        "y ~ I(x * 2L)",
        "y ~ I(k == 3L)",
    ],
}


def reasons():
    """The reason by formula."""
    return {formula: reason for reason, formulas in KNOWN.items() for formula in formulas}


def frame(columns):
    """A data frame of R's, with R's types."""
    out = {}
    for name, values in columns.items():
        levels = REFERENCE["levels"].get({"class": "f", "is": "g"}.get(name, name))
        if levels:
            values = pd.Categorical(values, levels, ordered=name in REFERENCE["ordered"])
        out[name] = values
    return pd.DataFrame(out)


FRAMES = {
    name: {part: frame(columns) for part, columns in both.items()}
    for name, both in REFERENCE["frames"].items()
}


def name(case):
    """The formula, with whatever else makes it another case."""
    given = [f"{k}={case[k]}" for k in ("contrasts", "subset") if k in case]
    given += [case["family"]] * (case["family"] != "gaussian")
    given += ["odd"] * (case["frame"] == "odd" and "." in case["formula"])
    return ", ".join([case.get("spelling", case["formula"]), *given])


def params():
    """A case for every spelling of every formula, those known to fail marked."""
    why, out = reasons(), []
    for case in REFERENCE["cases"]:
        if case["formula"] in ONLY_IN_R:
            continue
        for spelling in dict.fromkeys(case["spellings"]):
            here = case | {"spelling": spelling}
            reason = why.get(name(here))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            out.append(pytest.param(here, id=name(here), marks=marks))
    return out


def own(spec):
    """Contrasts as R's script has written them."""
    if isinstance(spec, dict):
        values = np.array(spec["values"], dtype=float)
        return pd.DataFrame(values, columns=spec["columns"]) if spec["columns"] else values
    if spec.startswith("function "):
        return getattr(contrasts, spec.removeprefix("function ").replace(".", "_"))
    return spec


FITS = {}


def fit(case):
    """The fit of a case, made once."""
    key = (name(case), case["frame"], *case["columns"])
    if key not in FITS:
        FITS[key] = new_fit(case)
    return FITS[key]


def new_fit(case):
    """Aliased columns and boundaries are not what is asked about here."""
    given = {k: own(v) for k, v in case.get("contrasts", {}).items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rglm.glm(
            case["spelling"],
            FRAMES[case["frame"]]["data"][case["columns"]],
            family=case["family"],
            contrasts=given,
            subset=case.get("subset"),
        )


def numbers(values):
    """R's numbers, written as strings."""
    return np.array(values, dtype=float)


def assert_close(ours, theirs, size, what):
    """|ours - theirs| <= TOL * size, NaN where R has NaN."""
    assert ours.shape == theirs.shape, f"{what}: shape {ours.shape}, R {theirs.shape}"
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs), err_msg=what)
    off = np.abs(np.where(np.isnan(ours), 0.0, ours - theirs))
    assert (off <= TOL * size).all(), f"{what}: off by {off.max()}"


@pytest.mark.parametrize("case", params())
def test_a_formula_as_in_R(case):
    model = fit(case)
    X, n = model.model_matrix().to_numpy(), case["rows"]
    assert model.formula == case["text"]
    assert list(model.terms) == case["labels"]
    assert model._schema.parsed.intercept == case["intercept"]
    assert model.xlevels == (case["xlevels"] or {})
    assert set(model.contrasts) == set(case.get("contrast_names", model.contrasts))
    assert len(X) == n
    assert model.rank == case["rank"]
    assert list(model._schema.names) == case["names"]
    assert model._schema.assign.tolist() == case["assign"]
    squares = numbers(case["squares"])
    size, places = np.sqrt(squares), np.arange(1, n + 1)
    assert_close(X.sum(0), numbers(case["sums"]), size * np.sqrt(n), "sums")
    assert_close((X**2).sum(0), squares, squares, "sums of squares")
    assert_close(X.T @ places, numbers(case["moments"]), size * np.sqrt(n) * n, "moments")
    if case.get("new") and case["formula"] not in R_FORGETS:
        check_new(model, case, np.max(np.abs(X), axis=0))


def check_new(model, case, size):
    """The columns on new rows, missing values among them."""
    theirs = numbers(case["new"])
    new = FRAMES[case["frame"]]["new"][case["columns"]].iloc[: len(theirs)]
    ours = model._schema.apply(new)[0].matrix()
    size = np.fmax(np.fmax(np.abs(theirs), size), 1)  # a spline extrapolates by differences
    assert_close(ours, theirs, 10 * size, "new rows")


@pytest.mark.parametrize("formula", sorted(ONLY_IN_R))
def test_formulas_that_only_R_reads_are_refused(formula):
    case = next(c for c in REFERENCE["cases"] if c["formula"] == formula)
    with pytest.raises((FormulaError, DataError)):
        fit(case | {"spelling": formula})


@pytest.mark.parametrize(
    "case",
    [c for c in REFERENCE["cases"] if not {c["formula"], name(c)} & {*ONLY_IN_R, *reasons()}],
    ids=name,
)
def test_a_schema_and_its_pickle_make_the_same_columns_again(case):
    case = case | {"spelling": case["formula"]}
    model, data = fit(case), FRAMES[case["frame"]]["data"][case["columns"]]
    X = model.model_matrix().to_numpy()
    schema = pickle.loads(pickle.dumps(model._schema))
    assert_close(schema.apply(data.loc[model._index])[0].matrix(), X, 1.0 + np.abs(X), "again")
    if "subset" not in case and "u" not in model.xlevels:  # rows left out have other levels
        again = schema.apply(data)[0].matrix()[model._index]
        assert_close(again, X, 1.0 + np.abs(X), "all rows")
    part = data.loc[model._index[3:6]]
    assert_close(schema.apply(part)[0].matrix(), X[3:6], 1.0 + np.abs(X[3:6]), "some rows")


def test_a_column_whose_name_is_a_number_is_that_column():
    data = pd.DataFrame({"y": [1.0, 2, 4, 3], "1": [3.0, 1, 2, 5], "2.5": list("abab")})
    for text in ("y ~ `1` + `2.5`", "y ~ ."):
        fit = rglm.glm(text, data)
        assert list(fit.coef().index) == ["(Intercept)", "`1`", "`2.5`b"]
        assert fit.formula == "y ~ `1` + `2.5`"
    assert list(rglm.glm("y ~ . - `1`", data).coef().index) == ["(Intercept)", "`2.5`b"]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("GNP.deflator ~ .", "GNP.deflator ~ GNP + z"),
        ("log(GNP.deflator) ~ .", "log(GNP.deflator) ~ GNP + z"),
        ("GNP ~ .", "GNP ~ GNP.deflator + z"),
        ("GNP.T ~ .", "GNP.T ~ GNP.deflator + z"),  # an attribute of the column GNP
    ],
)
def test_a_dot_has_the_column_before_the_point_of_a_name(formula, expected):
    assert parse(formula, ["GNP.deflator", "GNP", "z"]).text == expected


@pytest.mark.parametrize(
    "formula", ["y ~ . - y", "y ~ x + z - y", "y ~ x + z + y - y", "log(y) ~ . - y"]
)
def test_a_response_that_is_taken_away_is_nothing(formula):
    parsed = parse(formula, ["y", "x", "z"])
    assert parsed.labels == ("x", "z")
    assert pickle.loads(pickle.dumps(parsed)).labels == ("x", "z")
    data = pd.DataFrame({"y": [1.0, 3.0, 2.0, 4.0], "x": [1.0, 2.0, 3.0, 5.0], "z": [1, 0, 0, 1]})
    fit = rglm.lm(formula, data)
    assert len(fit.predict(data.drop(columns="y"))) == 4
    with pytest.raises(FormulaError, match="the response is on the right side too"):
        parse("y ~ x + y")
