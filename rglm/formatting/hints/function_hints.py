"""Hints at where a function is that the package does not have at its top."""

from __future__ import annotations

from collections.abc import Collection

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.other_packages import FUNCTIONS_ELSEWHERE


def function_hint(
    name: str, functions: Collection[str], verbs: Collection[str], attributes: Collection[str]
) -> str:
    """A hint at the function, or verb or attribute of a fit, that may be meant.

    >>> function_hint("anova", ["aov"], ["anova"], [])
    '; it is a method, fit.anova(), and a function of rglm.generics'
    """
    if name in verbs or name in attributes:
        kind = f"a method, fit.{name}()" if name in verbs else f"an attribute, fit.{name}"
        return f"; it is {kind}, and a function of rglm.generics"
    if name in FUNCTIONS_ELSEWHERE:
        return f" (here it is {FUNCTIONS_ELSEWHERE[name]})"
    return did_you_mean(name, functions) or did_you_mean(name, verbs)
