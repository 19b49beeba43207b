"""How the functions of `rglm.inference` become methods of a fit."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any


class verb:
    """A function of `rglm.inference` as a method under its own name.

    It is imported when it is first asked for, so that ``import rglm`` costs little more than
    formulaic. Its docstring and its signature are the method's.

    Parameters
    ----------
    file : str
        The file of `rglm.inference` that holds it.
    """

    def __init__(self, file: str) -> None:
        self.file = file

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, fit: Any, owner: type | None = None) -> Callable[..., Any]:
        function = getattr(import_module(f"rglm.inference.{self.file}"), self.name)
        return function if fit is None else MethodType(function, fit)
