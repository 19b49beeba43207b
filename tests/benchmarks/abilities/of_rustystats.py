"""Questions to rustystats."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import rustystats as rs
from expected import BUDWORM, CARS, GALAXIES, LINE, LOOMS, OFFSET, SOME_ROWS, close

from rglm import glm_nb, multinom


def fit(response: str, terms: dict[str, str], data: pd.DataFrame = CARS, **options: object):
    kinds = {name: {"type": kind} for name, kind in terms.items()}
    model = rs.glm_dict(response=response, terms=kinds, data=pl.from_pandas(data), **options)
    return model.fit(store_design_matrix=True)


def offset() -> bool:
    found = fit("dead", {"ldose": "linear"}, BUDWORM, family="poisson", offset="log_n")
    return close(found.predict(pl.from_pandas(BUDWORM)), OFFSET.fitted())


def robust() -> bool:
    found = fit("mpg", {"wt": "linear", "hp": "linear"}).bse_robust("HC3")
    return close(found, np.sqrt(np.diag(LINE.vcov(type="HC3"))))


def negative_binomial() -> bool:
    line = {"logmass": "linear"}
    found = fit("n_gc", line, GALAXIES, family="negbinomial", theta="estimate")
    return close(found.theta, glm_nb("n_gc ~ logmass", GALAXIES).theta, 1e-4)


def multinomial() -> bool:
    data = pl.from_pandas(LOOMS.assign(tension=LOOMS["tension"].astype(str)))
    found = rs.multinomial_dict(
        response="tension",
        terms={"breaks": {"type": "linear"}},
        data=data,
        classes=["L", "M", "H"],
        reference="L",
    ).fit()
    ours = multinom("tension ~ breaks", LOOMS).predict(type="probs")
    return close(np.asarray(found.predict_proba(data)), ours, 1e-3)


def remembers(kind: str) -> bool:
    data = pl.from_pandas(CARS)
    found = rs.glm_dict("mpg", {"wt": {"type": kind, "df": 4}}, data).fit()
    return close(found.predict(data[SOME_ROWS]), np.asarray(found.fittedvalues)[SOME_ROWS])


def lasso() -> object:
    kinds = {name: {"type": "linear"} for name in ("wt", "hp")}
    return rs.glm_dict("mpg", kinds, pl.from_pandas(CARS)).fit(alpha=0.1, l1_ratio=1.0).params


QUESTIONS = {
    "aliased": lambda: fit("mpg", {"wt": "linear", "twice": "linear"}).params,
    "predict with the offset": offset,
    "robust": robust,
    "negative binomial": negative_binomial,
    "multinomial": multinomial,
    "new rows with bs": lambda: remembers("bs"),
    "new rows with ns": lambda: remembers("ns"),
    "smooth terms": lambda: fit("mpg", {"wt": "bs"}).has_smooth_terms(),
    "ridge and lasso": lasso,
}
