"""Interaction contrasts: contrasts of one variable, of the contrasts of another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.means.contrasts.contrast_rows import ContrastRows, contrast_rows
from rglm.inference.multiple_comparisons.contrast_methods import METHODS
from rglm.inference.multiple_comparisons.contrast_set import Method
from rglm.inference.multiple_comparisons.families import Family

CUSTOM = "custom"  # what the name of a column calls contrasts by hand


def interaction_rows(
    groups: pd.DataFrame,
    ratio_groups: pd.DataFrame,
    by: Sequence[str],
    methods: Mapping[str, Method],
    options: Mapping[str, Any],
) -> ContrastRows:
    """The contrasts of each variable in turn, each within the levels of all others.

    Parameters
    ----------
    groups, ratio_groups : DataFrame (k, v)
        The levels of the means.
    by : sequence of str
    methods : dict of str to method
        Of each variable. The first one is fastest in the rows.

    Raises
    ------
    ValueError
        A variable has a single level.
    """
    out = ContrastRows(np.eye(len(groups)), groups, ratio_groups, (), "none", True)
    for variable, method in methods.items():
        others = [str(name) for name in out.groups if name != variable]
        name = f"{variable}_{method_name(method)}"
        known = _options_of(method, options)
        step = contrast_rows(out.groups, out.ratio_groups, others, method, name, False, known)
        out = replace(
            step,
            weights=step.weights @ out.weights,
            are_contrasts=step.are_contrasts and out.are_contrasts,
        )
    names = [str(name) for name in out.groups if name not in by][::-1]
    return _in_order(out, names, by)


def variable_methods(
    interaction: Any, method: Method, variables: Sequence[str]
) -> dict[str, Method]:
    """The method of each variable: one for all, one for each in their order, or by name.

    Raises
    ------
    ValueError
        A number of methods that is not that of the variables; a name that is no variable.
    """
    if interaction is True:
        interaction = method
    if isinstance(interaction, Mapping):
        for name in interaction:
            if name not in variables:
                hint = did_you_mean(str(name), variables)
                known = ", ".join(variables)
                raise ValueError(f"interaction= has {name!r}; the variables are {known}{hint}")
        return {name: interaction.get(name, method) for name in variables}
    listed = [interaction] if isinstance(interaction, str) else interaction
    if not isinstance(listed, Sequence):
        raise ValueError(
            f"interaction={interaction!r}: give a method, a list of one for each variable, or a "
            "dict of variable to method"
        )
    methods = list(listed) * len(variables) if len(listed) == 1 else list(listed)
    if len(methods) != len(variables):
        raise ValueError(
            f"interaction= has {len(methods)} methods, and there are {len(variables)} variables: "
            f"{', '.join(variables)}"
        )
    return dict(zip(variables, methods, strict=True))


def method_name(method: Method) -> str:
    """A method in the name of a column, as R writes it: ``trt.vs.ctrl``."""
    if not isinstance(method, str):
        return CUSTOM
    return method if method == "mean_chg" else method.replace("_", ".")


def _options_of(method: Method, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options that a method has: the others are of the methods of other variables."""
    kind = METHODS.get(method.replace(".", "_")) if isinstance(method, str) else None
    return {name: value for name, value in options.items() if kind and name in kind.options}


def _in_order(rows: ContrastRows, names: Sequence[str], by: Sequence[str]) -> ContrastRows:
    """The rows with the first of `names` fastest, and the groups of `by` one after another."""
    columns = [*names, *by]
    codes = [pd.factorize(rows.groups[name])[0] for name in columns]
    order = np.lexsort(codes)
    groups, ratio_groups = (
        table[columns].iloc[order].reset_index(drop=True)
        for table in (rows.groups, rows.ratio_groups)
    )
    count = groups[list(by)].drop_duplicates().shape[0] if by else 1
    families = tuple(Family(len(groups) // count) for _ in range(count))
    return replace(
        rows,
        weights=rows.weights[order],
        groups=groups,
        ratio_groups=ratio_groups,
        families=families,
        adjust="none",
    )
