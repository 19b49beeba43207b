"""Arguments of the command, its help, and how it ends."""

import os
import subprocess
import sys

import pytest

from rglm.cli import command, main, make_parser

FIT = ("mpg ~ wt", "mtcars")
USAGE = {
    "nothing": ([], "rglm --help lists the options"),
    "no data": (["y ~ x"], "give data after the formula 'y ~ x'"),
    "no formula": (["mtcars"], "give a formula in quotes before the data 'mtcars'"),
    "a formula without quotes": (["y", "~", "x", "d.csv"], "one argument too many"),
    "a format after its table": (["y ~ x", "d.csv", "--tidy", "json"], "--format json"),
    "no option": (
        [*FIT, "--famly", "poisson"],
        "there is no option --famly (did you mean '--family'",
    ),
    "its value": ([*FIT, "--famly=poisson"], "there is no option --famly (did"),
    "no abbreviations": ([*FIT, "--fam", "poisson"], "did you mean '--family'"),
    "no model": ([*FIT, "--model", "lmm"], "got 'lmm' (did you mean 'lm'?)"),
    "no number": ([*FIT, "--confint", "--level", "high"], "--level: invalid float value: 'high'"),
    "no value": ([*FIT, "--family"], "--family: expected one argument"),
    "two tables": ([*FIT, "--tidy", "--glance"], "--glance does not go with --tidy"),
    "a table and a page": ([*FIT, "--tidy", "--anova"], "--anova is of the page, which --tidy"),
    "a level of nothing": ([*FIT, "--level", "0.9"], "--level goes with --confint, --tidy or"),
    "exp of nothing": ([*FIT, "--exp"], "--exp goes with --confint or --tidy"),
    "a type of nothing": ([*FIT, "--type", "link"], "--type goes with --predict"),
    "a format of a page": ([*FIT, "--format", "json"], "--format goes with --tidy, --glance"),
    "a curve of nothing": ([*FIT, "--plot-fit", "wt"], "--plot-fit goes with --plot"),
    "robust tests": ([*FIT, "--anova", "--vcov", "HC3"], "--anova-type II do"),
    "robust glance": (
        [*FIT, "--glance", "--vcov", "HC3"],
        "--vcov goes with the page, --tidy or --interval",
    ),
    "a model and a fit": ([*FIT, "--load", "x.pkl"], "leave out formula, data"),
}


@pytest.mark.parametrize("case", USAGE)
def test_wrong_arguments_are_told_on_stderr_with_the_usage(capsys, case):
    arguments, message = USAGE[case]
    try:
        status = main(arguments)
    except SystemExit as left:
        status = left.code
    out, err = capsys.readouterr()
    assert (status, out) == (2, "")
    assert err.startswith("usage: rglm FORMULA DATA [options]\n")
    assert message in err


def test_help_fits_on_a_screen_with_data_sets_and_examples(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--help"])
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) < 63
    assert max(map(len, lines)) < 85
    assert any("galaxies" in line for line in lines)
    assert '  rglm "mpg ~ wt + factor(cyl)" mtcars --model lm --anova' in lines


def test_every_option_has_its_help():
    actions = make_parser()._actions
    assert all(action.help for action in actions)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_a_closed_pipe_is_quiet_and_a_full_disk_an_error():
    words = [sys.executable, "-m", "rglm", *FIT]
    reader, writer = os.pipe()
    os.close(reader)
    with open("/dev/full", "w") as full:
        outs = {"pipe": writer, "disk": full}
        runs = {
            k: subprocess.Popen(words, stdout=f, stderr=-1, text=True) for k, f in outs.items()
        }
        told = {name: (run.communicate()[1], run.returncode) for name, run in runs.items()}
    os.close(writer)
    assert told["pipe"] == ("", 141)
    assert told["disk"] == ("rglm: error: No space left on device\n", 2)


def test_an_interrupt_ends_the_command_quietly(capsys, monkeypatch):
    def interrupt(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "make_fit", interrupt)
    assert main(FIT) == 130
    assert capsys.readouterr() == ("", "")
