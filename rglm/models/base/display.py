"""How a fit prints, and its errors of mistyped names."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class Display(ABC):
    """Printing, and errors of names that a fit does not have."""

    @property
    @abstractmethod
    def call(self) -> str:
        """The call, as R would print it."""

    @abstractmethod
    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page as text, under their titles."""
        return {}

    @abstractmethod
    def _print_footer(self) -> list[str]:
        """The lines below the tables."""

    def __repr__(self) -> str:
        return "\n".join(self._print_lines())

    def _repr_html_(self) -> str:
        from rglm.formatting.tables.html import html_tables

        return html_tables(self.call, self._print_tables(), self._print_footer())

    if not TYPE_CHECKING:  # for a type checker a name that is not there is an error

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or hasattr(type(self), name):
                return object.__getattribute__(self, name)  # which has an error of its own
            raise self._missing_attribute(name)

    def _missing_attribute(self, name: str) -> AttributeError:
        """The error for an attribute that the fit does not have."""
        from rglm.formatting.hints.argument_hints import missing_attribute_error

        return missing_attribute_error(self, name)
