"""How the functions of `rglm.inference` and `rglm.plots` become methods of a fit."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.linalg.threads import single_threaded


class lazy_method:
    """A function of `rglm.inference` (or another room) as a method under its own name.

    It is imported when it is first asked for, so that ``import rglm`` costs little more than
    formulaic. Its docstring and its signature are the method's.

    Parameters
    ----------
    file : str
        The file that holds it.
    name : str, optional
        Its name there, where that is not the method's.
    rows : bool
        Its result has a value for each row, and is made part by part where rows are not in memory.
    sample : bool
        It shows the rows, and where they are not in memory some of them.
    """

    def __init__(
        self, file: str, name: str = "", rows: bool = False, sample: bool = False
    ) -> None:
        self.file, self.name = f"rglm.{file}", name
        self.rows, self.sample = rows, sample

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def __get__(self, fit: Any, owner: type | None = None) -> Callable[..., Any]:
        function = getattr(import_module(self.file), self.name)
        if self.rows:
            from rglm.models.base.rowwise import by_row

            function = by_row(function)
        if self.sample:
            from rglm.models.base.row_sample import of_sample

            function = of_sample(function)
        return (
            function
            if fit is None
            else MethodType(single_threaded(check_arguments(function)), fit)
        )
