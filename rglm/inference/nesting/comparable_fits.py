"""Whether fits are of the same rows, responses and weights, so that they can be compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from rglm.design.values.r_values import Factor, Matrix
from rglm.formatting.hints.misplaced_arguments import misplaced_argument_hint
from rglm.inference.posterior_result import NO_LIKELIHOOD_VALUE, PosteriorResult
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.protocol.model_result import ModelResult
from rglm.protocol.response_value import response_value


def check_same_rows(models: Sequence[ModelResult]) -> None:
    """Check that the fits are of the same rows."""
    first = models[0]
    for other in models[1:]:
        if other.nobs() != first.nobs() or not equal_rows(first, other):
            n, m = (len(fit._index) or fit.nobs() for fit in (first, other))
            raise ValueError(
                f"the models were fitted to different rows or responses ({n} and {m} rows), or "
                "with different weights; fit them to the same rows, for instance after "
                "data.dropna(subset=[...])"
            )


def check_fit(other: object) -> None:
    """Check that what ``anova()`` is given beside a fit is another one."""
    if isinstance(other, ModelResult):
        return
    if isinstance(other, PosteriorResult):
        raise TypeError(NO_LIKELIHOOD_VALUE)
    hint = misplaced_argument_hint([other], ["others"], ("test", "type", "vcov"))
    if f"test={other!r}" in hint:
        hint += f"; name the test: test={other!r}"
    raise TypeError(
        f"anova() compares fits, got {other!r:.60}"
        f"{hint or '; what is no fit goes by its name, as test='}"
    )


def check_same_variance(models: Sequence[HasWorkingWeights]) -> None:
    """Check that the families have one variance function: others' deviances do not compare."""
    mu, first = np.array([0.25, 0.5, 0.75]), models[0].family
    for other in (model.family for model in models[1:]):
        if not np.array_equal(first.variance(mu), other.variance(mu)):
            raise ValueError(
                f"anova() compares deviances, and those of {first.name} and {other.name} fits do "
                "not compare: the families differ in variance; lrtest(m0, m1) compares nested "
                "models by their likelihoods, AIC() and vuong(m0, m1) others"
            )


def equal_rows(first: ModelResult, other: ModelResult) -> bool:
    """Whether fits are of the same responses, weights and rows; of chunked data by their sums."""
    if first._source is None or other._source is None:
        return True
    if first._is_chunked or other._is_chunked:
        if _same_sums(first, other):
            return True
        return all(same.response and same.weights for same in _compare_chunks(first, other))
    one, two = first._rows_source.rows, other._rows_source.rows
    same = np.array_equal(one.y, two.y) or np.array_equal(_response(first), _response(other))
    same = same and np.array_equal(one.weights, two.weights)
    return same and first._index.equals(other._index)


def check_models(models: Sequence[ModelResult]) -> None:
    """Check that they are fitted models, of the same rows, responses and weights."""
    for model in models:
        if isinstance(model, PosteriorResult):
            raise TypeError(NO_LIKELIHOOD_VALUE)
        if not isinstance(model, ModelResult):
            raise TypeError(f"expected a fitted model, got {type(model).__name__}")
    first = models[0]
    for other in models[1:]:
        if first._source is not None and other._source is not None:
            _check_two(first, other)


def _check_two(first: ModelResult, other: ModelResult) -> None:
    one, two = (model._schema.parsed.response.name for model in (first, other))
    if one != two:
        raise ValueError(f"the models have different responses, {one!r} and {two!r}")
    n, m = (len(model._index) for model in (first, other))
    is_chunked = first._is_chunked or other._is_chunked
    if n != m or not (is_chunked or first._index.equals(other._index)):
        raise ValueError(
            f"the models were fitted to different rows ({n} and {m}); fit them to the same "
            "rows, for instance after data.dropna(subset=[...])"
        )
    if is_chunked and _same_sums(first, other):
        return
    chunks = _compare_chunks(first, other)
    if not all(same.response for same in chunks):
        raise ValueError(f"the models were fitted to different values of the response {one!r}")
    if not all(same.weights for same in chunks):
        raise ValueError(
            "the models were fitted with different weights, so that their likelihoods do not "
            "compare"
        )


def _same_sums(first: ModelResult, other: ModelResult) -> bool:
    """Whether rows, weights and responses that are numbers have the same sums."""
    one, two = (fit._row_sums[:4] for fit in (first, other))
    return bool(np.allclose(one, two, rtol=1e-12))


class _Same(NamedTuple):
    """Whether two fits have the same responses and weights on some rows."""

    response: bool
    weights: bool


def _compare_chunks(first: ModelResult, other: ModelResult) -> list[_Same]:
    """Responses and weights of two fits compared chunk by chunk."""
    compare = partial(_compare, other_on=other._on_chunk_of())
    return list(first._map_chunks(compare, extra_columns=other._chunk_columns))


def _compare(first: ModelResult, other_on: Callable[[ModelResult], ModelResult]) -> _Same:
    """The same of one chunk; `other_on` gives the other fit on its rows."""
    second = other_on(first)
    same = np.array_equal(_response(first), _response(second))
    weights = np.allclose(_weights(first), _weights(second), rtol=1e-12, atol=0)
    return _Same(same, bool(weights))


def _weights(fit: ModelResult) -> np.ndarray:
    """The prior weights of the observations, without the trials that a glm has in them."""
    rows = fit._rows_source.rows
    counts = isinstance(response_value(fit), Matrix)
    if not (counts and np.ndim(rows.y) == 1):
        return rows.weights
    return np.divide(rows.weights, rows.trials, out=np.zeros(len(rows.y)), where=rows.trials > 0)


def _response(fit: ModelResult) -> np.ndarray:
    value = response_value(fit)
    return value.codes if isinstance(value, Factor) else np.asarray(value)
