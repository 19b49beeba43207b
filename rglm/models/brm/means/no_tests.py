"""The tests of means, which a posterior has not, and what to use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.models.base.missing_verbs import MissingVerbError

NO_TESTS = "a posterior has no p-values; its draws say how probable a difference is"
MISSING = {
    "test": f"{NO_TESTS}: (emm.pairs().draws > 0).mean()",
    "cld": f"{NO_TESTS}: pairs() has the intervals of the differences",
    "pwpp": f"{NO_TESTS}: pairs().plot() draws the intervals of the differences",
    "joint_tests": "a posterior has no F tests; bayes_factor(fit1, fit2) and loo_compare(fit1, "
    "fit2) weigh a term, contrast() has what it is made of",
    "eff_size": "divide the draws by those of sigma: "
    "emm.pairs().draws.div(emm.fit.draws['sigma'], axis=0)",
    "rbind": "each table has its draws: pd.concat([emm1.table, emm2.table])",
    "vcov": "the covariance of the draws is draws.cov()",
    "df": "a posterior has no degrees of freedom",
}


class NoTests(AttributeHints):
    """Draws of means, whose errors of tests say what to use."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name in MISSING:
                message = f"PosteriorMeans has no {name!r}: {MISSING[name]}"
                raise MissingVerbError(message, name=name)
            return super().__getattr__(name)
