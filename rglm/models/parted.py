"""Fits to data that are seen part by part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rglm.design.parted import Learned, learned, wanted
from rglm.sources.parts import Parts, fold


def learn_parts(
    formulas: tuple[str, ...], data: Parts, caller: Mapping[str, Any], options: Mapping[str, Any]
) -> Learned:
    """What all parts of the data teach, in as few passes over them as the formula needs."""
    asked = wanted(formulas, list(data.columns), caller, **options)
    return learned(asked, lambda f: fold(data, f, asked.columns(list(data.columns)), "learning"))
