"""Families by name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from rglm.families.glm.binomial import binomial
from rglm.families.glm.family import Family
from rglm.families.glm.gamma import Gamma
from rglm.families.glm.gaussian import gaussian
from rglm.families.glm.inverse_gaussian import inverse_gaussian
from rglm.families.glm.negative_binomial import negative_binomial
from rglm.families.glm.other_models import LINK_FAMILIES, OTHER_MODELS, normalize_name
from rglm.families.glm.poisson import poisson
from rglm.families.glm.quasi import quasi
from rglm.families.glm.quasi_likelihood import quasibinomial, quasipoisson
from rglm.families.glm.tweedie import tweedie
from rglm.families.links.link_names import LINKS
from rglm.formatting.hints.did_you_mean import did_you_mean

# a family of your own needs a line here
FAMILIES: dict[str, Callable[..., Family]] = {
    make.__name__: make
    for make in (
        gaussian,
        binomial,
        poisson,
        Gamma,
        inverse_gaussian,
        quasi,
        quasibinomial,
        quasipoisson,
        negative_binomial,
        tweedie,
    )
}


def as_family(family: Any) -> Family:
    """Return the family of a name, a constructor or a family.

    Parameters
    ----------
    family : Family, callable or str
        A family, ``binomial("probit")``; a function that makes one, ``binomial``; or its name,
        ``"binomial"``, in which R's dots are taken too: ``"inverse.gaussian"``.

    Raises
    ------
    ValueError
        If there is no family of that name.
    TypeError
        If it is none of these, or a family that needs arguments comes without them.

    Examples
    --------
    >>> as_family("Gamma")
    Gamma(link="inverse")
    """
    if isinstance(family, Family):
        return family
    if isinstance(family, str):
        return _call(_constructor(family))
    if hasattr(family, "columns"):
        raise TypeError("family= is a table; the order is formula, data, family")
    advice = OTHER_MODELS.get(normalize_name(getattr(family, "__name__", "")))
    if callable(family) and advice and family not in FAMILIES.values():
        raise TypeError(f"family={family.__name__} is no family: {advice}")
    result = _call(family) if callable(family) else None
    if isinstance(result, Family):
        return result
    raise TypeError(
        f"family must be a family such as binomial(), its name or its function, got {family!r}; "
        f"families: {', '.join(FAMILIES)}"
    )


def _constructor(name: str) -> Callable[..., Family]:
    key = name.replace(".", "_")
    if key not in FAMILIES:
        raise ValueError(f"no family {name!r}{_hint(name)}; families: {', '.join(FAMILIES)}")
    return FAMILIES[key]


def _hint(name: str) -> str:
    """A hint at the family or model that an unknown name may mean."""
    word = normalize_name(name)
    family, parenthesis, _ = name.partition("(")
    if parenthesis and family.strip().replace(".", "_") in FAMILIES:
        return (
            " (a name stands alone; with a link or numbers call the function, as in "
            "family=rglm.binomial('probit'))"
        )
    for link in LINKS:
        if name.lower() == link:
            family = LINK_FAMILIES.get(link, "binomial")
            return f" ({name!r} is a link: pass it to a family, as in {family}({link!r}))"
    for known in FAMILIES:
        if normalize_name(known) == word and known != "negative_binomial":
            return f" (did you mean {known!r}?)"
    if word in OTHER_MODELS:
        return f": {OTHER_MODELS[word]}"
    return did_you_mean(name.replace(".", "_"), FAMILIES)


def _call(make: Callable[..., Any]) -> Any:
    """The result of a constructor without arguments; None for a builtin without a signature."""
    try:
        inspect.signature(make).bind()
    except ValueError:
        return None
    except TypeError as missing:
        name = getattr(make, "__name__", repr(make))
        advice = OTHER_MODELS.get(normalize_name(name))
        more = f"; {advice}" if advice else ""
        raise TypeError(f"family {name}: {missing}; call it, as in {name}(2){more}") from None
    return make()
