"""Tables, predictions, pictures and saved fits of the command."""

import json
import pickle
from io import StringIO

import numpy as np
import pandas as pd
import pytest

from rglm import RankWarning, check_model, glm, lm, multinom, poisson
from rglm.datasets import load

MPG = ("mpg ~ wt", "mtcars", "--model", "lm")


def table(text):
    return pd.read_csv(StringIO(text))


def test_tables_are_those_of_the_fit(run):
    fit = lm("mpg ~ wt", load("mtcars"))
    expected = {
        "--tidy": fit.tidy(conf_int=True),
        "--glance": fit.glance(),
        "--augment": fit.augment(),
    }
    for option, want in expected.items():
        code, out, err = run(*MPG, option)
        assert (code, err) == (0, "")
        found = (
            table(out).set_axis(["", *want], axis=1).set_index("")
            if "aug" in option
            else table(out)
        )
        pd.testing.assert_frame_equal(found, pd.DataFrame(want), check_names=False)
    _, out, _ = run(*MPG, "--tidy", "--exp", "--level", "0.8", "--vcov", "HC3")
    want = fit.tidy(conf_int=True, conf_level=0.8, exponentiate=True, vcov="HC3")
    pd.testing.assert_frame_equal(table(out), pd.DataFrame(want))


def test_formats(run, tmp_path):
    with pytest.warns(RankWarning):
        fit = lm("mpg ~ wt + I(2 * wt)", load("mtcars"))
    formula = ("mpg ~ wt + I(2 * wt)", *MPG[1:])
    _, out, _ = run(*formula, "--tidy", "--format", "json")
    rows = json.loads(out)
    assert rows[1]["estimate"] == fit.coefficients["wt"]
    assert rows[2]["estimate"] is None
    assert json.loads(run(*MPG, "--augment", "--format", "json")[1])[0]["row"] == "Mazda RX4"
    _, out, _ = run(*MPG, "--tidy", "--format", "tsv")
    assert out.startswith("term\testimate")
    assert run(*MPG, "--tidy", "--out", tmp_path / "x.json")[:2] == (0, "")
    assert json.loads((tmp_path / "x.json").read_text())[0]["term"] == "(Intercept)"
    run(*MPG, "--out", tmp_path / "x.txt")
    assert (tmp_path / "x.txt").read_text() == run(*MPG)[1]


def test_predictions_of_new_rows(run, csv, tmp_path, rows):
    (tmp_path / "new.csv").write_text("x,g\n1,a\nNA,b\n3,c\n")
    new = pd.DataFrame({"x": [1, np.nan, 3], "g": list("abc")})
    command = ("y ~ x + g", csv, "--family", "poisson", "--predict", tmp_path / "new.csv")
    fit = glm("y ~ x + g", rows, poisson())
    _, out, err = run(*command)
    assert err == ""
    assert np.allclose(table(out)["fit"], fit.predict(new, type="response"), equal_nan=True)
    assert np.allclose(
        table(run(*command, "--type", "link")[1])["fit"], fit.predict(new), equal_nan=True
    )
    _, out, _ = run(*command, "--interval", "confidence", "--level", "0.9", "--vcov", "HC0")
    want = fit.predict(new, type="response", interval="confidence", level=0.9, vcov="HC0")
    pd.testing.assert_frame_equal(table(out), pd.DataFrame(want))
    assert table(run(*command, "--type", "terms")[1]).columns.tolist() == ["x", "g"]


def test_predictions_of_categories(run, refused):
    command = ("factor(cyl) ~ wt", "mtcars", "--model", "multinom", "--predict", "mtcars")
    fit = multinom("factor(cyl) ~ wt", load("mtcars"))
    assert table(run(*command)[1])["fit"].astype(str).tolist() == fit.predict().tolist()
    probabilities = table(run(*command, "--type", "probs")[1])
    assert probabilities.columns.tolist()[1:] == ["4", "6", "8"]
    intervals = table(run(*command, "--interval", "confidence")[1])
    assert intervals.columns.tolist()[1:3] == ["fit.4", "fit.6"]
    refused(*command, "--type", "prob", message="did you mean 'probs'")


def test_a_saved_fit_predicts(run, refused, tmp_path):
    path = tmp_path / "fit.pkl"
    page = run(*MPG, "--save", path)[1]
    code, out, err = run("--load", path)
    assert (code, out) == (0, page)
    assert "is a pickle, and reading one runs its code" in err
    _, out, _ = run("--load", path, "--predict", "mtcars", "--interval", "prediction")
    assert table(out).shape == (32, 4)
    glm_fit = ("am ~ wt", "mtcars", "--family", "binomial")
    run(*glm_fit, "--save", tmp_path / "glm.pkl")
    _, out, err = run("--load", tmp_path / "glm.pkl", "--confint", "--level", "0.9")
    wald = glm("am ~ wt", load("mtcars"), "binomial").confint(level=0.9, method="wald")
    assert out.endswith(f"\n\n{wald}\n")
    assert "no rows for profile intervals: these are Wald's" in err
    assert run("--load", path, "--tidy")[2].count("warning") == 1  # of lm they need none
    code, _, err = run("--load", path, "--vcov", "HC3")
    assert code == 2
    assert "this fit was stripped of its rows" in err


def test_what_is_no_saved_fit_is_an_error(run, tmp_path):
    (tmp_path / "x.pkl").write_bytes(b"hello")
    (tmp_path / "y.pkl").write_bytes(pickle.dumps({"a": 1}))
    for name, message in (
        ("x.pkl", "is no fit that --save wrote"),
        ("y.pkl", "holds a dict, and no fit"),
        ("no.pkl", "No such file"),
    ):
        code, out, err = run("--load", tmp_path / name)
        assert (code, out) == (2, "")
        assert message in err.splitlines()[-1]


def test_a_check_in_words_and_as_a_figure(run, tmp_path):
    pytest.importorskip("matplotlib")
    path = tmp_path / "check.png"
    page = run(*MPG)[1]
    code, out, err = run(*MPG, "--check", "--plot", path)
    check = check_model(lm("mpg ~ wt", load("mtcars")), plot=False)
    assert (code, err) == (0, "")
    assert out == page.rstrip("\n") + "\n\n" + str(check).strip("\n") + "\n"
    assert path.read_bytes().startswith(b"\x89PNG")


def test_pictures(run, refused, tmp_path):
    pytest.importorskip("matplotlib")
    assert run(*MPG, "--plot", tmp_path / "x.png")[0] == 0
    assert run(*MPG, "--plot", tmp_path / "fit.svg", "--plot-fit", "wt")[0] == 0
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")
    assert "<svg" in (tmp_path / "fit.svg").read_text()
    levels = ("factor(cyl) ~ wt", "mtcars", "--model", "multinom", "--plot-fit", "wt")
    assert run(*levels, "--plot", tmp_path / "levels.png")[0] == 0
    refused(*MPG, "--plot", tmp_path / "x.pgn", message="'pgn' is not supported")
    refused(*MPG, "--plot", tmp_path / "y.png", "--plot-fit", "hp", message="'hp'")


def test_a_file_that_cannot_be_written_is_an_error(refused, tmp_path):
    refused(*MPG, "--save", tmp_path / "no" / "x", message="No such file or directory")
    refused(*MPG, "--out", tmp_path / "no" / "x", message="there is no folder")
    refused(*MPG, "--tidy", "--format", "parquet", message="add --out FILE")


def test_rows_that_are_not_in_memory(run, tmp_path, rows):
    pytest.importorskip("pyarrow")
    (tmp_path / "data").mkdir()
    rows.iloc[:5].to_parquet(tmp_path / "data" / "1.parquet")
    rows.iloc[5:].to_parquet(tmp_path / "data" / "2.parquet")
    data, fit = str(tmp_path / "data"), lm("y ~ x + g", rows)
    command = ("y ~ x + g", data, "--model", "lm")
    assert np.allclose(table(run(*command, "--augment")[1])[".fitted"], fit.fitted_values)
    predictions = fit.predict(interval="confidence")
    predict = (*command, "--predict", data, "--interval", "confidence")
    assert np.allclose(table(run(*predict)[1]), predictions)
    found = json.loads(run(*predict, "--format", "json")[1])
    assert np.allclose(pd.DataFrame(found), predictions)
    assert run(*predict, "--out", tmp_path / "x.parquet") == (0, "", "")
    assert np.allclose(pd.read_parquet(tmp_path / "x.parquet"), predictions)
    run(*MPG, "--augment", "--out", tmp_path / "cars.parquet")
    assert pd.read_parquet(tmp_path / "cars.parquet")["row"][0] == "Mazda RX4"
