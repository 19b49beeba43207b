"""The tables of the page of `rglm.generics`: its functions, a line each."""

from __future__ import annotations

import public
from reference_pages import summary, table

from rglm import generics

ATTRIBUTES = {
    "deviance": "the deviance: twice the log-likelihood that a perfect fit has more; of `lm` the "
    "residual sum of squares",
    "df_residual": "the residual degrees of freedom: rows minus estimated coefficients",
    "sigma": "the residual standard deviation: the root of the dispersion",
    "effects": "the response turned by the Q of the QR decomposition",
    "family": "the family, with its link",
    "formula": "the formula",
    "terms": "the terms of the formula",
    "na_action": "the rows that were left out because a value is missing",
}


def filled(text: str) -> str:
    """The page with its tables."""
    tables = {
        "verbs": verbs(),
        "verbs of means": verbs_of_means(),
        "posterior verbs": posterior_verbs(),
        "attributes": attributes(),
        "aliases": aliases(),
    }
    for name, made in tables.items():
        text = text.replace(f"<!-- {name} -->", made)
    return text


def verbs() -> str:
    """The verbs, each with the first line of its docstring."""
    return _lines((*generics.VERBS, *generics.PICTURES, "weights"))


def verbs_of_means() -> str:
    """The verbs of what `emmeans` returns."""
    found = public.verbs_of_means().items()
    rows = [
        [f"[`{name}`][{public.path(function)}]", summary(function)] for name, function in found
    ]
    return table([["", ""], *rows])


def posterior_verbs() -> str:
    """The verbs of `brm`."""
    return _lines(generics.POSTERIOR_VERBS)


def _lines(names: tuple[str, ...]) -> str:
    rows = [["", ""]]
    for name in names:
        functions = [*public.verbs().get(name, {}), getattr(generics, name)]
        shown = f"[`{name}`][{public.path(functions[0])}]" if functions[1:] else f"`{name}`"
        rows.append([shown, summary(functions[0])])
    return table(rows)


def attributes() -> str:
    """The attributes."""
    return table([["", ""], *([f"`{name}`", ATTRIBUTES[name]] for name in generics.ATTRIBUTES)])


def aliases() -> str:
    """R's other names of verbs."""
    rows = [[f"`{name}`", f"`{verb}`"] for name, verb in generics.ALIASES.items()]
    return table([["Name", "The same as"], *rows])
