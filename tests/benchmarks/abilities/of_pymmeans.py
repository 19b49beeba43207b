"""Questions to pymmeans: 0.2.7 reads fits of statsmodels 0.14, not those of 0.15."""

from __future__ import annotations

import statsmodels.formula.api as smf
from expected import LOOMS, close
from pymmeans import emmeans, pairs

from rglm import aov

LOOM = LOOMS.assign(wool=LOOMS["wool"].astype(str), tension=LOOMS["tension"].astype(str))


def tukey() -> bool:
    fit = smf.ols("breaks ~ wool + tension", LOOM).fit()
    ours = aov("breaks ~ wool + tension", LOOMS).TukeyHSD("tension").tables["tension"]["p adj"]
    return close(sorted(pairs(emmeans(fit, "tension")).frame["p_value"]), sorted(ours), 1e-3)


def means() -> bool:
    fit = smf.ols("breaks ~ wool + tension", LOOM).fit()
    found = emmeans(fit, "tension").frame["emmean"]
    return close(sorted(found), sorted(LOOMS.groupby("tension", observed=True)["breaks"].mean()))


QUESTIONS = {"Tukey's comparisons": tukey, "estimated marginal means": means}
