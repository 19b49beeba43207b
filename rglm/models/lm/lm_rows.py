"""The rows of a linear model: response, weights and offset."""

from __future__ import annotations

import numpy as np

from rglm.design.block import Rows
from rglm.design.frame.model_frame import ModelFrame
from rglm.design.frame.response import read_response
from rglm.families.glm.gaussian import gaussian
from rglm.models.glm.glm_rows import prepare_response
from rglm.sources.memory import MemorySource

GAUSSIAN = gaussian()


def lm_rows(function: str, frame: ModelFrame, weights: np.ndarray) -> MemorySource:
    """The rows of a model frame; `function` is named in errors."""
    name = frame.schema.parsed.response.name
    y = read_response(frame.response, frame.schema.parsed, False, function)
    prepared = prepare_response(GAUSSIAN, y, weights, name, frame.index)
    y, weights = prepared.y, prepared.weights
    return MemorySource(frame.columns, Rows(y, weights, frame.offset, prepared.trials, y))
