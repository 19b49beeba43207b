"""How a fit prints, and its errors of mistyped names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rglm.protocol.model_result import ModelResult


class Display(ModelResult):
    """Printing, and errors of names that a fit does not have."""

    def __repr__(self) -> str:
        return "\n".join(self._print_lines())

    def _repr_html_(self) -> str:
        from rglm.formatting.tables.html import html_tables

        return html_tables(self.call, self._print_tables(), self._print_footer())

    if not TYPE_CHECKING:  # for a type checker a name that is not there is an error

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or hasattr(type(self), name):
                return object.__getattribute__(self, name)  # which has an error of its own
            from rglm.formatting.hints.argument_hints import missing_attribute_error
            from rglm.models.base.missing_verbs import missing_verb

            raise missing_verb(self, name) or missing_attribute_error(self, name)
