"""The families of `brm` by name, and from the families of `glm`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rglm.families.glm.family import Family
from rglm.families.glm.family_names import FAMILIES, as_family
from rglm.families.glm.other_models import normalize_name
from rglm.families.likelihoods.glm.glm_density import has_glm_density
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.models.brm.families import constructors
from rglm.models.brm.families.binomial_families import BinomialBrmFamily
from rglm.models.brm.families.brm_family import BrmFamily
from rglm.models.brm.families.glm_family import GlmBrmFamily

BRM_FAMILIES: dict[str, Callable[..., BrmFamily]] = {
    make.__name__: make
    for make in (
        constructors.bernoulli,
        constructors.negbinomial,
        constructors.beta_binomial,
        constructors.cumulative,
        constructors.categorical,
        constructors.zero_inflated_poisson,
        constructors.zero_inflated_negbinomial,
        constructors.zero_inflated_geometric,
        constructors.hurdle_poisson,
        constructors.hurdle_negbinomial,
        constructors.hurdle_geometric,
        constructors.hurdle_gamma,
        constructors.hurdle_lognormal,
    )
}
# what the same distribution is called elsewhere
OTHER_NAMES = {
    "negbin": "negbinomial",
    "negative_binomial": "negbinomial",
    "nbinom": "negbinomial",
    "betabinomial": "beta_binomial",
    "polr": "cumulative",
    "ordinal": "cumulative",
    "multinomial": "categorical",
    "multinom": "categorical",
    "zip": "zero_inflated_poisson",
    "zinb": "zero_inflated_negbinomial",
    "zero_inflated_negative_binomial": "zero_inflated_negbinomial",
    "hurdle_negative_binomial": "hurdle_negbinomial",
    "normal": "gaussian",
    "logistic": "bernoulli",
}
GLM_NAMES = ("gaussian", "binomial", "poisson", "Gamma", "inverse_gaussian")


def as_brm_family(family: Any) -> BrmFamily:
    """Return the family of `brm` of a name, a function or a family of `glm`.

    Parameters
    ----------
    family : BrmFamily, Family, callable or str
        ``bernoulli()``, ``binomial("probit")``, ``poisson``, ``"negbinomial"``, ...

    Raises
    ------
    ValueError
        There is no such family, or it has no likelihood, as the quasi families.
    TypeError
        It is none of these.
    """
    if isinstance(family, str):
        family = _by_name(family)
    if callable(family) and not isinstance(family, (Family, BrmFamily)):
        made = getattr(family, "__name__", "")
        family = family() if made in BRM_FAMILIES or made in FAMILIES else family
    if isinstance(family, BrmFamily):
        return family
    if not isinstance(family, Family) and not callable(family):
        raise TypeError(
            f"brm: family= takes a family such as bernoulli(), its name or its function, got "
            f"{family!r}; families: {_family_names()}"
        )
    return _of_glm(as_family(family))


def _by_name(name: str) -> Any:
    key = name.replace(".", "_")
    others = {normalize_name(other): real for other, real in OTHER_NAMES.items()}
    key = others.get(normalize_name(name), key)
    for make in (BRM_FAMILIES, FAMILIES):
        for known, function in make.items():
            if normalize_name(known) == normalize_name(key):
                return function() if known not in ("negative_binomial", "tweedie") else function
    hint = did_you_mean(key, (*GLM_NAMES, *BRM_FAMILIES))
    raise ValueError(f"brm: no family {name!r}{hint}; families: {_family_names()}")


def _family_names() -> str:
    return ", ".join((*GLM_NAMES, *BRM_FAMILIES))


def _of_glm(family: Family) -> GlmBrmFamily:
    if not has_glm_density(family):
        raise ValueError(
            f"brm: the {family.name} family has no likelihood here, from which a posterior could "
            f"be made; families: {_family_names()}"
        )
    kind = BinomialBrmFamily if family.has_binary_response else GlmBrmFamily
    return kind(family, family.name)
