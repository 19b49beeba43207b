"""How a fit prints, and its errors of mistyped names."""

from __future__ import annotations

from typing import Any

import pandas as pd


class Display:
    """Printing, and errors of names that a fit does not have."""

    call: str

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        raise NotImplementedError

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page as text, under their titles."""
        raise NotImplementedError

    def _print_footer(self) -> list[str]:
        """The lines below the tables."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return "\n".join(self._print_lines())

    def _repr_html_(self) -> str:
        from rglm.formatting.tables.html import html_tables

        return html_tables(self.call, self._print_tables(), self._print_footer())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or hasattr(type(self), name):
            return object.__getattribute__(self, name)  # which has an error of its own
        from rglm.formatting.hints.argument_hints import missing_attribute_error
        from rglm.models.base.missing_verbs import missing_verb

        raise missing_verb(self, name) or missing_attribute_error(self, name)
