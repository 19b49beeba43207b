"""Which options go together."""

from __future__ import annotations

import argparse

TABLES = ("tidy", "glance", "augment", "predict")
# an option, and those of which it needs one; "page" is the printed page
NEEDS = {
    "anova": ("page",),
    "anova_type": ("page",),
    "confint": ("page",),
    "check": ("page",),
    "test": ("page",),
    "exp": ("confint", "tidy"),
    "level": ("confint", "tidy", "interval"),
    "vcov": ("page", "tidy", "interval"),
    "cluster": ("page", "tidy", "interval"),
    "type": ("predict",),
    "interval": ("predict",),
    "format": TABLES,
    "plot_fit": ("plot",),
}
OF_A_NEW_FIT = (
    *("formula", "data", "family", "link", "dist", "zero_dist", "method", "ref"),
    *("prior", "draws", "seed"),
    *("weights", "offset", "subset"),
)


def option(name: str) -> str:
    """An option as it is written."""
    return name if name in ("formula", "data") else f"--{name.replace('_', '-')}"


def wrong_combination(arguments: argparse.Namespace) -> str | None:
    """What is wrong with the options given; None if they go together."""
    given = {
        name for name, value in vars(arguments).items() if value is not None and value is not False
    }
    if not given & set(TABLES):
        given.add("page")
    if "load" in given:
        wrong = [option(name) for name in OF_A_NEW_FIT if name in given]
        if wrong:
            return f"--load reads a fit, which has its model: leave out {', '.join(wrong)}"
    elif "formula" not in given:
        return "give a formula in quotes and data, or a saved fit by --load"
    elif "data" not in given:
        return _no_data(arguments.formula)
    for name, needed in NEEDS.items():
        if name in given and not given & set(needed):
            return _alone(name, needed, given)
    return _robust_anova(given)


def _robust_anova(given: set[str]) -> str | None:
    """The message for tests that a robust covariance would not change."""
    robust, tests = given & {"vcov", "cluster"}, given & {"anova", "test"}
    if not (robust and tests) or "anova_type" in given:
        return None
    return (
        f"the sequential tests of {option(min(tests))} have no {option(min(robust))}; those of "
        "--anova-type II do, of glm with --test Wald"
    )


def _no_data(formula: str) -> str:
    if "~" not in formula:
        return f"give a formula in quotes before the data {formula!r}"
    return f"give data after the formula {formula!r}: a file, - for stdin, or mtcars"


def _alone(name: str, needed: tuple[str, ...], given: set[str]) -> str:
    """The message for an option without those that it needs."""
    if needed == ("page",):
        table = next(table for table in TABLES if table in given)
        return f"{option(name)} is of the page, which --{table} replaces by a table"
    options = ["the page" if other == "page" else option(other) for other in needed]
    listed = " or ".join(filter(None, (", ".join(options[:-1]), options[-1])))
    return f"{option(name)} goes with {listed}"
