"""What stands above the tables of drop1 and add1."""

from __future__ import annotations

from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.protocol.model_result import ModelResult


def selection_heading(fit: ModelResult, added: bool, scale: float = 0) -> str:
    """The title, the model, and the dispersion where one is given."""
    model = "\n".join(deparse_lines(fit.formula))
    text = f"Single term {'additions' if added else 'deletions'}\n\nModel:\n{model}"
    return f"{text}\n\nscale:  {format_numbers([scale])[0]} \n" if scale else text
