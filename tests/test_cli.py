"""The command ``rglm``: its input, its pages and its errors."""

from io import StringIO

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, glm, hurdle, poisson, quasi
from rglm.cli import main
from rglm.datasets import load

# the command prints what is warned of on stderr: that is tested here
pytestmark = pytest.mark.filterwarnings("default")
ROWS = pd.DataFrame(
    {
        "y": [2, 3, 6, 7, 8, 9, 10, 12],
        "x": [-1.0, 0, 1, 2, 2.5, 4, 5, 6],
        "t": [1.0, 2, 2, 3, 3, 2, 4, 4],
        "w": [1.0, 2, 1, 3, 1, 1, 2, 2],
        "g": list("aabbccab"),
        "died": [0, 0, 1, 0, 1, 0, 1, 1],
    }
)


@pytest.fixture
def csv(tmp_path):
    ROWS.to_csv(tmp_path / "rows.csv", index=False)
    return str(tmp_path / "rows.csv")


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def numbers(page):
    """A printed page without its call."""
    return page.split("Coefficients:", 1)[1].strip()


def test_a_data_set_of_the_package(run):
    code, out, err = run("has_gc ~ logmass", "galaxies", "--family", "binomial")
    assert (code, err) == (0, "")
    assert out == f"{glm('has_gc ~ logmass', load('galaxies'), binomial()).summary()}\n"


WRITE = {
    "csv": lambda path: ROWS.to_csv(path, index=False),
    "CSV": lambda path: ROWS.to_csv(path, index=False),
    "tsv": lambda path: ROWS.to_csv(path, index=False, sep="\t"),
    "tab": lambda path: ROWS.to_csv(path, index=False, sep="\t"),
    "txt": lambda path: ROWS.to_csv(path, index=False, sep=" "),
    "parquet": ROWS.to_parquet,
    "pq": ROWS.to_parquet,
}


@pytest.mark.parametrize("suffix", WRITE)
def test_every_kind_of_file(run, tmp_path, suffix):
    path = tmp_path / f"rows.{suffix}"
    WRITE[suffix](path)
    code, out, err = run("y ~ x + g", path, "--family", "poisson")
    assert (code, err) == (0, "")
    assert numbers(out) == numbers(str(glm("y ~ x + g", ROWS, poisson()).summary()))


def test_gaussian_is_the_family_if_none_is_named(run, csv):
    assert "for gaussian family" in run("y ~ x", csv)[1]


@pytest.mark.parametrize(
    ("options", "arguments"),
    [
        (["--family", "poisson", "--link", "sqrt"], {"family": poisson("sqrt")}),
        (["--family", "quasi", "--link", "log"], {"family": quasi("log")}),
        (["--weights", "w"], {"weights": "w"}),
        (["--offset", "log(t)"], {"offset": "log(t)"}),
        (["--subset", "x > 0 & g != 'c'"], {"subset": "x > 0 & g != 'c'"}),
    ],
    ids=["link", "quasi", "weights", "offset", "subset"],
)
def test_options_of_the_fit(run, csv, options, arguments):
    code, out, err = run("y ~ x", csv, *options)
    assert (code, err) == (0, "")
    assert out == f"{glm('y ~ x', ROWS, **arguments).summary()}\n"


def test_a_family_and_a_link_by_the_names_of_r(run, csv):
    code, out, _ = run("y ~ x", csv, "--family", "inverse.gaussian", "--link", "1/mu^2")
    assert code == 0
    assert "for inverse.gaussian family" in out


def test_anova_prints_the_deviance_table(run, csv):
    fit = glm("y ~ x + g", ROWS, poisson())
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--anova")
    assert out == f"{fit.summary()}\n{fit.anova()}\n"
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--anova", "--test", "Rao")
    assert out == f"{fit.summary()}\n{fit.anova(test='Rao')}\n"
    assert out == run("y ~ x + g", csv, "--family", "poisson", "--test", "Rao")[1]


def test_confint_prints_the_intervals(run, csv):
    fit = glm("y ~ x + g", ROWS, poisson())
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--confint")
    assert out == f"{fit.summary()}\n{fit.confint()}\n"
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--confint", "--level", "0.8")
    assert out == f"{fit.summary()}\n{fit.confint(level=0.8)}\n"
    assert "10 %" in out


def test_a_response_of_successes_and_failures(run):
    code, out, _ = run("cbind(dead, alive) ~ sex * ldose", "budworm", "--family", "binomial")
    assert code == 0
    assert "sexM:ldose" in out


WRONG = {
    "no column": (["y ~ nope"], "no column 'nope'"),
    "no column in weights": (["y ~ x", "--weights", "nope"], "no column 'nope'"),
    "no column in offset": (["y ~ x", "--offset", "log(nope)"], "no column 'nope'"),
    "no column in subset": (["y ~ x", "--subset", "nope > 1"], "no column 'nope'"),
    "no family": (["y ~ x", "--family", "binomal"], "did you mean 'binomial'"),
    "no link": (["y ~ x", "--link", "logit"], "gaussian: link 'logit'"),
    "no such link": (["y ~ x", "--family", "poisson", "--link", "lgo"], "did you mean 'log'"),
    "a family with an argument": (["y ~ x", "--family", "negative_binomial"], "theta"),
    "its link too": (["y ~ x", "--family", "negative_binomial", "--link", "log"], "theta"),
    "y out of range": (["y ~ x", "--family", "binomial"], "y must lie in 0..1"),
    "text for numbers": (["g ~ x"], "the response 'g' is not numeric"),
    "no rows": (["y ~ x", "--subset", "x > 99"], "leaves none"),
    "no condition": (["y ~ x", "--subset", "x"], "not a condition"),
    "no test": (["y ~ x", "--test", "chisq"], "did you mean 'Chisq'"),
    "no level": (["y ~ x", "--confint", "--level", "95"], "level=95"),
    "no formula": (["x"], "no response"),
    "no function": (["y ~ lgo(x)"], "did you mean 'log'"),
    "code": (["y ~ __import__('os').getcwd()"], "cannot be read"),
    "an infinite value": (["y ~ log(x + 1)"], "'log(x + 1)' is -inf"),
}


def assert_refused(answer, message):
    code, _, err = answer
    assert code == 2
    assert err.startswith("rglm: error: ")
    assert message in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err
    assert "np." not in err


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_a_line_on_stderr_and_exit_2(run, csv, case):
    (formula, *options), message = WRONG[case]
    assert_refused(run(formula, csv, *options), message)


@pytest.mark.parametrize("formula", ["y ~ x +* 2", "y ~ x + (", "y ~ 'x'"])
def test_an_error_of_a_formula_is_one_line(run, csv, formula):
    assert_refused(run(formula, csv), "cannot be read")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.csv", b"", "No columns"),
        ("head.csv", b"y,x\n", "data= has no rows"),
        ("binary.csv", bytes(range(256)), ""),
        ("bad.parquet", b"hello", "parquet"),
        ("rows.xlsx", b"PK", "must end in .csv, .tsv or .parquet"),
        ("twice.csv", b"y,x\n1\n1,2,3,4\n", ""),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error(run, tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    assert_refused(run("y ~ x", tmp_path / name), "")
    assert message.lower() in run("y ~ x", tmp_path / name)[2].lower()


def test_a_file_that_does_not_exist_is_an_error(run, tmp_path):
    assert_refused(
        run("y ~ x", tmp_path / "no.csv"), "neither a file nor one of budworm, clotting"
    )
    assert_refused(run("y ~ x", "galaxy"), "did you mean 'galaxies'")
    assert_refused(run("y ~ x", tmp_path), "must end in")


def test_warnings_go_to_stderr_and_the_page_to_stdout(run, csv):
    code, out, err = run("y ~ x + I(2 * x)", csv, "--family", "poisson", "--test", "F")
    assert code == 0
    assert err.count("rglm: warning: ") == 2
    assert "'I(2 * x)'" in err
    assert "inappropriate" in err
    assert "warning" not in out


def test_separation_is_a_warning(run, tmp_path):
    path = tmp_path / "rows.csv"
    pd.DataFrame({"y": np.repeat([0, 1], 4), "x": range(8)}).to_csv(path, index=False)
    code, out, err = run("y ~ x", path, "--family", "binomial")
    assert code == 0
    assert "'x' to Inf" in err
    assert "Coefficients:" in out


@pytest.mark.parametrize("arguments", [[], ["y ~ x"], ["y ~ x", "galaxies", "--level", "high"]])
def test_wrong_arguments_show_the_usage(capsys, arguments):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: rglm" in capsys.readouterr().err


def test_help_names_the_data_sets_and_shows_examples(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert "galaxies" in out
    assert 'rglm "has_gc ~ logmass" galaxies --family binomial --anova' in out


def test_other_models_can_be_fitted(run):
    code, out, err = run("n_gc ~ logmass | 1", "galaxies", "--model", "hurdle", "--dist", "negbin")
    fit = hurdle("n_gc ~ logmass | 1", load("galaxies"), dist="negbin")
    assert (code, err, out) == (0, "", f"{fit.summary()}\n")
    code, _, err = run("n_gc ~ logmass", "galaxies", "--model", "glm_nb", "--ref", "a")
    assert (code, err) == (2, "rglm: error: --ref is no argument of glm_nb()\n")


def test_standard_input_with_semicolons_and_decimal_commas(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO("y;x\n1;2,5\n2;3\n4;1\n6;7\n"))
    code, out, _ = run("y ~ x", "-")
    data = pd.DataFrame({"y": [1, 2, 4, 6], "x": [2.5, 3, 1, 7]})
    assert (code, out) == (0, f"{glm('y ~ x', data).summary()}\n")


def test_a_power_link(run, csv):
    code, out, _ = run("y ~ x", csv, "--family", "quasi", "--link", "power(0.5)")
    assert code == 0
    assert "link = power(0.5)" in out


def test_the_version_is_printed(run, capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.startswith("rglm 0.")


def test_linear_models_have_their_own_pages(capsys):
    assert main(["mpg ~ wt", "mtcars", "--model", "lm"]) == 0
    assert "Residual standard error: 3.046 on 30" in capsys.readouterr().out
    assert main(["breaks ~ wool", "warpbreaks", "--model", "aov"]) == 0
    assert "Residuals   52   8782" in capsys.readouterr().out


def test_a_family_of_a_model_without_one_is_an_error(capsys):
    assert main(["mpg ~ wt", "mtcars", "--model", "lm", "--family", "binomial"]) == 2
    assert "--family is no argument of lm()" in capsys.readouterr().err
