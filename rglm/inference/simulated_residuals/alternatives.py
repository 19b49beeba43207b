"""What a model knows of the spread of its responses, and which models to try."""

from __future__ import annotations

import numpy as np

from rglm.protocol.capabilities import HasLikelihoodModel, HasWorkingWeights
from rglm.protocol.model_result import ModelResult


def is_spread_known(fit: ModelResult) -> bool:
    """Whether the variance of the responses is the model's own, and no estimate of it alone."""
    if isinstance(fit, HasWorkingWeights):
        return not np.isnan(fit.family.dispersion)
    return not (isinstance(fit, HasLikelihoodModel) and fit._spread_parameter is not None)


def has_auxiliary_estimates(fit: ModelResult) -> bool:
    """Whether a parameter such as theta or rho was estimated with the coefficients."""
    if not isinstance(fit, HasLikelihoodModel):
        return bool(fit._auxiliary_parameters)
    coefficients = np.asarray(fit.coefficients, dtype=float)
    has_others = len(fit._parameters) > np.count_nonzero(~np.isnan(coefficients))
    return bool(fit._auxiliary_parameters or has_others)


def dispersion_advice(fit: ModelResult) -> str:
    """``"; try glm_nb()"``: what to try where responses vary more than the model says."""
    if isinstance(fit, HasWorkingWeights):
        if fit.family.is_equidispersed_count:
            return "; try glm_nb()"
        if fit.family.has_binary_response:
            return "; try betabinomial() or quasibinomial()"
        return ""
    if isinstance(fit, HasLikelihoodModel):
        names = list(fit._overdispersion_alternatives)
        return f"; try {names[0]}" if names else ""
    return ""


def zero_advice(fit: ModelResult) -> str:
    """What to try where there are more zeros than the model says."""
    if isinstance(fit, HasWorkingWeights) and fit.family.is_equidispersed_count:
        return "; try glm_nb(), then zeroinfl() or hurdle()"
    if isinstance(fit, HasWorkingWeights) and fit._has_count_response:
        return "; try zeroinfl() or hurdle()"
    return ""
