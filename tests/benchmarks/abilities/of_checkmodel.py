"""Questions to checkmodel, of fits of statsmodels."""

from __future__ import annotations

import matplotlib
import statsmodels.api as sm
import statsmodels.formula.api as smf
from checkmodel import check_model, simulate_residuals
from expected import COUNTS, LOOMS

matplotlib.use("Agg")


def counts():
    return smf.glm("breaks ~ wool + tension", LOOMS, family=sm.families.Poisson()).fit()


def quantile_residuals() -> bool:
    from scipy.stats import norm, spearmanr

    found = simulate_residuals(counts())
    ours = norm.cdf(COUNTS.residuals("quantile"))
    return bool(spearmanr(found.scaled_residuals, ours).statistic > 0.99)


QUESTIONS = {
    "quantile residuals": quantile_residuals,
    "one figure of checks": lambda: len(check_model(counts()).plot().axes) > 3,
}
