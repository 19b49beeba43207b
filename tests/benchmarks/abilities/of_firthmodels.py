"""Questions to firthmodels, of logistic regression."""

from __future__ import annotations

import numpy as np
from expected import GALAXIES, SEPARATED, close
from firthmodels import FirthLogisticRegression, detect_separation

from rglm import binomial, glm


def separation() -> bool:
    found = detect_separation(SEPARATED[["x1", "x2"]], SEPARATED["y"])
    return list(found.directions) == [1, 0, 0]


def bias_reduced() -> bool:
    fit = FirthLogisticRegression(gtol=1e-9, xtol=1e-9, max_iter=200)
    fit.fit(SEPARATED[["x1", "x2"]], SEPARATED["y"])
    ours = glm("y ~ x1 + x2", SEPARATED, binomial(), method="brglm").coef()
    return close([fit.intercept_, *fit.coef_], ours)


def profile() -> bool:
    """Without the penalty the intervals are those of maximum likelihood."""
    fit = FirthLogisticRegression(penalty_weight=0.0, gtol=1e-9, xtol=1e-9, max_iter=200)
    fit.fit(GALAXIES[["logmass"]], GALAXIES["has_gc"])
    ours = glm("has_gc ~ logmass", GALAXIES, binomial()).confint()
    return close(np.sort(fit.conf_int(method="pl"), axis=0), np.sort(ours, axis=0), 1e-3)


QUESTIONS = {
    "profile-likelihood intervals": profile,
    "separation": separation,
    "bias-reduced estimates": bias_reduced,
}
