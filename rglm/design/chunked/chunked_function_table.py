"""Every function of a formula that learns from the data, as it learns from chunks."""

from __future__ import annotations

from typing import Any

from rglm.design.chunked.chunked_factors import (
    ChunkedCut,
    ChunkedFactor,
    ChunkedInteraction,
    ChunkedLevels,
)
from rglm.design.chunked.chunked_function import ChunkedFunction
from rglm.design.chunked.chunked_summaries import ChunkedSummary
from rglm.design.chunked.chunked_transforms import (
    BsArguments,
    ChunkedPoly,
    ChunkedScale,
    ChunkedSpline,
    NsArguments,
)
from rglm.design.factors.factor_functions import STATEFUL_FACTOR_FUNCTIONS
from rglm.design.transforms.summary_functions import SUMMARY_FUNCTIONS

CHUNKED_FUNCTIONS: dict[str, ChunkedFunction[Any]] = {
    "poly": ChunkedPoly(),
    "polym": ChunkedPoly(),
    "scale": ChunkedScale(),
    "bs": ChunkedSpline("bs", BsArguments),
    "ns": ChunkedSpline("ns", NsArguments),
    "cut": ChunkedCut(),
    "factor": ChunkedFactor(has_exclude=True),
    "as_factor": ChunkedFactor(has_exclude=True),
    "ordered": ChunkedFactor(has_exclude=False),
    "as_ordered": ChunkedFactor(has_exclude=False),
    "relevel": ChunkedLevels(STATEFUL_FACTOR_FUNCTIONS["relevel"]),
    "C": ChunkedLevels(STATEFUL_FACTOR_FUNCTIONS["C"]),
    "interaction": ChunkedInteraction(),
    **{name: ChunkedSummary(name) for name in SUMMARY_FUNCTIONS},
}
