"""Methods of fits whose functions stand in other packages and are imported when asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import MethodType
from typing import Any

from rglm.formatting.hints.argument_hints import check_arguments
from rglm.linalg.threads import single_threaded


class lazy_method:
    """A function of another module as a method; its first parameter is the fit.

    The module is imported when the method is first asked for, so that ``import rglm`` costs little
    more than formulaic. Docstring and signature of the function are the method's. For type
    checkers the class has the function itself instead: see `FittedModel`.

    Parameters
    ----------
    place : str
        The module of the function, below ``rglm``.
    name : str, optional
        The name of the function, where that is not the method's.
    rows : bool
        Whether the result has a value for each row. It is then computed chunk by chunk where the
        data are not in memory.
    sample : bool
        Whether the function shows the rows: some of them, where the data are not in memory.
    needs : tuple of str
        Attributes of the fit that depend on all rows, to be known before chunks are seen.
    draws : bool
        Whether the function always draws random numbers.
    new_response : bool
        Whether the function uses the response of new rows, where they have it.
    keeps_columns : bool
        Whether the function returns the new rows with its values beside them.
    by_draw : bool
        Whether the result has a column, and no row, for each row of the data.
    """

    def __init__(
        self,
        place: str,
        name: str = "",
        *,
        rows: bool = False,
        sample: bool = False,
        needs: tuple[str, ...] = (),
        draws: bool = False,
        new_response: bool = False,
        keeps_columns: bool = False,
        by_draw: bool = False,
    ) -> None:
        self.place, self.name = f"rglm.{place}", name
        self.rows, self.sample = rows, sample
        self.row_options: dict[str, Any] = {
            "needs": needs,
            "draws": draws,
            "new_response": new_response,
            "keeps_columns": keeps_columns,
            "by_draw": by_draw,
        }

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = self.name or name

    def __get__(self, fit: Any, owner: type | None = None) -> Callable[..., Any]:
        function = getattr(import_module(self.place), self.name)
        if self.rows:
            from rglm.models.base.rowwise import by_row

            function = by_row(function, **self.row_options)
        if self.sample:
            from rglm.models.base.row_sample import of_sample

            function = of_sample(function)
        return (
            function
            if fit is None
            else MethodType(single_threaded(check_arguments(function)), fit)
        )
