"""The effects that a model has: its variables, and pairs of them that interact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rglm.design.values.matrix_column import matrix_column
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.plots.fitted.variables import offset_columns, predictor_columns

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def effect_names(fit: BrmFit, effects: str | Sequence[str] | None = None) -> list[tuple[str, ...]]:
    """The variables of each effect, one or two.

    Parameters
    ----------
    effects : name or names, optional
        ``"x"`` or ``"x:g"``; by default all variables of the formula, and each two of a term.

    Raises
    ------
    ValueError
        A name is no variable of the model; three variables; the formula has none.
    """
    if effects is None:
        return _all_effects(fit)
    names = [effects] if isinstance(effects, str) else list(effects)
    return [_checked(fit, str(name)) for name in names]


def _all_effects(fit: BrmFit) -> list[tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, ...]] = {}
    known = [name for name in predictor_columns(fit) if matrix_column(fit.data[name]) is None]
    for schema in fit._schemas:
        for term in schema.parsed.terms:
            reads = [n for f in term.factors for n in schema.parsed.expressions[f.expr].reads]
            own = tuple(dict.fromkeys(name for name in reads if name in known))
            singles = [(name,) for name in own]
            for effect in [*singles, own] if len(own) == 2 else singles:
                found.setdefault(frozenset(effect), effect)
    if not found:
        raise ValueError("the formula has no variable on its right side to draw against")
    return sorted(found.values(), key=len)


def _checked(fit: BrmFit, name: str) -> tuple[str, ...]:
    known = [*predictor_columns(fit), *offset_columns(fit)]
    parts = (name,) if name in known else tuple(part.strip() for part in name.split(":"))
    for part in parts:
        if part not in known:
            hint = did_you_mean(part, known)
            raise ValueError(f"effects={name!r}: the model has {', '.join(known)}{hint}")
        if matrix_column(fit.data[part]) is not None:
            raise ValueError(f"effects={name!r}: {part} is a matrix, which has no one curve")
    if len(parts) > 2 or len(set(parts)) < len(parts):
        raise ValueError(
            f"effects={name!r}: an effect is of one or two variables, 'x:g'; conditions= holds "
            "others"
        )
    return parts
