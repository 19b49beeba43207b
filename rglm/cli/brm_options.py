"""The options of the command that are of `brm` alone."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

CLASSES = ("Intercept", "sigma", "shape", "phi")


def brm_options(arguments: argparse.Namespace, given: Mapping[str, Any]) -> dict[str, Any]:
    """The family and the priors as `brm` takes them; no bar is shown.

    Raises ValueError: a text is no family or prior.
    """
    out: dict[str, Any] = {"family": arguments.family or "gaussian", "progress": False}
    if "link" in given:
        out["family"] = _family_with_link(out["family"], given["link"])
    if "prior" in given:
        out["prior"] = [read_prior(text) for text in given["prior"]]
    return out


def read_prior(text: str) -> Any:
    """The prior of a text: ``normal(0, 1)`` of all slopes, ``x: normal(1, 2)`` of one.

    The name before the colon is a coefficient, or the class Intercept, sigma, shape or phi.
    """
    from rglm.priors import prior

    name, colon, distribution = text.rpartition(":")
    name = name.strip()
    if not colon:
        return prior(text)
    if name in CLASSES:
        return prior(distribution.strip(), class_=name)
    return prior(distribution.strip(), coef=name)


def _family_with_link(name: str, link: str) -> Any:
    """A family of ``rglm.bayes``, or of glm, with a link."""
    import rglm
    from rglm import bayes

    found = getattr(bayes if hasattr(bayes, name) else rglm, name, None)
    if not callable(found):
        raise ValueError(f"--family {name}: brm() has no such family")
    return found(link)
