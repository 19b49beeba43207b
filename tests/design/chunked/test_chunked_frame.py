"""The frames of chunks are those of all data in memory: levels, knots, polynomials, conditions."""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from operator import iadd

import numpy as np
import pandas as pd
import pytest

from rglm.design.chunked.chunked_frame import learn_chunked_frame
from rglm.design.chunked.data_requirements import data_requirements
from rglm.design.frame.build_frame import model_frame
from rglm.design.transforms import streaming_quantiles
from rglm.design.values.r_values import Factor
from rglm.errors import DataError

ROWS = 600
K = 3
# scale() and poly() are learned from sums in another order; their columns are near 1
CLOSE = {"rtol": 1e-11, "atol": 1e-12}


def make_data():
    rng = np.random.default_rng(5)
    d = pd.DataFrame({"x": rng.normal(size=ROWS), "z": rng.exponential(size=ROWS)})
    d["g"], d["h"] = rng.choice(list("bac"), ROWS), rng.integers(1, 25, ROWS)
    d["o"] = pd.Categorical(rng.choice(["lo", "hi", "mid"], ROWS), ["lo", "mid", "hi"], True)
    d["c"] = pd.Categorical(rng.choice(["u", "v"], ROWS), ["v", "never", "u"])
    d["b"], d["s"] = rng.random(ROWS) > 0.5, rng.integers(0, 5, ROWS)
    d["y"], d["w"] = rng.poisson(1, ROWS), rng.integers(0, 3, ROWS) / 2
    d.loc[rng.integers(0, ROWS, 20), "x"] = np.nan
    d.loc[rng.integers(0, ROWS, 20), "g"] = None
    d.loc[ROWS - 5 :, "g"] = "B"  # sorts before all others, comes last
    d.loc[100:199, ["x"]] = np.nan
    d.loc[100:149, ["g"]] = None
    return d


DATA = make_data()
SPLITS = {
    "even": list(range(0, ROWS, 90)),
    "empty": [0, 0, 7, 300, 300, 300],
    "missing": [100, 200],  # a chunk has nothing but missing x
    "single": [*range(0, 12), ROWS - 2, ROWS - 1],
}


def chunks_of(data, ends):
    ends = [0, *ends, len(data)]
    return [data.iloc[a:b] for a, b in pairwise(ends)]


def learn(formulas, chunks, **options):
    formulas = (formulas,) if isinstance(formulas, str) else formulas
    asked = data_requirements(formulas, list(chunks[0].columns), {"K": K, "np": np}, **options)
    return learn_chunked_frame(asked, lambda f: reduce(iadd, map(f, chunks)))


def whole(formulas, data, **options):
    return model_frame(formulas, data, context={"K": K, "np": np}, **options)


def assert_frames(chunked, chunks, expected):
    frames = [chunked.frame(chunk) for chunk in chunks]
    for i, one in enumerate(expected.parts):
        assert chunked.parts[i].columns.names == one.columns.names
        assert chunked.parts[i].schema.xlevels == one.schema.xlevels
        matrix = np.vstack([frame.parts[i].columns.matrix() for frame in frames])
        np.testing.assert_allclose(matrix, one.columns.matrix(), **CLOSE)
        offset = np.concatenate([frame.parts[i].offset for frame in frames])
        np.testing.assert_allclose(offset, one.offset, **CLOSE)
    assert np.concatenate([f.index for f in frames]).tolist() == expected.index.tolist()
    assert chunked.counts == tuple(len(f.index) for f in frames)
    gone = 0 if expected.na_action is None else len(expected.na_action.omitted)
    assert chunked.subset_count - chunked.nrows == gone
    for name, values in expected.row_arguments.items():
        if values is not None:
            again = np.concatenate([f.row_arguments[name] for f in frames])
            np.testing.assert_allclose(again, values, **CLOSE)
    if isinstance(expected.response, Factor):
        labels = [np.array(f.response.levels)[f.response.codes] for f in frames]
        original = np.array(expected.response.levels)[expected.response.codes]
        assert np.concatenate(labels).tolist() == original.tolist()
        assert set(chunked.response_levels) == set(original.tolist())


FORMULAS = [
    "y ~ x + g",
    "y ~ poly(z, 2) * g + b",
    "y ~ ns(h, 4) + o + c",
    "y ~ scale(log(z)) + factor(h) + cut(log(z), 3)",
    "y ~ bs(z, df = 6) + relevel(factor(s), ref = '2')",
    "y ~ ns(z, knots = c(0.5, 1)) + bs(h, df = 5, degree = 2, Boundary.knots = c(0, 30))",
    "y ~ poly(scale(z), 2) + as.numeric(c)",
    "y ~ factor(cut(log(z), 4)):x + C(o, sum)",
    "y ~ scale(scale(scale(z) + x))",
    "factor(s) ~ x + log(h + K)",
    "g ~ z",
    "o ~ x + ordered(s)",
    "(g == 'b') ~ x",
    "y ~ g:o - 1",
    "y ~ factor(h, labels = 'q')",
    "y ~ factor(s, levels = c(3, 2, 1, 0, 4)) + poly(x, 2, raw = TRUE)",
    "y ~ . - w - c",
    ("y ~ x + offset(w)", "y ~ ns(z, 3) + offset(log(h))"),
]
OPTIONS = {
    "plain": {},
    "chosen": {"subset": "z < 2 & g != 'a'", "weights": "h", "offset": "log(h)"},
    "learned": {"subset": "scale(z) < 1 & factor(s) != '3'", "weights": "w"},
}


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_frames_of_chunks_are_those_in_memory(formula, options):
    chunks = chunks_of(DATA, SPLITS["even"])
    chunked = learn(formula, chunks, **OPTIONS[options])
    assert_frames(chunked, chunks, whole(formula, DATA, **OPTIONS[options]))


@pytest.mark.parametrize("split", SPLITS)
@pytest.mark.parametrize(
    "formula", ["y ~ poly(x, 3) + g", "y ~ ns(x, 3):o + factor(cut(log(z), 4)) + C(c, sum)"]
)
def test_chunks_may_be_empty_or_have_one_row_or_only_missing_values(formula, split):
    chunks = chunks_of(DATA, SPLITS[split])
    assert_frames(learn(formula, chunks), chunks, whole(formula, DATA))


@pytest.mark.parametrize(("few", "points"), [(10, 4), (100, 512)])
def test_knots_from_a_second_pass(few, points, monkeypatch):
    monkeypatch.setattr(streaming_quantiles, "MAX_DISTINCT_VALUES", few)
    monkeypatch.setattr(streaming_quantiles, "SKETCH_POINTS", points)
    chunks = chunks_of(DATA, SPLITS["even"])
    formula = "y ~ bs(x, df = 7) + ns(log(z), 5) + ns(scale(z), 3)"
    chunked, expected = learn(formula, chunks), whole(formula, DATA)
    assert_frames(chunked, chunks, expected)


def test_levels_that_come_last_sort_as_in_memory():
    chunked = learn("y ~ g + o + c + factor(s)", chunks_of(DATA, SPLITS["even"]))
    assert chunked.levels["g"].levels == ("B", "a", "b", "c")
    assert chunked.levels["o"].levels == ("lo", "mid", "hi")
    assert chunked.parts[0].schema.xlevels["c"] == ("v", "u")  # no row is "never"
    assert chunked.kinds["g"] == "text"


def test_categories_that_differ_between_chunks_are_text():
    chunks = [
        chunk.assign(g=chunk["g"].astype("category")) for chunk in chunks_of(DATA, [200, 590])
    ]
    joined = pd.concat(chunks)  # of text: pandas joins different categories so
    chunked = learn("y ~ g", chunks)
    assert chunked.levels["g"].levels == tuple(sorted(joined["g"].dropna().unique()))
    assert chunked.levels["g"].is_text
    orders = [chunk.assign(o=chunk["o"].cat.remove_unused_categories()) for chunk in chunks]
    assert learn("y ~ o", orders).levels["o"].levels == ("lo", "mid", "hi")


def test_na_exclude_counts_rows_and_na_fail_refuses_them():
    chunks = chunks_of(DATA, SPLITS["even"])
    chunked = learn("y ~ x", chunks, na_action="na_exclude")
    assert chunked.na_action.action == "na_exclude"
    assert len(chunked.na_action.omitted) == DATA["x"].isna().sum()
    with pytest.raises(ValueError, match="missing"):
        learn("y ~ x", chunks, na_action="na_fail")


def test_only_columns_of_the_call_are_read():
    asked = learn("log(z) ~ x", chunks_of(DATA, [300]), subset="h > 3", weights="w").columns_read
    assert sorted(asked) == ["h", "w", "x", "z"]


@pytest.mark.parametrize(
    ("formula", "options", "said"),
    [
        ("y ~ x", {"weights": np.ones(ROWS)}, "weights= takes an expression"),
        ("y ~ x", {"subset": "z > 1e9"}, "subset="),
        ("y ~ poly(s, 5)", {}, "degree"),
        ("y ~ cut(x, 0)", {}, "cut"),
        ("y ~ relevel(factor(s), ref = '9')", {}, "'9'"),
        ("y ~ factor(s) + nothere", {}, "no column 'nothere'"),
        ("y ~ scale(x, centre = TRUE)", {}, "it takes x, center, scale"),
        ("y ~ ns(x, 3, degree = 2)", {}, "it takes x, df, knots, intercept, Boundary.knots"),
        ("y ~ cut(x)", {}, "missing a required argument: 'breaks'"),
        ("y ~ ordered(g, exclude = 'a')", {}, "it takes x, levels, labels"),
        ("y ~ bs(x, 5, Boundary.knots = 1)", {}, "must be two different finite numbers"),
        ("y ~ scale(g)", {}, "a factor has no numeric value"),
    ],
)
def test_errors_are_those_in_memory(formula, options, said):
    with pytest.raises(ValueError, match=said):
        learn(formula, chunks_of(DATA, SPLITS["even"]), **options)
    if "weights" not in options:
        with pytest.raises(ValueError, match=said):
            whole(formula, DATA, **options)


def test_a_column_of_two_kinds_is_refused():
    one, two = chunks_of(DATA, [300])
    with pytest.raises(DataError, match="column 'x' holds numbers in one part of the data"):
        learn("y ~ x", [one, two.assign(x="a")])
    with pytest.raises(DataError, match="column 's' holds"):
        learn("y ~ factor(s)", [one, two.assign(s=two["s"] > 1)])


def test_a_chunk_with_missing_values_only_has_any_kind():
    one, two = chunks_of(DATA, [300])
    chunks = [one.assign(g=np.nan), two]
    assert_frames(learn("y ~ g", chunks), chunks, whole("y ~ g", pd.concat(chunks)))
    chunks = [one, two.assign(b=None)]
    assert_frames(learn("y ~ b", chunks), chunks, whole("y ~ b", pd.concat(chunks)))


@pytest.mark.parametrize(
    "formula",
    [
        "y ~ ifelse(z > 1, 'hi', 'lo')",
        "y ~ factor(ifelse(z > 1, g, 'other'))",
        "y ~ factor(ifelse(scale(z) > 0, 'hi', 'lo'))",
        "y ~ ifelse(scale(z) > 0, g, 'other')",
    ],
)
def test_text_that_the_formula_makes_has_the_levels_of_all_chunks(formula):
    chunks = chunks_of(DATA, SPLITS["even"])
    assert_frames(learn(formula, chunks), chunks, whole(formula, DATA))
