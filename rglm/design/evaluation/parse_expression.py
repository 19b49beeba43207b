"""Texts parsed with the vocabulary's functions known, and their trees kept."""

from __future__ import annotations

from functools import lru_cache

from rglm.design.evaluation.formula_functions import is_in_vocabulary
from rglm.design.syntax.grammar import PRECEDENCE
from rglm.design.syntax.parser import parse
from rglm.design.syntax.syntax_tree import Node


@lru_cache(maxsize=4096)
def parse_expression(source: str) -> Node:
    """The syntax tree of an expression.

    Raises FormulaError: the text cannot be read, with the place where reading stopped.

    Examples
    --------
    >>> parse_expression("-x ** 2").deparse()
    '-x^2'
    """
    return parse(source, PRECEDENCE["=="], is_in_vocabulary)


@lru_cache(maxsize=1024)
def parse_side(source: str) -> Node:
    """The syntax tree of a formula's right side, where a bare ``in`` is R's ``%in%``."""
    return parse(source, PRECEDENCE["%in%"], is_in_vocabulary)
