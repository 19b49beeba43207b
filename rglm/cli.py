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
from typing import Any

import rglm
from rglm.datasets import load, names
from rglm.families.glm.family_names import FAMILIES, as_family
from rglm.families.links.link_names import power
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.sources.frames.as_frame import as_frame

SEPARATORS = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": None}
EXAMPLES = """\
examples:
  rglm "has_gc ~ logmass" galaxies --family binomial --anova
  rglm "n_gc ~ logmass" galaxies --family poisson --confint
  rglm "cbind(dead, alive) ~ sex * ldose" budworm --family binomial --link probit
  rglm "n_gc ~ logmass | logmass" galaxies --model hurdle --dist negbin
  cat rows.csv | rglm "y ~ x" -
"""
MODELS = ("glm", "glm_nb", "polr", "multinom", "zeroinfl", "hurdle", "betabinomial")
OWN = ("link", "dist", "zero_dist", "method", "ref")  # arguments that some models have


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    out = argparse.ArgumentParser(
        prog="rglm",
        description="Fit a generalized linear model and print R's pages.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    out.add_argument("formula", help="for instance 'y ~ x + factor(g)'")
    out.add_argument(
        "data", help=f"a CSV, TSV or Parquet file, - for stdin, or one of {', '.join(names())}"
    )
    out.add_argument("--version", action="version", version=f"rglm {rglm.__version__}")
    out.add_argument("--model", default="glm", choices=MODELS, help="glm (default), glm_nb, ...")
    out.add_argument(
        "--family", default="gaussian", help="gaussian (default), binomial, 'tweedie(1.5)', ..."
    )
    out.add_argument("--link", help="the link, if not the usual one: probit, 'power(0.5)', ...")
    out.add_argument("--dist", help="of zeroinfl and hurdle: poisson, negbin, geometric, ...")
    out.add_argument("--zero-dist", help="of hurdle: binomial, poisson, negbin, geometric")
    out.add_argument("--method", help="of glm: brglm; of polr: probit, loglog, cloglog, cauchit")
    out.add_argument("--ref", help="of multinom: the reference level")
    out.add_argument("--weights", help="an expression in the columns: prior weights")
    out.add_argument("--offset", help='an expression in the columns: "log(t)"')
    out.add_argument("--subset", help='a condition on the columns: "age > 30"')
    out.add_argument("--anova", action="store_true", help="print the deviance table too")
    out.add_argument("--test", help="its test: Chisq, LRT, F, Rao, Cp")
    out.add_argument("--confint", action="store_true", help="print confidence intervals too")
    out.add_argument("--level", type=float, default=0.95, help="their coverage (0.95)")
    return out


def read(data: str) -> Any:
    """The table of a file, or of a bundled data set's name."""
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
    with path.open(encoding="utf-8-sig", newline="") as text:
        return _read_text(text, SEPARATORS[path.suffix.lower()])


def _read_text(text: Any, separator: str | None) -> Any:
    """A table of text; commas give way to semicolons or tabs where the first line has only those.

    With semicolons numbers may have decimal commas.
    """
    import pandas as pd

    whole = text.read()
    first = whole.partition("\n")[0]
    if "," not in first and separator in (",", None):
        separator = next((mark for mark in ";\t" if mark in first), separator)
    if separator == ";":
        return pd.read_csv(
            StringIO(whole), sep=";", decimal="," if _decimal_commas(whole) else "."
        )
    return pd.read_csv(StringIO(whole), sep=separator, engine="python")


def _decimal_commas(text: str) -> bool:
    """Whether numbers between semicolons have decimal commas."""
    return re.search(r"(^|;)-?\d+,\d+(;|$)", text, re.MULTILINE) is not None


def family_of(name: str, link: str | None) -> Any:
    """The family by its name, or as ``negative_binomial(2)``, with its own link or another."""
    name, _, inside = name.partition("(")
    given = ast.literal_eval(f"({inside.rstrip(')')},)") if inside.strip(") ") else ()
    if link is None and not given:
        return as_family(name)
    spelled = name.replace(".", "_")
    constructor = FAMILIES.get(spelled) or as_family(name)  # which says what is wrong with it
    if link is None:
        return constructor(*given)
    if "link" not in signature(constructor).parameters:
        raise ValueError(f"--link: the family {name!r} takes no link")
    if link.startswith("power("):
        link = power(*ast.literal_eval(f"({link[6:].rstrip(')')},)"))
    return constructor(*given, link=link)


def fitted(arguments: argparse.Namespace) -> Any:
    """The fit that is asked for."""
    known = ("formula", "weights", "offset", "subset")
    given = {name: getattr(arguments, name) for name in known}
    own = {name: v for name in OWN if (v := getattr(arguments, name)) is not None}
    function = getattr(rglm, arguments.model)
    takes = signature(function).parameters
    if "family" in takes:
        own["family"] = family_of(arguments.family, own.pop("link", None))
    for name in own:
        if name not in takes:
            raise ValueError(f"--{name.replace('_', '-')} is no argument of {arguments.model}()")
    return function(data=read(arguments.data), context={}, **given, **own)


def run(arguments: argparse.Namespace) -> None:
    """Fit and print."""
    fit = fitted(arguments)
    pages: list[Any] = [fit.summary()]
    if arguments.anova or arguments.test:
        pages.append(fit.anova(test=arguments.test))
    if arguments.confint:
        pages.append(fit.confint(level=arguments.level))
    print(*pages, sep="\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 2 with one readable line where the input is wrong."""
    arguments = parser().parse_args(argv)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        try:
            run(arguments)
        except (ValueError, TypeError, SyntaxError, OSError, ImportError) as error:
            print(f"rglm: error: {error}", file=sys.stderr)
            return 2
    return 0


def _show_warning(message: Warning | str, *_: Any) -> None:
    print(f"rglm: warning: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
