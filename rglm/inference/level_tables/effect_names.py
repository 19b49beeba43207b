"""What the exponential of a coefficient is called: an odds ratio, a rate ratio, ..."""

from __future__ import annotations

from collections.abc import Mapping

from rglm.families.links.link_names import what_is_a_ratio
from rglm.inference.level_tables.estimate_rows import predictor_name
from rglm.protocol.capabilities import HasLevels
from rglm.protocol.model_result import ModelResult

__all__ = ["WORDS", "common_name", "effect_name", "effect_names", "headings"]

PLAIN, PLAIN_RATIO = "Beta", "exp(Beta)"
WORDS = {
    "OR": "odds ratio",
    "IRR": "incidence rate ratio",
    "RR": "risk ratio",
    "HR": "hazard ratio",
}


def effect_name(fit: ModelResult, section: str | None, exponentiate: bool) -> str:
    """The name of an estimate of a linear predictor, or of its exponential.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("has_gc ~ logmass", load("galaxies"), binomial())
    >>> effect_name(fit, None, True), effect_name(fit, None, False)
    ('OR', 'log(OR)')
    """
    ratio = _ratio(fit, section)
    if ratio is None:
        return PLAIN_RATIO if exponentiate else PLAIN
    return ratio if exponentiate else f"log({ratio})"


def effect_names(fit: ModelResult, exponentiate: bool) -> dict[str, str]:
    """The name of the estimates of each section of a fit."""
    return {name or "": effect_name(fit, name, exponentiate) for name, _ in fit._named_schemas}


def common_name(names: Mapping[str, str], exponentiate: bool) -> str:
    """The name of the estimates of all sections."""
    first, *others = set(names.values())
    return first if not others else PLAIN_RATIO if exponentiate else PLAIN


def headings(names: Mapping[str, str]) -> dict[str, str]:
    """The headings of the sections; where their estimates have several names, with these."""
    if len(set(names.values())) == 1:
        return {section: section for section in names}
    return {section: f"{section} ({name})" for section, name in names.items()}


def _ratio(fit: ModelResult, section: str | None) -> str | None:
    """The name of the ratio that an exponential is; None where it has none."""
    parts = fit._likelihood_structure.parts
    ratio_of = what_is_a_ratio(parts[predictor_name(fit, section)].link)
    if ratio_of == "odds":
        return "OR"
    if ratio_of == "hazards":  # of polr() exp(beta) is 1 / HR, since P(Y <= k) falls with eta
        return None if isinstance(fit, HasLevels) else "HR"
    if ratio_of != "means":
        return None
    if fit._has_count_response:
        return "IRR"
    return "RR" if fit._source is not None and fit._binary_outcomes() is not None else None
