"""Questions to hea."""

from __future__ import annotations

import hea.family as family
import hea.R as R
import numpy as np
import polars as pl
from expected import BUDWORM, CARS, COUNTS, GALAXIES, LINE, LOOMS, OFFSET, SOME_ROWS, close
from hea.models import gam, glm, gmm, lm

import rglm

CAR, LOOM = pl.from_pandas(CARS), pl.from_pandas(LOOMS)
GALAXY, WORM = pl.from_pandas(GALAXIES), pl.from_pandas(BUDWORM)
COLUMNS = ["poly(wt, 2)", "bs(wt, df=4)", "ns(wt, df=4)", "scale(wt)"]
COLUMNS += ["C(factor(cyl), contr.sum)", "I(wt - mean(wt))"]


def line(formula: str = "mpg ~ wt + hp"):
    return lm(formula, CAR)


def counts(formula: str = "breaks ~ wool + tension"):
    return glm(formula, LOOM, family=family.poisson())


def prediction_intervals() -> bool:
    found = R.predict(line(), CAR.head(2), interval="prediction")
    return close(found, LINE.predict(CARS.head(2), interval="prediction"))


def tukey() -> bool:
    found = R.emmeans(lm("breaks ~ wool + tension", LOOM), "pairwise ~ tension").contrasts
    ours = rglm.aov("breaks ~ wool + tension", LOOMS).TukeyHSD("tension").tables["tension"]
    return close(sorted(found["p.value"]), sorted(ours["p adj"]), 1e-3)


def offset() -> bool:
    fit = glm("dead ~ ldose + offset(log_n)", WORM, family=family.poisson())
    return close(R.predict(fit, WORM, type="response"), OFFSET.fitted())


def simulated() -> bool:
    """Counts are whole numbers."""
    draws = np.asarray(R.simulate(counts(), 2, seed=1))
    return close(draws, np.round(draws))


def negative_binomial(formula: str) -> bool:
    fit = gam(formula, GALAXY, family=family.nb(), method="ML")
    return close(fit.family.get_theta(True), rglm.glm_nb("n_gc ~ logmass", GALAXIES).theta, 1e-2)


def multinomial() -> bool:
    data = pl.DataFrame({"y": np.tile([0.0, 1, 2, 1], 20), "x": (np.arange(80.0) * 7) % 11})
    fit = gam(["y ~ x", "~ x"], data, family=family.multinom(2))
    ours = rglm.multinom("factor(y) ~ x", data.to_pandas()).coef()
    return close(np.asarray(fit.coef), ours, 1e-4)


def poisson_hurdle() -> bool:
    fit = gam(["n_gc ~ logmass", "~ logmass"], GALAXY, family=family.ziplss())
    ours = rglm.hurdle("n_gc ~ logmass", GALAXIES, zero_dist="poisson").coef()
    return close(np.asarray(fit.coef), ours, 1e-4)


def ordinal() -> object:
    data = pl.DataFrame({"y": np.tile([1.0, 2, 3, 2], 20), "x": (np.arange(80.0) * 7) % 11})
    return gam("y ~ x", data, family=family.ocat(R=3)).coef


def remembers(column: str) -> bool:
    fit = line(f"mpg ~ {column}")
    return close(R.predict(fit, CAR[SOME_ROWS]), np.asarray(R.fitted(fit))[SOME_ROWS])


QUESTIONS = {
    "prediction intervals": prediction_intervals,
    "Tukey's comparisons": tukey,
    "anova of lm": lambda: R.anova(line()) is None,
    "anova of glm": lambda: R.anova(counts(), test="Chisq"),
    "anova of two glms": lambda: R.anova(counts("breaks ~ wool"), counts(), test="Chisq") is None,
    "anova, type II": lambda: R.anova(line(), type="II"),
    "drop1": lambda: R.drop1(counts(), test="Chisq") is None,
    "add1": lambda: R.add1(counts("breaks ~ wool"), "tension", test="Chisq") is None,
    "step": lambda: close(np.asarray(R.coef(R.step(line()))), LINE.step(trace=0).coef()),
    "profile-likelihood intervals": lambda: close(
        np.asarray(R.confint(counts()))[:, 1:].astype(float), COUNTS.confint(), 1e-4
    ),
    "aliased": lambda: bool(np.isnan(np.asarray(R.coef(line("mpg ~ wt + twice")))[2])),
    "predict with the offset": offset,
    "robust": lambda: R.vcov(line(), type="HC3"),
    "leave-one-out": lambda: close(R.cooks_distance(counts()), COUNTS.cooks_distance()),
    "leave-one-out, rstudent": lambda: close(R.rstudent(counts()), COUNTS.rstudent()),
    "quantile residuals": lambda: R.residuals(counts(), type="quantile"),
    "simulate": simulated,
    "negative binomial": lambda: negative_binomial("n_gc ~ logmass"),
    "negative binomial, smooth": lambda: negative_binomial("n_gc ~ s(logmass)"),
    "multinomial": multinomial,
    "ordinal": ordinal,
    "Poisson hurdle": poisson_hurdle,
    **{f"new rows with {column}": lambda c=column: remembers(c) for column in COLUMNS},
    "smooth terms": lambda: gam("mpg ~ s(wt)", CAR).coef is not None,
    "mixed models": lambda: gmm("mpg ~ wt + (1 | cyl)", CAR) is not None,
}
