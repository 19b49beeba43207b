"""The options of the command ``rglm``, in one place."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

import rglm
from rglm.datasets import names
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.other_packages import MODEL_FUNCTIONS

INTERVALS = ("confidence", "prediction")
FORMATS = ("csv", "tsv", "json", "parquet")
USAGE = """rglm FORMULA DATA [options]
       rglm --load FIT [options]"""
DESCRIPTION = "Fit a linear or generalized linear model and print R's page."
EXAMPLES = """\
examples:
  rglm "mpg ~ wt + factor(cyl)" mtcars --model lm --anova
  rglm "died ~ age * sex" patients.csv --family binomial --confint --exp --check
  rglm "y ~ x" train.csv --save fit.pkl --plot fit.png
  rglm --load fit.pkl --predict new.csv --interval confidence > predicted.csv
"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors say which option may be meant."""

    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """The arguments, without abbreviations of their names."""
        found, unknown = self.parse_known_args(args, namespace or argparse.Namespace())
        if not unknown:
            return found
        word = next((word for word in unknown if word.startswith("-")), unknown[0])
        option = word.partition("=")[0]
        if option.startswith("-"):
            self.error(f"there is no option {option}{did_you_mean(option, self.options())}")
        if word in FORMATS:
            self.error(f"{word!r} is one argument too many: the format is --format {word}")
        self.error(f"{word!r} is one argument too many: give a formula (in quotes) and data")

    def format_help(self) -> str:
        """The help, on one screen: no empty lines between groups of options."""
        return re.sub(r"\n\n(?=the |reading |a table |files)", "\n", super().format_help())

    def options(self) -> list[str]:
        """The names of all options, ``--family``."""
        return [name for action in self._actions for name in action.option_strings]

    def error(self, message: str) -> NoReturn:
        """Print a message and leave with the exit status 2."""
        if "invalid choice" in message:
            message = self._choice_message(message)
        message = message.removeprefix("argument ").replace(
            ": not allowed with argument ", " does not go with "
        )
        self.exit(2, f"usage: {USAGE}\nrglm: error: {message}\n")

    def _choice_message(self, message: str) -> str:
        """The message for a value that an option does not take."""
        for action in self._actions:
            names = "/".join(action.option_strings)
            if names and action.choices and message.startswith(f"argument {names}:"):
                given = message.partition("invalid choice: ")[2].partition(" (choose")[0]
                choices = [str(choice) for choice in action.choices]
                hint = did_you_mean(given.strip("'"), choices)
                return f"{names} takes {', '.join(choices)}, got {given}{hint}"
        return message


def make_parser() -> argparse.ArgumentParser:
    """The parser of the command's arguments."""
    parser = Parser(
        prog="rglm",
        usage=USAGE,
        description=DESCRIPTION,
        epilog=EXAMPLES,
        formatter_class=_HelpLines,
        allow_abbrev=False,
        add_help=False,
    )
    add = parser.add_argument_group("what is fitted").add_argument
    add("formula", nargs="?", metavar="FORMULA", help='"y ~ x + factor(g)"')
    kinds = "a file: CSV, text, Parquet, Feather (also .gz .bz2 .xz .zip .zst); a"
    add("data", nargs="?", metavar="DATA", help=f"{kinds} {_other_data()}")
    _add_model(parser)
    _add_reading(parser)
    _add_page(parser)
    _add_tables(parser)
    _add_files(parser)
    return parser


def _other_data() -> str:
    return f"folder of Parquet files; - for stdin; or {', '.join(names())}"


class _HelpLines(argparse.RawDescriptionHelpFormatter):
    """Help with a line of 80 characters or less for each option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=19, width=80)


def _add_model(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("the model").add_argument
    models = (*MODEL_FUNCTIONS, "brm")
    add("--model", default="glm", choices=models, metavar="NAME", help=", ".join(models))
    add("--family", metavar="NAME", help="of glm, brm: binomial, 'tweedie(1.5)', negbinomial, ...")
    add("--link", metavar="NAME", help="probit, 'power(0.5)', ..., if not the usual one")
    add("--dist", metavar="NAME", help="of zeroinfl, hurdle: poisson, negbin, geometric, ...")
    add("--zero-dist", metavar="D", help="of hurdle: binomial, poisson, negbin, geometric")
    add("--method", metavar="NAME", help="of glm: brglm; of polr: probit, loglog, cloglog, ...")
    add("--ref", metavar="LEVEL", help="of multinom: the reference level")
    add("--prior", action="append", metavar="P", help="of brm: 'normal(0, 1)', 'x: normal(1, 2)'")
    add("--draws", type=int, metavar="N", help="of brm: draws by importance sampling (4000)")
    add("--seed", type=int, metavar="N", help="of brm: the same seed gives the same draws")
    add("--weights", metavar="EXPR", help="prior weights: a column, or an expression in columns")
    add("--offset", metavar="EXPR", help='such as "log(t)"')
    add("--subset", metavar="EXPR", help='the rows to use: "age > 30"')


def _add_reading(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("reading text files").add_argument
    add("--sep", metavar="MARK", help="what separates columns; tab, space (found itself)")
    add("--encoding", metavar="NAME", help="latin-1, cp1252, ... (utf-8, or the file's own mark)")
    add("--na", action="append", metavar="TEXT", help="missing too, such as -99; again for others")


def _add_page(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("the page").add_argument
    add("--anova", action="store_true", help="print the deviance table too")
    add("--anova-type", choices=("I", "II", "III"), metavar="T", help="its type: I, II or III")
    add("--test", metavar="NAME", help="its test: Chisq, LRT, F, Rao, Cp, Wald")
    add("--confint", action="store_true", help="print confidence intervals too")
    add("--check", action="store_true", help="say whether the fit can be trusted: check_model()")
    add("--exp", action="store_true", help="exp of estimates, limits: --confint, --tidy")
    add("--level", type=float, metavar="P", help="the coverage of intervals (0.95)")
    add("--vcov", metavar="TYPE", help="robust standard errors: HC0 to HC5, HAC, NeweyWest")
    add("--cluster", metavar="EXPR", help='clustered standard errors: "firm", "~ firm + year"')


def _add_tables(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("a table instead of the page")
    add = group.add_mutually_exclusive_group().add_argument
    add("--tidy", action="store_true", help="a row for each coefficient, with intervals")
    add("--glance", action="store_true", help="one row: AIC, BIC, deviance, ...")
    add("--augment", action="store_true", help="a row for each row of the data, with residuals")
    add("--predict", metavar="DATA", help="predictions for new rows")
    add = group.add_argument
    add("--type", metavar="NAME", help="of --predict: response (default), link, probs, ...")
    add(
        "--interval",
        choices=INTERVALS,
        metavar="NAME",
        help="of --predict: confidence, prediction",
    )
    add("--format", choices=FORMATS, metavar="NAME", help="csv (default), tsv, json, parquet")


def _add_files(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument_group("files").add_argument
    add("--out", metavar="FILE", help="write there; .json, .tsv, .parquet set the format")
    add("--plot", metavar="FILE", help="draw diagnostic plots, or --check's: .png, .pdf")
    add("--plot-fit", metavar="X", help="of --plot: the fit by the column X instead")
    add("--save", metavar="FILE", help="pickle the fit, without its rows")
    add("--load", metavar="FILE", help="a saved fit; a pickle is code: load your own only")
    add("--version", action="version", version=f"rglm {rglm.__version__}", help="print it")
    add("-h", "--help", action="help", help="print this")


def short_help() -> str:
    """What ``rglm`` without arguments prints."""
    return f"usage: {USAGE}\n\n{DESCRIPTION}\n\n{EXAMPLES}\nrglm --help lists the options.\n"
