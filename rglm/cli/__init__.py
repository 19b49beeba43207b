"""The command ``rglm "y ~ x" data.csv --family binomial``."""

from rglm.cli.arguments import make_parser
from rglm.cli.command import main

__all__ = ["main", "make_parser"]
