"""The call of an existing model, whose rows and checks a Bayesian model shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from rglm.models.likelihood.likelihood_call import LikelihoodCall

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall

Call = TypeVar("Call", bound=LikelihoodCall[Any])
SHARED = (
    "formula",
    "data",
    "weights",
    "subset",
    "na_action",
    "offset",
    "contrasts",
    "progress",
    "context",
    "borrowed",
    "callers_data",
    "kept_contrasts",
)


def inner_call(kind: type[Call], call: BrmCall, **own: Any) -> Call:
    """The call of another model with the formula, the data and the rows of a call of `brm`."""
    given = {name: getattr(call, name) for name in SHARED}
    return kind(**given, control=None, **own)
