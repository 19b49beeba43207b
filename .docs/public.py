"""The public names of rglm by chapter of the reference, found in the package itself."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, get_type_hints

import rglm
from rglm import bayes, datasets, extending, families, generics, plots, priors, sources
from rglm.inference.delta_method.delta_table import DeltaMethod
from rglm.inference.marginal_effects.marginal_effects import MarginalEffects
from rglm.inference.means.emm_grid import EmmGrid
from rglm.inference.permutation.permutation_result import PermutationTest
from rglm.inference.resampling.boot_result import Boot
from rglm.inference.resampling.refit_result import RefitResult
from rglm.models.base.lazy_method import lazy_method
from rglm.sources import Chunks

TITLES = (  # the chapters in their order
    "Models",
    "A fit",
    "A posterior",
    "Results",
    "Plots",
    "Several fits",
    "Families",
    "Bayesian families",
    "Priors",
    "Data",
    "Datasets",
    "Warnings and errors",
    "Options",
    "Other packages",
    "Base classes",
)
CHAPTERS = {  # where a name of `rglm` is defined: the chapter of the site that it is in
    "rglm.models": "Models",
    "rglm.models.brm.comparison": "A posterior",
    "rglm.models.brm.sensitivity": "A posterior",
    "rglm.families": "Families",
    "rglm.inference": "Several fits",
    "rglm.inference.prediction": "Data",
    "rglm.warnings": "Warnings and errors",
    "rglm.errors": "Warnings and errors",
    "rglm.sources": "Data",
    "rglm.datasets": "Datasets",
    "rglm.plots": "Plots",
    "rglm.integrations": "Other packages",
}
FIT, POSTERIOR, PLOTS = "A fit", "A posterior", "Plots"
EXTENSIBLE = (
    *(Chunks, families.Family, families.Link),
    *(extending.DensityCall, extending.ResponseDensity),
)  # of whose kind a user may write one: the methods too
RESULTS = (  # of verbs of a fit, that are asked further
    *(EmmGrid, MarginalEffects, DeltaMethod),
    *(Boot, RefitResult, PermutationTest),
)
MODULES = {
    families: "Families",
    bayes: "Bayesian families",
    priors: "Priors",
    datasets: "Datasets",
}
METHODS = ("strip", *generics.VERBS)  # those that are written in a class and no file of their own


def path(thing: Any) -> str:
    """Where an object is defined: ``rglm.inference.intervals.confint.confint``."""
    return f"{thing.__module__}.{thing.__qualname__}"


def chapter(thing: Any) -> str:
    """The chapter of an object that has a name in `rglm`."""
    found = [place for place in CHAPTERS if f"{thing.__module__}.".startswith(f"{place}.")]
    return CHAPTERS[max(found, key=len)] if found else "Options"


@cache
def models() -> dict[str, type]:
    """The kinds of fit by the function that makes them: ``glm``, the first, a GlmFit."""
    found = {name: getattr(rglm, name) for name in ("glm", *rglm.__all__)}
    return {
        name: get_type_hints(thing)["return"]
        for name, thing in found.items()
        if inspect.isfunction(thing) and chapter(thing) == "Models"
    }


@cache
def verbs() -> dict[str, dict[Callable[..., Any], list[str]]]:
    """By verb, the functions that answer it and the models that each is for."""
    out: dict[str, dict[Callable[..., Any], list[str]]] = {}
    for model, kind in models().items():
        for name in dir(kind):
            if isinstance(inspect.getattr_static(kind, name), lazy_method) or name in METHODS:
                out.setdefault(name, {}).setdefault(getattr(kind, name), []).append(model)
    order = {name: place for place, name in enumerate(generics.VERBS)}
    return dict(sorted(out.items(), key=lambda item: order.get(item[0], len(order))))


def verbs_of_means() -> dict[str, Callable[..., Any]]:
    """The verbs of what `emmeans` returns."""
    return {name: getattr(EmmGrid, name) for name in generics.OF_MEANS}


def first_name(function: Callable[..., Any]) -> str | None:
    """The verb on whose page a function is shown: `summary_lm` of an `aov` is `summary`."""
    return next((name for name, functions in verbs().items() if function in functions), None)


@cache
def pictures() -> dict[str, Callable[..., Any]]:
    """The functions of `rglm.plots` that draw, which take ``ax=None``."""
    out = {}
    for module in pkgutil.walk_packages(plots.__path__, "rglm.plots."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            if (
                not name.startswith("_")
                and inspect.isfunction(thing)
                and draws(thing, module.name)
            ):
                out[name] = thing
    return out


def draws(function: Callable[..., Any], module: str) -> bool:
    """Whether a public function is this module's own and draws on axes that may be given."""
    ax = inspect.signature(function).parameters.get("ax")
    own = function.__module__ == module and not function.__name__.startswith("_")
    return (
        own and not module.startswith("rglm.plots.style") and ax is not None and ax.default is None
    )


@cache
def names() -> dict[str, dict[str, list[Any]]]:
    """By chapter and name, the objects whose docstrings its page shows."""
    out: dict[str, dict[str, list[Any]]] = {title: {} for title in TITLES}
    for name in (*models(), *rglm.__all__):
        thing = getattr(rglm, name)
        if not inspect.ismodule(thing):
            out[chapter(thing)][name] = [thing]
    for kind in models().values():
        out["Models"][kind.__name__] = [kind]
    for name, functions in verbs().items():
        out[chapter_of_verb(functions)][name] = list(functions)
    out["Results"] = {kind.__name__: [kind] for kind in RESULTS}
    out["Results"] |= {name: [function] for name, function in verbs_of_means().items()}
    for name, thing in pictures().items():
        shown = out[PLOTS].setdefault(name, [])
        shown += [] if path(thing) in map(path, shown) else [thing]  # one may be wrapped
    for module, title in MODULES.items():
        for name in module.__all__:
            if is_own(module, name):
                out[title][name] = [getattr(module, name)]
    for module in integrations():
        out["Other packages"] |= {name: [getattr(module, name)] for name in module.__all__}
    own = {name: getattr(extending, name) for name in extending.__all__}
    own["Chunks"] = Chunks
    out["Base classes"] = {name: [thing] for name, thing in sorted(own.items())}
    ordered = {title: sorted(found.items(), key=guide_order) for title, found in out.items()}
    return {title: dict(found) for title, found in ordered.items() if found}


def is_own(module: Any, name: str) -> bool:
    """Whether a module's chapter shows a name: no family of `glm` again, no second name of one."""
    if module is bayes:
        return name not in families.__all__
    return module is not priors or name == getattr(module, name).__name__


def chapter_of_verb(functions: dict[Callable[..., Any], list[str]]) -> str:
    """The chapter of a verb, by the functions that answer it and the models they are for."""
    if all(path(function).startswith("rglm.plots") for function in functions):
        return PLOTS
    return POSTERIOR if {"brm"}.union(*functions.values()) == {"brm"} else FIT


@cache
def integrations() -> list[Any]:
    """The modules of `rglm.integrations` that are used by name, whose package is installed."""
    places = {"rglm.integrations.sklearn": "sklearn"}
    return [
        importlib.import_module(place)
        for place, package in places.items()
        if importlib.util.find_spec(place) and importlib.util.find_spec(package)
    ]


def guide_order(item: tuple[str, Any]) -> tuple[int, str]:
    """Where the guide of the package says a name first; those that it does not say come last."""
    found = re.search(rf"(?m)^    .*\b{item[0]}\b", rglm.__doc__ or "")
    return (found.end() if found else sys.maxsize, item[0])


@cache
def targets() -> dict[str, str]:
    """By name, what its page shows: the site's references are to that."""
    return {name: path(things[0]) for found in names().values() for name, things in found.items()}


def members(thing: Any) -> list[str]:
    """The methods that a page shows: of a kind that a user may write, of results, of estimators.

    They are those of the class, and those of its bases that a user has to write.
    """
    is_estimator = inspect.isclass(thing) and chapter(thing) == "Other packages"
    if not (thing in (*EXTENSIBLE, *RESULTS) or is_estimator):
        return []
    inherited = getattr(thing, "__abstractmethods__", frozenset()) - set(vars(thing))
    names = [name for name in (*sorted(inherited), *vars(thing)) if name[0] != "_"]
    return [name for name in names if is_own_method(getattr(thing, name))]


def is_own_method(part: Any) -> bool:
    """Whether a part of a class is a method of rglm that is written in a class."""
    return (
        inspect.isfunction(part)
        and part.__module__.startswith("rglm")
        and "." in part.__qualname__
    )


@cache
def imports() -> dict[str, str]:
    """By path of what is called by a name of a module, how to import it."""
    out: dict[str, str] = {}
    for module in (rglm, *MODULES, extending, sources, *integrations()):
        for name in module.__all__:
            thing = getattr(module, name)
            if not inspect.ismodule(thing):
                out.setdefault(path(thing), f"`from {module.__name__} import {name}`")
    return out
