"""The call that makes a family, as one would type it."""

from __future__ import annotations

from dataclasses import Field, fields, is_dataclass
from typing import Any

from rglm.families.links.link import Link
from rglm.families.links.link_names import LINKS


def constructor_call(function: str, family: Any) -> str:
    """The call of a function with the fields of a family as its arguments.

    >>> from rglm.families.glm.binomial import binomial
    >>> constructor_call("binomial", binomial())
    'binomial(link="logit")'
    """
    shown: tuple[Field[Any], ...] = fields(family) if is_dataclass(family) else ()
    given = (
        (f.metadata.get("argument", f.name), getattr(family, f.name)) for f in shown if f.repr
    )
    arguments = ", ".join(f"{argument}={_deparse(value)}" for argument, value in given)
    return f"{function}({arguments})"


def _deparse(value: Any) -> str:
    if isinstance(value, Link) and value not in LINKS.values():
        return repr(value)
    if isinstance(value, Link | str):
        return f'"{value}"'
    return repr(value)
