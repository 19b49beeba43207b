"""The check of an argument that is one of a few words."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from rglm.formatting.hints.did_you_mean import did_you_mean

Option = TypeVar("Option")


def check_option(
    argument: str, value: Option, options: Collection[str], others: str = ""
) -> Option:
    """The value, if it is one of the options.

    Parameters
    ----------
    others : str
        What else the argument takes, for the message.

    Raises
    ------
    ValueError
        It is none of them.

    Examples
    --------
    >>> check_option("kind", "bar", ["bar", "line"])
    'bar'
    """
    if value in options:
        return value
    hint = did_you_mean(value, options)
    raise ValueError(f"{argument}={value!r}: use one of {', '.join(options)}{others}{hint}")
