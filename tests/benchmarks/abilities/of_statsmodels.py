"""Questions to statsmodels."""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
import statsmodels.formula.api as smf
from expected import BUDWORM, CARS, COUNTS, GALAXIES, LINE, LOOMS, OFFSET, SOME_ROWS, close
from statsmodels.gam.api import BSplines
from statsmodels.miscmodels.ordinal_model import OrderedModel
from statsmodels.stats.multicomp import pairwise_tukeyhsd

from rglm import aov, glm_nb, hurdle, lm, multinom, polr, zeroinfl

POISSON = sm.families.Poisson()
COLUMNS = ["poly(wt, 2)", "bs(wt, df=4)", "cr(wt, df=4)", "standardize(wt)", "C(cyl, Sum)"]


def ols(formula: str = "mpg ~ wt + hp"):
    return smf.ols(formula, CARS).fit()


def counts():
    return smf.glm("breaks ~ wool + tension", LOOMS, family=POISSON).fit()


def prediction_intervals() -> bool:
    found = ols().get_prediction(CARS.head(2)).summary_frame()
    ours = LINE.predict(CARS.head(2), interval="prediction")
    return close(found[["obs_ci_lower", "obs_ci_upper"]], ours[["lwr", "upr"]])


def tukey() -> bool:
    found = pairwise_tukeyhsd(LOOMS["breaks"], LOOMS["tension"].astype(str))
    ours = aov("breaks ~ tension", LOOMS).TukeyHSD("tension").tables["tension"]["p adj"]
    return close(sorted(found.pvalues), sorted(ours), 1e-3)


def offset() -> bool:
    fit = smf.glm("dead ~ ldose", BUDWORM, family=POISSON, offset=BUDWORM["log_n"]).fit()
    return close(fit.predict(BUDWORM), OFFSET.fitted())


def robust() -> bool:
    hc3 = smf.ols("mpg ~ wt + hp", CARS).fit(cov_type="HC3").bse
    groups = {"groups": CARS["carb"]}
    clustered = smf.ols("mpg ~ wt + hp", CARS).fit(cov_type="cluster", cov_kwds=groups)
    return close(hc3, np.sqrt(np.diag(LINE.vcov(type="HC3")))) and close(
        clustered.bse, np.sqrt(np.diag(LINE.vcov(cluster="carb"))), 1e-3
    )


def simulated() -> bool:
    draws = counts().get_distribution().rvs(size=(400, 54), random_state=1)
    return close(draws.mean(axis=0), COUNTS.fitted(), 0.1)


def negative_binomial() -> bool:
    fit = smf.negativebinomial("n_gc ~ logmass", GALAXIES).fit(disp=0, maxiter=500)
    return close(1 / fit.params["alpha"], glm_nb("n_gc ~ logmass", GALAXIES).theta, 1e-3)


def categories() -> bool:
    levels = LOOMS["tension"].cat
    codes = LOOMS.assign(level=levels.codes, ordered=levels.as_ordered())
    found = smf.mnlogit("level ~ breaks", codes).fit(disp=0).params
    ordered = OrderedModel.from_formula("ordered ~ 0 + breaks", codes, distr="logit").fit(disp=0)
    return close(found.T, multinom("tension ~ breaks", LOOMS).coef(), 1e-3) and close(
        ordered.params["breaks"], polr("ordered(tension) ~ breaks", LOOMS).coef()["breaks"], 1e-2
    )


def zeros() -> bool:
    from statsmodels.discrete.count_model import ZeroInflatedPoisson
    from statsmodels.discrete.truncated_model import HurdleCountModel

    x = sm.add_constant(GALAXIES[["logmass"]])
    zip_ = ZeroInflatedPoisson(GALAXIES["n_gc"], x, exog_infl=x).fit(disp=0, maxiter=500)
    ours = zeroinfl("n_gc ~ logmass", GALAXIES).logLik()
    part = HurdleCountModel(GALAXIES["n_gc"], x).fit(disp=0)
    return close(zip_.llf, ours, 1e-3) and close(
        part.params[-2:], hurdle("n_gc ~ logmass", GALAXIES).coef()[:2], 1e-3
    )


def smooth() -> bool:
    splines = BSplines(CARS["wt"], df=[6], degree=[3])
    return sm.GLMGam.from_formula("mpg ~ hp", CARS, smoother=splines).fit().params.size == 7


def remembers(column: str) -> bool:
    fit = ols(f"mpg ~ {column}")
    new = CARS.iloc[SOME_ROWS].reset_index(drop=True)
    return close(fit.predict(new), fit.fittedvalues.iloc[SOME_ROWS])


def posterior() -> str:
    """An approximation, and only with group-level terms."""
    from statsmodels.genmod.bayes_mixed_glm import PoissonBayesMixedGLM

    groups = {"wool": "0 + C(wool)"}
    fit = PoissonBayesMixedGLM.from_formula("breaks ~ tension", groups, LOOMS).fit_vb()
    return f"variational: {fit.fe_mean.size} means"


QUESTIONS = {
    "prediction intervals": prediction_intervals,
    "Tukey's comparisons of one factor": tukey,
    "anova of lm": lambda: close(
        sm.stats.anova_lm(ols(), typ=3)["F"].iloc[1:3],
        LINE.anova(type="III").table["F value"][1:3],
    ),
    "anova of glm": lambda: sm.stats.anova_lm(counts()),
    "aliased": lambda: ols("mpg ~ wt + twice").params.to_dict(),
    "aliased, ours": lambda: lm("mpg ~ wt", CARS).coef().to_dict(),
    "predict with the offset": offset,
    "robust and clustered": robust,
    "leave-one-out": lambda: close(
        counts().get_influence().cooks_distance[0], COUNTS.cooks_distance()
    ),
    "simulate": simulated,
    "negative binomial": negative_binomial,
    "ordinal and multinomial": categories,
    "zero-inflated and hurdle": zeros,
    "Bayesian models": posterior,
    **{f"new rows with {column}": lambda c=column: remembers(c) for column in COLUMNS},
    "mixed models": lambda: smf.mixedlm("mpg ~ wt", CARS, groups=CARS["cyl"]).fit().fe_params.size,
    "smooth terms": smooth,
    "ridge and lasso": lambda: smf.ols("mpg ~ wt", CARS).fit_regularized(alpha=0.1).params.size,
}
