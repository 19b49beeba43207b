"""polars: LazyFrames are read by column, predictions of polars rows are polars."""

import pickle
import sys

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm import binomial, glm, lm, multinom, polr, zeroinfl
from rglm.datasets import load
from rglm.errors import DataError, FormulaError

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
GALAXIES = load("galaxies")
N = len(GALAXIES)
FRAME = GALAXIES.assign(
    size=pd.Categorical.from_codes(np.arange(N) % 3, ["small", "mid", "large"], ordered=True),
    group=np.arange(N) % 7,
    other=np.arange(N) % 5,
)
TABLE = pl.from_pandas(FRAME.assign(size=FRAME["size"].astype(str))).with_columns(
    pl.col("size").cast(pl.Enum(["small", "mid", "large"]))
)
FORMULA = "has_gc ~ logmass"


def no_rows_of(*names):
    """The table as a LazyFrame whose other columns cannot be read."""

    def fail(series):
        raise AssertionError(f"{series.name} was read")

    types = {name: type for name, type in TABLE.schema.items() if name not in names}
    others = [pl.col(name).map_batches(fail, return_dtype=type) for name, type in types.items()]
    return TABLE.lazy().with_columns(others)


def test_only_the_columns_that_the_model_reads_are_collected():
    lazy = no_rows_of("has_gc", "logmass", "group", "other")
    fit = glm(FORMULA, lazy, binomial(), weights="group + 1", subset="other > 0")
    assert set(fit.data.columns) == {"has_gc", "logmass", "group", "other"}
    expected = glm(FORMULA, FRAME, binomial(), weights="group + 1", subset="other > 0")
    pd.testing.assert_series_equal(fit.coefficients, expected.coefficients)
    whole = glm("has_gc ~ .", TABLE.lazy().select("has_gc", "logmass", "group"), binomial())
    assert list(whole.coefficients.index) == ["(Intercept)", "logmass", "group"]


def test_a_parquet_file_is_scanned_by_column(tmp_path):
    wide = pl.DataFrame({f"x{i}": np.random.default_rng(i).normal(size=50) for i in range(200)})
    wide.write_parquet(tmp_path / "wide.parquet")
    lazy = pl.scan_parquet(tmp_path / "wide.parquet")
    fit = lm("x0 ~ x7 + x100", lazy)
    assert list(fit.data.columns) == ["x0", "x7", "x100"]
    assert "3/200 COLUMNS" in lazy.select(fit.data.columns).explain()


def test_verbs_collect_the_further_columns_that_they_need():
    fit, expected = (glm(FORMULA, data, binomial()) for data in (TABLE.lazy(), FRAME))
    np.testing.assert_allclose(fit.vcov(cluster="group"), expected.vcov(cluster="group"))
    larger = fit.update(". ~ . + group")
    pd.testing.assert_series_equal(
        larger.coefficients, expected.update(". ~ . + group").coefficients
    )
    assert fit.add1("~ . + other").table.index.tolist() == ["<none>", "other"]
    with pytest.raises(FormulaError, match="'grup'.*'group'"):
        fit.update(". ~ . + grup")


def test_a_missing_column_is_compared_with_all_of_a_lazy_frame():
    with pytest.raises(FormulaError, match="'logmas'.*logmass"):
        glm("has_gc ~ logmas", TABLE.lazy(), binomial())


def test_a_lazy_frame_that_changes_is_refused():
    table = {"x": TABLE}

    def rows(_):
        return table["x"]

    lazy = TABLE.lazy().map_batches(rows, schema=TABLE.schema)
    fit = glm(FORMULA, lazy, binomial())
    table["x"] = TABLE.with_columns(pl.col("logmass") + 1)
    with pytest.raises(DataError, match="LazyFrame gives other rows.*DataFrame"):
        fit.update(". ~ . + group")


FITS = {
    "glm": lambda: glm(FORMULA, FRAME, binomial()),
    "lm": lambda: lm("logmass ~ size", FRAME),
    "polr": lambda: polr("size ~ logmass", FRAME),
    "multinom": lambda: multinom("size ~ logmass", FRAME),
    "zeroinfl": lambda: zeroinfl("group ~ logmass", FRAME),
}


NUMBERS = ({}, {"se_fit": True, "interval": "confidence"}, {"type": "terms"})
PROBABILITIES = ({"type": "probs"}, {"type": "class"}, {"type": "probs", "se_fit": True})
OPTIONS = dict.fromkeys(FITS, NUMBERS) | dict.fromkeys(("polr", "multinom"), PROBABILITIES)


@pytest.mark.parametrize("model", FITS)
@pytest.mark.parametrize("rows", [TABLE, TABLE.lazy()], ids=["frame", "lazy"])
def test_predictions_of_polars_rows_are_polars(model, rows):
    fit = FITS[model]()
    for options in OPTIONS[model]:
        ours, expected = fit.predict(rows, **options), fit.predict(FRAME, **options)
        if isinstance(expected, pd.Series):
            assert isinstance(ours, pl.Series)
            assert ours.name == "fit"
        else:
            assert isinstance(ours, pl.DataFrame)
        np.testing.assert_array_equal(ours.to_numpy(), expected.to_numpy())


def test_levels_of_predicted_classes_keep_their_order():
    ours = FITS["polr"]().predict(TABLE.head(3), type="class")
    assert ours.dtype == pl.Enum(["small", "mid", "large"])
    probabilities = FITS["polr"]().predict(TABLE.head(3), type="probs")
    assert probabilities.columns == ["small", "mid", "large"]


def test_a_missing_value_predicts_null():
    new = pl.DataFrame({"logmass": [9.0, None, 11.0]})
    assert FITS["glm"]().predict(new).is_null().to_list() == [False, True, False]


@pytest.mark.parametrize("model", ["glm", "lm", "zeroinfl"])
def test_augment_keeps_the_columns_of_a_polars_frame(model):
    fit = FITS[model]()
    new = TABLE.head(5).with_columns(when=pl.date(2020, 1, 1))
    for rows in (new, new.lazy()):
        table = fit.augment(newdata=rows)
        assert table.select(new.columns).equals(new)
        np.testing.assert_array_equal(
            table[".fitted"], fit.augment(newdata=new.to_pandas())[".fitted"]
        )
    assert fit.augment(data=TABLE).select(TABLE.columns).equals(TABLE)
    assert isinstance(fit.augment(), pd.DataFrame)


def test_augment_puts_its_own_columns_in_place_of_older_ones():
    new = TABLE.head(3).with_columns(pl.lit(0.0).alias(".fitted"))
    table = FITS["glm"]().augment(newdata=new)
    np.testing.assert_array_equal(table[".fitted"], FITS["glm"]().predict(new))


def test_a_column_of_a_lazy_frame_that_is_gone_is_named():
    fit = pickle.loads(pickle.dumps(glm(FORMULA, TABLE.lazy(), binomial())))
    with pytest.raises(FormulaError, match="'group' of the data was not read.*data="):
        fit.update(". ~ . + group")


def test_augment_leaves_out_rows_with_missing_values():
    holes = TABLE.with_columns(pl.when(pl.col("other") > 0).then("logmass").alias("logmass"))
    fit = glm(FORMULA, holes, binomial())
    table = fit.augment(data=holes)
    assert table.height == len(fit.fitted()) < holes.height
    assert table["logmass"].null_count() == 0


def test_any_table_with_arrows_interface_is_read():
    pa = pytest.importorskip("pyarrow")
    expected = glm(FORMULA, FRAME, binomial()).coefficients

    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return TABLE.to_arrow().__arrow_c_stream__(requested_schema)

    arrow = TABLE.to_arrow()
    reader = pa.RecordBatchReader.from_batches(arrow.schema, arrow.to_batches())
    for table in (TABLE, arrow, arrow.combine_chunks().to_batches()[0], Stream(), reader):
        pd.testing.assert_series_equal(glm(FORMULA, table, binomial()).coefficients, expected)
    for column in (TABLE["logmass"], arrow["logmass"]):
        with pytest.raises(TypeError, match="data= takes a pandas or polars DataFrame"):
            glm(FORMULA, column, binomial())


def test_without_pyarrow_its_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = r"data= is a polars DataFrame, .*pip install \"rglm\[parquet\]\""
    with pytest.raises(ImportError, match=message):
        rglm.glm(FORMULA, TABLE, binomial())


def test_decimals_are_read_as_the_nearest_floats():
    from decimal import Decimal

    values = [Decimal("0.10"), None, Decimal("-12345678901.23"), Decimal("99.99")]
    frame = rglm.lm("y ~ 1", pl.DataFrame({"y": [1, 2, 3, 5], "d": values})).data
    assert frame["d"].dtype == float
    expected = [np.nan if v is None else float(v) for v in values]
    np.testing.assert_array_equal(frame["d"], expected)


@pytest.mark.parametrize("other", ["Object", "Int128"])
def test_a_column_that_arrow_has_no_type_for_changes_no_other(other):
    values = [object()] * N if other == "Object" else list(range(N))
    strange = pl.Series("strange", values, dtype=getattr(pl, other))
    text = pl.format("g{}", 6 - pl.col("group")).cast(pl.Categorical).alias("text")
    table = TABLE.with_columns(text)
    fits = [
        glm("has_gc ~ size + text", t, binomial()) for t in (table, table.with_columns(strange))
    ]
    assert fits[0].coefficients.index.tolist()[:3] == ["(Intercept)", "sizemid", "sizelarge"]
    pd.testing.assert_series_equal(fits[0].coefficients, fits[1].coefficients)


def test_integers_of_128_bits_are_numbers():
    long = TABLE["group"].cast(pl.Int128)
    fits = [
        lm("logmass ~ group", TABLE),
        lm("logmass ~ group", TABLE.with_columns(long)),
        lm("logmass ~ group", {"logmass": TABLE["logmass"], "group": long}),
    ]
    for fit in fits[1:]:
        pd.testing.assert_series_equal(fit.coefficients, fits[0].coefficients)
