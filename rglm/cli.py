"""The command ``rglm "y ~ x" data.csv --family binomial``."""

from __future__ import annotations

import argparse
import ast
import re
import sys
import warnings
from collections.abc import Sequence
from inspect import signature
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import rglm
from rglm.datasets import load, names
from rglm.families.glm.family_names import FAMILIES, as_family
from rglm.families.links.link_names import power
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.other_packages import MODEL_FUNCTIONS
from rglm.sources.frames.as_frame import as_frame

if TYPE_CHECKING:
    import pandas as pd

    from rglm.families.glm.family import Family

SEPARATORS = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": None}
EXAMPLES = """\
examples:
  rglm "has_gc ~ logmass" galaxies --family binomial --anova
  rglm "n_gc ~ logmass" galaxies --family poisson --confint
  rglm "mpg ~ wt + hp" mtcars --model lm --anova
  rglm "cbind(dead, alive) ~ sex * ldose" budworm --family binomial --link probit
  rglm "n_gc ~ logmass | logmass" galaxies --model hurdle --dist negbin
  cat rows.csv | rglm "y ~ x" -
"""
SHARED_OPTIONS = ("formula", "weights", "offset", "subset")
MODEL_OPTIONS = ("link", "dist", "zero_dist", "method", "ref")  # arguments of some models only


def make_parser() -> argparse.ArgumentParser:
    """The parser of the command's arguments."""
    parser = argparse.ArgumentParser(
        prog="rglm",
        description="Fit a linear or generalized linear model and print R's pages.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("formula", help="for instance 'y ~ x + factor(g)'")
    add("data", help=f"a CSV, TSV or Parquet file, - for stdin, or one of {', '.join(names())}")
    add("--version", action="version", version=f"rglm {rglm.__version__}")
    add("--model", default="glm", choices=MODEL_FUNCTIONS, help="glm (default), lm, aov, ...")
    add("--family", help="of glm: gaussian (default), binomial, 'tweedie(1.5)', ...")
    add("--link", help="the link, if not the usual one: probit, 'power(0.5)', ...")
    add("--dist", help="of zeroinfl and hurdle: poisson, negbin, geometric, ...")
    add("--zero-dist", help="of hurdle: binomial, poisson, negbin, geometric")
    add("--method", help="of glm: brglm; of polr: probit, loglog, cloglog, cauchit")
    add("--ref", help="of multinom: the reference level")
    add("--weights", help="an expression in the columns: prior weights")
    add("--offset", help='an expression in the columns: "log(t)"')
    add("--subset", help='a condition on the columns: "age > 30"')
    add("--anova", action="store_true", help="print the deviance table too")
    add("--test", help="its test: Chisq, LRT, F, Rao, Cp")
    add("--confint", action="store_true", help="print confidence intervals too")
    add("--level", type=float, default=0.95, help="their coverage (0.95)")
    return parser


def read_data(data: str) -> pd.DataFrame:
    """The table of a file, of standard input (``-``), or of a bundled data set."""
    path = Path(data)
    if data == "-":
        return _read_text(sys.stdin, None)
    if not path.exists():
        if data in names():
            return load(data)
        hint = did_you_mean(data, names())
        raise ValueError(f"{data!r} is neither a file nor one of {', '.join(names())}{hint}")
    if path.suffix.lower() in (".parquet", ".pq"):
        return as_frame(data)
    if path.suffix.lower() not in SEPARATORS:
        raise ValueError(f"{data!r}: the file's name must end in .csv, .tsv or .parquet")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return _read_text(file, SEPARATORS[path.suffix.lower()])


def _read_text(file: TextIO, separator: str | None) -> pd.DataFrame:
    """A table of text, separated by semicolons or tabs if the first line has no comma.

    With semicolons numbers may have decimal commas.
    """
    import pandas as pd

    text = file.read()
    first = text.partition("\n")[0]
    if "," not in first and separator in (",", None):
        separator = next((mark for mark in ";\t" if mark in first), separator)
    if separator == ";":
        decimal = "," if _has_decimal_commas(text) else "."
        return pd.read_csv(StringIO(text), sep=";", decimal=decimal)
    return pd.read_csv(StringIO(text), sep=separator, engine="python")


def _has_decimal_commas(text: str) -> bool:
    """Whether numbers between semicolons have decimal commas."""
    return re.search(r"(^|;)-?\d+,\d+(;|$)", text, re.MULTILINE) is not None


def read_family(text: str, link: str | None) -> Family:
    """The family of a text such as ``negative_binomial(2)``, with its own link or another."""
    name, _, inside = text.partition("(")
    arguments = _literals(inside) if inside.strip(") ") else ()
    if link is None and not arguments:
        return as_family(name)
    constructor = FAMILIES.get(name.replace(".", "_"))
    if constructor is None:
        return as_family(name)  # an error that says what is wrong with the name
    if link is None:
        return constructor(*arguments)
    if "link" not in signature(constructor).parameters:
        raise ValueError(f"--link: the family {name!r} takes no link")
    is_power = link.startswith("power(")
    return constructor(*arguments, link=power(*_literals(link[6:])) if is_power else link)


def _literals(inside: str) -> tuple[Any, ...]:
    """The values of ``1, 2)``."""
    return ast.literal_eval(f"({inside.rstrip(')')},)")


def fit_model(arguments: argparse.Namespace) -> Any:
    """The fit of the model with the arguments of the command."""
    shared = {name: getattr(arguments, name) for name in SHARED_OPTIONS}
    own = {name: v for name in MODEL_OPTIONS if (v := getattr(arguments, name)) is not None}
    function = getattr(rglm, arguments.model)
    parameters = signature(function).parameters
    if "family" in parameters:
        own["family"] = read_family(arguments.family or "gaussian", own.pop("link", None))
    elif arguments.family is not None:
        own["family"] = arguments.family
    for name in own:
        if name not in parameters:
            raise ValueError(f"--{name.replace('_', '-')} is no argument of {arguments.model}()")
    return function(data=read_data(arguments.data), context={}, **shared, **own)


def run(arguments: argparse.Namespace) -> None:
    """Fit the model and print its pages."""
    fit = fit_model(arguments)
    pages: list[Any] = [fit.summary()]
    if arguments.anova or arguments.test:
        pages.append(fit.anova(test=arguments.test))
    if arguments.confint:
        pages.append(fit.confint(level=arguments.level))
    print(*pages, sep="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 2, after a line of text, where the input is wrong."""
    arguments = make_parser().parse_args(argv)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        try:
            run(arguments)
        except (ValueError, TypeError, SyntaxError, OSError, ImportError) as error:
            print(f"rglm: error: {error}", file=sys.stderr)
            return 2
    return 0


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    print(f"rglm: warning: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
