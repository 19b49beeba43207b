"""Questions to glum."""

from __future__ import annotations

import glum
import numpy as np
import pandas as pd
from expected import BUDWORM, CARS, LINE, OFFSET, SOME_ROWS, close

COLUMNS = ["poly(wt, 2)", "bs(wt, df=4)", "cr(wt, df=4)", "scale(wt)", "C(cyl, contr.sum)"]


def fit(formula: str, data: pd.DataFrame = CARS, family: str = "normal", **options: object):
    model = glum.GeneralizedLinearRegressor(
        family=family, formula=formula, alpha=0, drop_first=True
    )
    return model.fit(data, **options)


def offset() -> bool:
    found = fit("dead ~ ldose", BUDWORM, "poisson", offset=BUDWORM["log_n"])
    return close(found.predict(BUDWORM), OFFSET.fitted())


def robust() -> bool:
    rows = {"X": CARS[["wt", "hp"]], "y": CARS["mpg"]}
    found = glum.GeneralizedLinearRegressor(alpha=0).fit(**rows)
    codes = np.unique(CARS["carb"], return_inverse=True)[1]
    hc1 = np.sqrt(np.diag(LINE.vcov(type="HC1")))
    clustered = np.sqrt(np.diag(LINE.vcov(cluster="carb")))
    return close(found.std_errors(**rows, robust=True), hc1) and close(
        found.std_errors(**rows, clusters=codes), clustered
    )


def remembers(column: str) -> bool:
    found = fit(f"mpg ~ {column}")
    return close(found.predict(CARS.iloc[SOME_ROWS]), found.predict(CARS)[SOME_ROWS])


def cross_validated() -> bool:
    from sklearn.model_selection import cross_val_score

    from rglm.integrations.sklearn import GLM

    model = glum.GeneralizedLinearRegressor(formula="wt + hp", alpha=0)
    found = cross_val_score(model, CARS[["wt", "hp"]], CARS["mpg"], cv=4)
    return close(found, cross_val_score(GLM("mpg ~ wt + hp"), CARS, cv=4))


QUESTIONS = {
    "an estimator of scikit-learn": cross_validated,
    "aliased": lambda: fit("carb ~ wt + twice", CARS, "poisson").coef_,
    "predict with the offset": offset,
    "robust and clustered": robust,
    **{f"new rows with {column}": lambda c=column: remembers(c) for column in COLUMNS},
}
