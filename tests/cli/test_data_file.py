"""The files that the command reads, and its errors about them."""

import bz2
import gzip
import lzma
import os
import sys
import zipfile
from io import BytesIO, TextIOWrapper

import numpy as np
import pandas as pd
import pytest

from rglm import glm, poisson
from rglm.cli.data_file import read_data
from rglm.cli.text_table import TextOptions

TEXT_SUFFIXES = {"csv": ",", "CSV": ",", "tsv": "\t", "tab": "\t", "txt": " ", "dat": "|", "": ";"}


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.parametrize("suffix", TEXT_SUFFIXES)
def test_separators_are_found(tmp_path, rows, suffix):
    path = tmp_path / f"rows.{suffix}".rstrip(".")
    rows.to_csv(path, index=False, sep=TEXT_SUFFIXES[suffix])
    pd.testing.assert_frame_equal(read_data(str(path)), rows, check_dtype=False)


def zipped(content):
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("rows.csv", content)
    return file.getvalue()


def zstd(content):
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(content)
    return out.getvalue().to_pybytes()


COMPRESSED = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zip": zipped,
    "zst": zstd,
}


@pytest.mark.parametrize("suffix", COMPRESSED)
def test_compressed_files(tmp_path, rows, suffix):
    if suffix == "zst":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"rows.csv.{suffix}"
    path.write_bytes(COMPRESSED[suffix](rows.to_csv(index=False).encode()))
    pd.testing.assert_frame_equal(read_data(str(path)), rows, check_dtype=False)


def test_arrow_files(run, tmp_path, rows):
    pytest.importorskip("pyarrow")
    expected = glm("y ~ x + g", rows, poisson()).tidy(conf_int=True).to_csv(index=False)
    rows.to_feather(tmp_path / "rows.feather")
    rows.to_feather(tmp_path / "rows.arrow")
    rows.to_parquet(tmp_path / "rows.parquet")
    rows.to_parquet(tmp_path / "rows.pq")
    (tmp_path / "folder").mkdir()
    rows.iloc[:5].to_parquet(tmp_path / "folder" / "1.parquet")
    rows.iloc[5:].to_parquet(tmp_path / "folder" / "2.parquet")
    for name in (
        "rows.feather",
        "rows.arrow",
        "rows.parquet",
        "rows.pq",
        "folder",
        "folder/*.parquet",
    ):
        found = run("y ~ x + g", tmp_path / name, "--family", "poisson", "--tidy")
        assert found == (0, expected, "")


def test_standard_input_may_be_compressed(run, monkeypatch, rows):
    text = rows.to_csv(index=False, sep=";", decimal=",")
    for content in (text.encode(), gzip.compress(text.encode())):
        monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(content)))
        assert run("y ~ x", "-") == (0, f"{glm('y ~ x', rows).summary()}\n", "")


def test_semicolons_and_decimal_commas(tmp_path, rows):
    path = tmp_path / "rows.csv"
    for decimal in ".,":
        rows.to_csv(path, index=False, sep=";", decimal=decimal)
        pd.testing.assert_frame_equal(read_data(str(path)), rows, check_dtype=False)
    late = "y;x\n" + "1;2\n" * 200 + "3;4,5\n"  # a decimal comma that the first lines lack
    assert read_data(write(path, late))["x"].iloc[-1] == 4.5


def test_a_separator_that_excel_names(tmp_path):
    table = read_data(write(tmp_path / "rows.csv", "sep=;\ny;x\n1;2,5\n"))
    assert table.to_dict("list") == {"y": [1], "x": [2.5]}


@pytest.mark.parametrize("texts", ['"1,234"\n"12"\n', "$5\n$1.20\n", "5%\n12%\n"])
def test_numbers_that_are_written_for_people_are_told(tmp_path, texts):
    with pytest.warns(UserWarning, match="column 'x' has .* read as text"):
        read_data(write(tmp_path / "rows.csv", f"x\n{texts}"))


def test_encodings(tmp_path, refused):
    path = tmp_path / "rows.csv"
    text = "y,stadt\n1,Köln\n2,Bonn\n3,Köln\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_data(write(path, text, encoding))["stadt"][0] == "Köln"
    write(path, text, "latin-1")
    told = f"'{path}', line 2: the byte 0xf6 is not utf-8; as latin-1 the place reads '1,Köln'"
    refused("y ~ 1", path, message=told)
    refused("y ~ 1", path, message="add --encoding latin-1")
    assert read_data(str(path), TextOptions(encoding="latin-1"))["stadt"][0] == "Köln"
    refused("y ~ 1", path, "--encoding", "latn-1", message="did you mean 'latin-1'")
    write(path, text, "utf-16-le")
    refused("y ~ 1", path, message="--encoding utf-16-le")


def test_missing_values(tmp_path):
    text = "y,x,g,t\n1,.,a,TRUE\n2,4,,\nNA,5,NA,FALSE\n4,,None,TRUE\n5,NaN,.,T\n"
    told = "column 'x': '.' among numbers is read as a missing value"
    with pytest.warns(UserWarning, match="column 'g' of text has"), pytest.warns(match=told):
        table = read_data(write(tmp_path / "rows.csv", text))
    assert table["y"].isna().tolist() == [False, False, True, False, False]
    assert np.array_equal(table["x"], [np.nan, 4, 5, np.nan, np.nan], equal_nan=True)
    assert table["g"].dropna().tolist() == ["a", "None", "."]  # of text only NA and empty
    assert table["t"].dropna().tolist() == [True, False, True, True]


def test_marks_of_missing_values_can_be_given(run, tmp_path):
    path = write(tmp_path / "rows.csv", "y,x\n1,-99\n2,4\n3,5\n4,7\n5,gone\n")
    _, out, err = run("y ~ x", path, "--na", "-99", "--na", "gone", "--glance")
    assert (out.splitlines()[1].split(",")[7], err) == ("3", "")


def test_names_of_rows(tmp_path):
    names = ["a", "b"]
    for text in ('"","y","x"\n"a",1,2\n"b",3,4\n', "y,x\na,1,2\nb,3,4\n"):
        table = read_data(write(tmp_path / "rows.csv", text))
        assert (table.index.tolist(), table.columns.tolist()) == (names, ["y", "x"])
    table = read_data(write(tmp_path / "rows.txt", "y x\na 1 2\nb 3 4\n"))
    assert (table.index.tolist(), table.columns.tolist()) == (names, ["y", "x"])


@pytest.mark.parametrize(
    "text", ["y,x\n1,2,\n3,4,\n", "y,x,\n1,2,\n3,4,\n", "#c\n\ny , x\n1, 2\n3 ,4"]
)
def test_marks_at_the_ends_of_lines_comments_and_blanks(tmp_path, text):
    table = read_data(write(tmp_path / "rows.csv", text))
    assert table.to_dict("list") == {"y": [1, 3], "x": [2, 4]}
    assert table.index.tolist() == [0, 1]


def test_a_last_field_that_is_empty_is_no_mark_at_the_end(tmp_path):
    text = '"x" "note"\n"a" 1 ""\n"b" 2 "c"\n'
    table = read_data(write(tmp_path / "rows.txt", text))
    assert (table.index.tolist(), table.columns.tolist()) == (["a", "b"], ["x", "note"])
    table = read_data(write(tmp_path / "rows.csv", "x,note\na,1,\nb,2,c\n"))
    assert (table.index.tolist(), table["x"].tolist()) == (["a", "b"], [1, 2])


def test_a_doubtful_level_is_told(tmp_path):
    with pytest.warns(UserWarning, match="column 'g' of text has '.', .* add --na ."):
        table = read_data(write(tmp_path / "rows.csv", "y,g\n1,a\n2,.\n"))
    assert table["g"].tolist() == ["a", "."]
    table = read_data(str(tmp_path / "rows.csv"), TextOptions(na=(".",)))
    assert table["g"].isna().tolist() == [False, True]


def test_quotes_and_names_that_are_no_words(tmp_path):
    text = 'y,"my, x",z\n1,"a, b","say ""hi"""\n2,"c\nd",e\n'
    table = read_data(write(tmp_path / "rows.csv", text))
    assert table.to_dict("list") == {
        "y": [1, 2],
        "my, x": ["a, b", "c\nd"],
        "z": ['say "hi"', "e"],
    }
    assert read_data(write(tmp_path / "one.csv", "y\n1\n2\n")).to_dict("list") == {"y": [1, 2]}
    towns = read_data(write(tmp_path / "towns.csv", "town\nNew York\nLos Angeles\n"))
    assert towns["town"].tolist() == ["New York", "Los Angeles"]


def test_two_columns_of_one_name(tmp_path):
    with pytest.warns(UserWarning, match="2 columns named 'x': they are x, x.1"):
        table = read_data(write(tmp_path / "rows.csv", "y,x,x\n1,2,3\n"))
    assert table.columns.tolist() == ["y", "x", "x.1"]


def test_a_short_line_is_a_warning(tmp_path):
    with pytest.warns(UserWarning, match="line 3 has 2 fields, and the header 3 .the first of 2"):
        table = read_data(write(tmp_path / "rows.csv", "y,x,z\n1,2,3\n1,2\n4,5,6\n1,2\n"))
    assert table["z"].isna().sum() == 2


WRONG = {
    "empty.csv": (b"", "'empty.csv' is empty"),
    "blank.csv": (b"\n \n", "'blank.csv' is empty"),
    "head.csv": (b"y,x\n", "'head.csv' has names of columns and no rows: y, x"),
    "numbers.csv": (b"1,2\n3,4\n", "the first line has numbers, and no names of columns"),
    "long.csv": (b'y,x\n1,"a\nb"\n1,2,3\n', "'long.csv', line 4 has 3 fields, and the header 2"),
    "first.csv": (b"y,x\n1,2,3,4\n", "'first.csv', line 2 has 4 fields, and the header 2"),
    "quote.csv": (b'y,x\n1,"2\n3,4\n', "a quote opens and does not close"),
    "binary.csv": (bytes(range(256)), "is not a text file"),
    "bad.parquet": (b"hello", "cannot be read as Parquet"),
    "bad.feather": (b"ARROW1 and no more", "cannot be read"),
    "cut.csv.gz": (gzip.compress(b"y,x\n1,2\n" * 99)[:-9], "cannot be decompressed"),
    "old.xls": (b"\xd0\xcf\x11\xe0 ...", "is a workbook of Excel"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_cannot_be_read_is_an_error(refused, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    content, message = WRONG[name]
    (tmp_path / name).write_bytes(content)
    refused("y ~ x", name, message=message)


def test_a_workbook_is_told_from_a_zip(refused, tmp_path):
    for names, message in ((["[Content_Types].xml"], "workbook"), (["a", "b"], "holds a, b")):
        with zipfile.ZipFile(tmp_path / "rows.xlsx", "w") as archive:
            for name in names:
                archive.writestr(name, "")
        refused("y ~ x", tmp_path / "rows.xlsx", message=message)


def test_a_file_that_does_not_exist_is_an_error(refused, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused("y ~ x", "no.csv", message="neither a file nor one of budworm, clotting")
    refused("y ~ x", "galaxy", message="did you mean 'galaxies'")
    write(tmp_path / "patients.csv", "y\n1\n")
    refused("y ~ x", "patient.csv", message="did you mean 'patients.csv'")
    refused("y ~ x", "*.csv", message="only Parquet files are read together")
    refused("y ~ x", tmp_path, message="the folder has no Parquet files")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read all files")
def test_a_file_without_permission_is_an_error(refused, csv):
    os.chmod(csv, 0)
    refused("y ~ x", csv, message="Permission denied")


def test_a_separator_can_be_given(run, refused, tmp_path):
    path = write(tmp_path / "rows.csv", "y^x\n1^2\n3^4\n4^7\n")
    code, out, _ = run("y ~ x", path, "--sep", "^", "--tidy")
    assert (code, len(out.splitlines())) == (0, 3)
    refused("y ~ x", path, "--sep", "^^", message="give one character, or tab or space")


def test_large_files_are_read_fast(tmp_path):
    """By the parser in C: Python's takes a hundred times as long as the bound allows."""
    from time import process_time

    n = 100_000
    table = pd.DataFrame({"y": np.arange(n), "x": np.arange(n) / 7, "g": ["a", "b"] * (n // 2)})
    table.to_csv(tmp_path / "rows.csv", index=False)
    start = process_time()
    assert len(read_data(str(tmp_path / "rows.csv"))) == n
    seconds = process_time() - start
    start = process_time()
    pd.read_csv(tmp_path / "rows.csv")
    assert seconds < 0.2 + 20 * (process_time() - start)
