"""The fit that the command's arguments ask for."""

from __future__ import annotations

import argparse
import ast
import pickle
from inspect import signature
from pathlib import Path
from typing import Any

import rglm
from rglm.cli.brm_options import brm_options
from rglm.cli.data_file import read_data
from rglm.cli.text_table import TextOptions
from rglm.errors import DataError
from rglm.families.glm.family import Family
from rglm.families.glm.family_names import FAMILIES, as_family
from rglm.families.links.link_names import power
from rglm.formatting.hints.other_packages import MODEL_FUNCTIONS
from rglm.formatting.hints.warning_location import warn
from rglm.inference.posterior_result import PosteriorResult
from rglm.protocol.model_result import ModelResult

SHARED_OPTIONS = ("weights", "offset", "subset")
# arguments of some models only
MODEL_OPTIONS = ("link", "dist", "zero_dist", "method", "ref", "prior", "draws", "seed")
PICKLE_ERRORS = (
    pickle.UnpicklingError,
    EOFError,
    AttributeError,
    ImportError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)


def text_options(arguments: argparse.Namespace) -> TextOptions:
    """How text files are read."""
    return TextOptions(arguments.sep, arguments.encoding, tuple(arguments.na or ()))


def make_fit(arguments: argparse.Namespace) -> Any:
    """The fit that was saved, or a new one."""
    return load_fit(arguments.load) if arguments.load else fit_model(arguments)


def fit_model(arguments: argparse.Namespace) -> Any:
    """The fit of the model to the data.

    Raises ValueError: an option is no argument of the model.
    """
    function = getattr(rglm, arguments.model)
    parameters = signature(function).parameters
    own = {name: v for name in MODEL_OPTIONS if (v := getattr(arguments, name)) is not None}
    if arguments.model == "brm":
        own |= brm_options(arguments, own)
        own.pop("link", None)
    elif "family" in parameters:
        own["family"] = read_family(arguments.family or "gaussian", own.pop("link", None))
    elif arguments.family is not None:
        own["family"] = arguments.family
    for name in own:
        if name not in parameters:
            option = name.replace("_", "-")
            having = _models_with(name)
            raise ValueError(
                f"--{option} is no argument of {arguments.model}(), but of {', '.join(having)}"
            )
    shared = {name: getattr(arguments, name) for name in SHARED_OPTIONS}
    data = read_data(arguments.data, text_options(arguments))
    return function(arguments.formula, data, context={}, **shared, **own)


def _models_with(argument: str) -> list[str]:
    """The models that take an argument."""
    return [
        f"{n}()"
        for n in (*MODEL_FUNCTIONS, "brm")
        if argument in signature(getattr(rglm, n)).parameters
    ]


def load_fit(path: str) -> Any:
    """The fit of a file that ``--save`` wrote, with a warning that a pickle is code.

    Raises ValueError: the file holds no fit.
    """
    content = Path(path).read_bytes()
    warn(f"{path!r} is a pickle, and reading one runs its code: load only your own", UserWarning)
    try:
        fit = pickle.loads(content)
    except PICKLE_ERRORS as error:
        raise DataError(f"{path!r} is no fit that --save wrote: {error}") from None
    if not isinstance(fit, (ModelResult, PosteriorResult)):
        raise DataError(f"{path!r} holds a {type(fit).__name__}, and no fit that --save wrote")
    return fit


def save_fit(fit: ModelResult, path: str) -> None:
    """Write a fit without its rows."""
    Path(path).write_bytes(pickle.dumps(fit.strip()))


def read_family(text: str, link: str | None) -> Family:
    """The family of a text such as ``negative_binomial(2)``, with its own link or another."""
    name, _, inside = text.partition("(")
    arguments = _literals(text, inside) if inside.strip(") ") else ()
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
    return constructor(*arguments, link=power(*_literals(link, link[6:])) if is_power else link)


def _literals(text: str, inside: str) -> tuple[Any, ...]:
    """The values of ``1, 2)``, the end of a family's or link's text."""
    try:
        return ast.literal_eval(f"({inside.rstrip(')')},)")
    except (ValueError, SyntaxError):
        raise ValueError(
            f"{text!r} cannot be read: parentheses hold numbers, as in tweedie(1.5); a link has "
            "an option of its own, as in --family binomial --link probit"
        ) from None
