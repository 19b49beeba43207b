"""The error of fits whose response has no two outcomes."""

from __future__ import annotations

from rglm.protocol.model_result import ModelResult

NO_BINARY_RESPONSE = "the response of {model} is not binomial; {instead} shows how well it fits"


def no_binary_response_error(fit: ModelResult) -> ValueError:
    """The error, which says what to use."""
    instead = goodness_of_fit_picture(fit)
    return ValueError(NO_BINARY_RESPONSE.format(model=fit.model_name, instead=instead))


def goodness_of_fit_picture(fit: ModelResult) -> str:
    """The picture that shows how well a fit without a binary response fits."""
    if fit._has_count_response:
        return "rootogram()"
    return "plot()" if fit._has_ordered_response else "halfnorm()"
