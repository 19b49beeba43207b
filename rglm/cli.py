"""The command ``rglm "y ~ x" data.csv --family binomial``."""

from __future__ import annotations

import argparse
import ast
import sys
import warnings
from collections.abc import Sequence
from inspect import signature
from pathlib import Path
from typing import Any

from rglm.datasets import load, names
from rglm.families.family import FAMILIES, as_family
from rglm.format.suggest import did_you_mean
from rglm.models.glm import glm
from rglm.sources.table import as_frame

SEPARATORS = {".csv": ",", ".tsv": "\t", ".tab": "\t", ".txt": None}
EXAMPLES = """\
examples:
  rglm "has_gc ~ logmass" galaxies --family binomial --anova
  rglm "n_gc ~ logmass" galaxies --family poisson --confint
  rglm "cbind(dead, alive) ~ sex * ldose" budworm --family binomial --link probit
"""


def parser() -> argparse.ArgumentParser:
    """The command's arguments."""
    out = argparse.ArgumentParser(
        prog="rglm",
        description="Fit a generalized linear model and print R's pages.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    out.add_argument("formula", help="for instance 'y ~ x + factor(g)'")
    out.add_argument("data", help=f"a CSV, TSV or Parquet file, or one of {', '.join(names())}")
    out.add_argument(
        "--family", default="gaussian", help="gaussian (default), binomial, 'tweedie(1.5)', ..."
    )
    out.add_argument("--link", help="the link, if not the family's own: probit, log, ...")
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
    import pandas as pd

    path = Path(data)
    if not path.exists():
        if data in names():
            return load(data)
        hint = did_you_mean(data, names())
        raise ValueError(f"{data!r} is neither a file nor one of {', '.join(names())}{hint}")
    if path.suffix.lower() in (".parquet", ".pq"):
        return as_frame(data)
    if path.suffix.lower() not in SEPARATORS:
        raise ValueError(f"{data!r}: the file's name must end in .csv, .tsv or .parquet")
    return pd.read_csv(path, sep=SEPARATORS[path.suffix.lower()], engine="python")


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
    return constructor(*given, link=link)


def run(arguments: argparse.Namespace) -> None:
    """Fit and print."""
    fit = glm(
        arguments.formula,
        read(arguments.data),
        family=family_of(arguments.family, arguments.link),
        weights=arguments.weights,
        offset=arguments.offset,
        subset=arguments.subset,
    )
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
