"""The command ``rglm``: its fits, its pages and its errors."""

import numpy as np
import pandas as pd
import pytest

from rglm import binomial, brm, glm, hurdle, lm, poisson, quasi
from rglm.bayes import bernoulli
from rglm.cli import main
from rglm.datasets import load
from rglm.priors import normal, prior

# the command prints what is warned of on stderr: that is tested here
pytestmark = pytest.mark.filterwarnings("default")


def test_a_data_set_of_the_package(run):
    code, out, err = run("has_gc ~ logmass", "galaxies", "--family", "binomial")
    assert (code, err) == (0, "")
    assert out == f"{glm('has_gc ~ logmass', load('galaxies'), binomial()).summary()}\n"


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
def test_options_of_the_fit(run, csv, rows, options, arguments):
    code, out, err = run("y ~ x", csv, *options)
    assert (code, err) == (0, "")
    assert out == f"{glm('y ~ x', rows, **arguments).summary()}\n"


def test_a_family_and_a_link_by_the_names_of_r(run, csv):
    code, out, _ = run("y ~ x", csv, "--family", "inverse.gaussian", "--link", "1/mu^2")
    assert code == 0
    assert "for inverse.gaussian family" in out


def test_anova_prints_the_deviance_table(run, csv, rows):
    fit = glm("y ~ x + g", rows, poisson())
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--anova")
    assert out == f"{fit.summary()}\n{fit.anova()}\n"
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--anova", "--test", "Rao")
    assert out == f"{fit.summary()}\n{fit.anova(test='Rao')}\n"
    assert out == run("y ~ x + g", csv, "--family", "poisson", "--test", "Rao")[1]


def test_confint_prints_the_intervals(run, csv, rows):
    fit = glm("y ~ x + g", rows, poisson())
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
    "level 0": (["y ~ x", "--confint", "--level", "0"], "level=0"),
    "no formula": (["x"], "no response"),
    "no function": (["y ~ lgo(x)"], "did you mean 'log'"),
    "code": (["y ~ __import__('os').getcwd()"], "cannot be read"),
    "an infinite value": (["y ~ log(x + 1)"], "'log(x + 1)' is -inf"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_a_line_on_stderr_and_exit_2(refused, csv, case):
    (formula, *options), message = WRONG[case]
    refused(formula, csv, *options, message=message)


@pytest.mark.parametrize("formula", ["y ~ x +* 2", "y ~ x + (", "y ~ 'x'"])
def test_an_error_of_a_formula_is_one_line(refused, csv, formula):
    refused(formula, csv, message="cannot be read")


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


def test_other_models_can_be_fitted(run):
    code, out, err = run("n_gc ~ logmass | 1", "galaxies", "--model", "hurdle", "--dist", "negbin")
    fit = hurdle("n_gc ~ logmass | 1", load("galaxies"), dist="negbin")
    assert (code, err, out) == (0, "", f"{fit.summary()}\n")
    code, _, err = run("n_gc ~ logmass", "galaxies", "--model", "glm_nb", "--ref", "a")
    assert (code, err) == (2, "rglm: error: --ref is no argument of glm_nb(), but of multinom()\n")


def test_a_power_link(run, csv):
    code, out, _ = run("y ~ x", csv, "--family", "quasi", "--link", "power(0.5)")
    assert code == 0
    assert "link = power(0.5)" in out


def test_exp_shows_ratios_and_their_intervals(run, csv, rows):
    fit = glm("y ~ x + g", rows, poisson())
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--confint", "--exp")
    shown = out.rpartition("\n\n")[2].splitlines()
    assert shown[0].split() == ["exp(Estimate)", "2.5", "%", "97.5", "%"]
    expected = np.exp([fit.coefficients["x"], *fit.confint("x").to_numpy()[0]])
    assert np.allclose([float(v) for v in shown[2].split()[1:]], expected, rtol=1e-5)


def test_robust_and_clustered_standard_errors(run, csv, rows):
    fit = lm("y ~ x", rows)
    _, out, err = run("y ~ x", csv, "--model", "lm", "--vcov", "HC3", "--confint")
    assert (err, out) == ("", f"{fit.summary(vcov='HC3')}\n{fit.confint(vcov='HC3')}\n")
    _, out, _ = run("y ~ x", csv, "--model", "lm", "--cluster", "g")
    assert out == f"{fit.summary(vcov={'cluster': 'g'})}\n"
    _, out, _ = run("y ~ x", csv, "--model", "lm", "--cluster", "g", "--vcov", "HC3")
    assert out == f"{fit.summary(vcov={'cluster': 'g', 'type': 'HC3'})}\n"


def test_a_robust_covariance_of_another_model_is_an_error(refused):
    command = ("breaks ~ wool", "warpbreaks", "--model", "aov")
    refused(*command, "--vcov", "HC3", message="--vcov and --cluster are not for aov()")


def test_a_message_has_no_advice_for_python(run, csv):
    assert run("y ~ x", csv, "--weights", "rep(1, 8)")[2] == (
        "rglm: error: there is no function 'rep' (did you mean 'exp'?)\n"
    )


def test_types_of_anova(run, csv, rows):
    fit = glm("y ~ x + g", rows, poisson())
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", "--anova-type", "II")
    assert out == f"{fit.summary()}\n{fit.anova(type='II')}\n"
    options = ("--anova-type", "II", "--test", "Wald", "--vcov", "HC0")
    _, out, _ = run("y ~ x + g", csv, "--family", "poisson", *options)
    assert out.endswith(f"{fit.anova(type='II', test='Wald', vcov='HC0')}\n")
    _, out, _ = run("n_gc ~ logmass", "galaxies", "--model", "hurdle", "--anova")
    assert "(Type II tests)" in out


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


@pytest.mark.parametrize(
    "options",
    [
        ("--family", "binomial(link=probit)"),
        ("--family", "binomial(probit)"),
        ("--family", "quasi", "--link", "power(x)"),
    ],
)
def test_a_link_in_parentheses_is_answered_in_words(run, csv, options):
    code, _, err = run("y ~ x", csv, *options)
    assert code == 2
    assert f"{options[-1]!r} cannot be read" in err
    assert "--link probit" in err


BERNOULLI = ("am ~ wt", "mtcars", "--model", "brm", "--family", "bernoulli", "--seed", "1")


def test_a_posterior_with_priors(run):
    priors = [normal(0, 3), prior(normal(0, 10), class_="Intercept")]
    fit = brm("am ~ wt", load("mtcars"), bernoulli(), prior=priors, draws=400, seed=1)
    options = ("--prior", "normal(0, 3)", "--prior", "Intercept: normal(0, 10)", "--draws", "400")
    code, out, err = run(*BERNOULLI, *options, "--confint")
    assert (code, err) == (0, "")
    assert out == f"{fit.summary()}\n\n{fit.confint()}\n"


def test_a_saved_posterior(run, tmp_path):
    fit = brm("am ~ wt", load("mtcars"), bernoulli("probit"), draws=400, seed=1)
    path, new = str(tmp_path / "fit.pkl"), str(tmp_path / "new.csv")
    load("mtcars").head(3).to_csv(new, index=False)
    code, out, err = run(
        *BERNOULLI, "--link", "probit", "--draws", "400", "--tidy", "--save", path
    )
    assert (code, err) == (0, "")
    assert out == fit.tidy().to_csv(index=False)
    code, out, _ = run("--load", path, "--predict", new)
    assert out.startswith("Estimate,Est.Error,Q2.5,Q97.5\n")
    assert float(out.split("\n")[1].split(",")[0]) == fit.fitted().iloc[0, 0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((*BERNOULLI, "--check"), "pp_check"),
        ((*BERNOULLI, "--anova"), "loo_compare"),
        ((*BERNOULLI, "--prior", "nrmal(0)"), "did you mean 'normal'"),
        ((*BERNOULLI[:4], "--family", "tweedie"), "no likelihood"),
        (("am ~ wt", "mtcars", "--prior", "normal(0, 1)"), "but of brm()"),
    ],
)
def test_what_a_posterior_has_not(run, options, message):
    code, _, err = run(*options)
    assert code == 2
    assert message in err
