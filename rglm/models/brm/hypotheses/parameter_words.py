"""The names that a hypothesis may use for the parameters of a fit, by brms' classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.design.parameter_tokens import ParameterWord
from rglm.models.brm.estimates.parameter_names import PREFIX

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

CLASSES = ("b", "", None)


def parameter_words(fit: BrmFit, class_: str | None) -> list[ParameterWord]:
    """The names of parameters in a hypothesis.

    Of class "b" a name is that of a coefficient, and else of another parameter. Without a class it
    is brms' name of a draw, ``b_logmass`` or ``sigma``, and else that of a coefficient.

    Raises
    ------
    ValueError
        The class is another.
    """
    if class_ not in CLASSES:
        raise ValueError(
            f"class_={class_!r}: 'b' is that of the coefficients, which is the default; None goes "
            "with brms' full names, such as 'b_logmass' and 'sigma'"
        )
    unique = draw_names(fit)
    coefficients = {fit.names[i]: i for i in fit._coefficient_places}
    plain = [ParameterWord(name, i, unique[i]) for i, name in enumerate(fit.names)]
    full = [ParameterWord(name, i, name) for i, name in enumerate(unique)]
    first = [plain[i] for i in fit._coefficient_places] if class_ else full
    taken = {word.text for word in first}
    others = (*plain, *full) if class_ else [plain[i] for i in coefficients.values()]
    return [*first, *(word for word in others if word.text not in taken)]


def draw_names(fit: BrmFit) -> list[str]:
    """The names that brms has for the draws: ``b_`` stands before that of a coefficient."""
    names = list(fit.names)
    for i in fit._coefficient_places:
        names[i] = PREFIX + names[i]
    return names
