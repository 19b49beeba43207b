"""A fit at the prompt: how it prints, what Tab offers, what it says to a mistyped name."""

from __future__ import annotations

from typing import Any

import pandas as pd

# what Tab does not offer: names that are for the other rooms
_WORDS = """
alike alternatives arguments at beside binary blocks boundary by_level centred column_count
columns compared control count_certain_rows counts counts_observations
criterion detached each_part estimate_terms estimates estimator eta etas fitter footer
function glanced has_order has_working_residuals identities index interval_places
is_secondary kind labels largest lines loglik marginal maximises mean model model_name n
new_source null_loglik observations observed of_counts on order pad parameters parsed part
part_names parted place plain_names predictor_parts probabilities probability_slopes profile_ends
profiles reads refit refits robust_vcov rows_source scalar_errors scalars schema
schemas separated series shown sizes solution source spelled spread_parameter
starts summed t_tests table table_lines triangles unit_se usual_residuals variables variances
warn_of_aliased weight wide
"""
INSIDE = frozenset(_WORDS.split())


class Prompt:
    """Printing, completion and errors of names."""

    call: str

    def lines(self) -> list[str]:
        """The lines of R's short page."""
        raise NotImplementedError

    def blocks(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page as text, under their titles."""
        raise NotImplementedError

    def footer(self) -> list[str]:
        """The lines below the tables."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def _repr_html_(self) -> str:
        from rglm.formatting.tables.html import html_tables

        return html_tables(self.call, self.blocks(), self.footer())

    def __dir__(self) -> list[str]:
        return sorted(set(super().__dir__()) - INSIDE)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or hasattr(type(self), name):
            return object.__getattribute__(self, name)  # which has an error of its own
        from rglm.formatting.hints.argument_hints import missing_attribute_error
        from rglm.models.base.missing_verbs import missing_verb

        raise missing_verb(self, name) or missing_attribute_error(self, name)
