"""The lines of brms' page above and below its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.bayes.priors.prior import prior_place
from rglm.models.brm.page.algorithm_lines import draws_lines

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def header_lines(fit: BrmFit) -> list[str]:
    """Family, links, formula, number of observations, and how the draws were made."""
    of_parameters = fit.family.links_of(tuple(part.dpar for part in fit._predictors))
    links = "; ".join(f"{name} = {link}" for name, link in of_parameters.items())
    lines = [
        f" Family: {fit.family.name} ",
        f"  Links: {links} ",
        f"Formula: {fit.formula} ",
        f"   Data: (Number of observations: {fit.nobs()}) ",
    ]
    return [*lines, *draws_lines(fit)]


def prior_lines(fit: BrmFit) -> list[str]:
    """The priors, one line for each class that shares one."""
    rows = [row for row in fit._priors.rows if row.source != "(vectorized)"]
    texts = [f"{prior_place(row.class_, row.dpar, row.coef)} ~ {row.prior}" for row in rows]
    return ["", "Priors: ", *texts]
