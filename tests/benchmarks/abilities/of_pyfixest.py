"""Questions to pyfixest."""

from __future__ import annotations

import numpy as np
import pyfixest as pf
from expected import BUDWORM, CARS, LINE, OFFSET, SOME_ROWS, close

COLUMNS = ["poly(wt, 2)", "bs(wt, df=4)", "cr(wt, df=4)", "scale(wt)", "C(cyl, contr.sum)"]


def prediction_intervals() -> bool:
    found = pf.feols("mpg ~ wt + hp", CARS).predict(CARS.head(2), interval="prediction")
    ours = LINE.predict(CARS.head(2), interval="prediction")
    return close(found["ci_low"], ours["lwr"])


def offset() -> bool:
    fit = pf.fepois("dead ~ ldose", BUDWORM, offset="log_n")
    return close(fit.predict(newdata=BUDWORM, type="response"), OFFSET.fitted())


def robust() -> bool:
    hc1 = pf.feols("mpg ~ wt + hp", CARS, vcov="HC1").se()
    clustered = pf.feols("mpg ~ wt + hp", CARS, vcov={"CRV1": "carb"}).se()
    return close(hc1, np.sqrt(np.diag(LINE.vcov(type="HC1")))) and close(
        clustered, np.sqrt(np.diag(LINE.vcov(cluster="carb")))
    )


def remembers(column: str) -> bool:
    fit = pf.feols(f"mpg ~ {column}", CARS)
    new = CARS.iloc[SOME_ROWS].reset_index(drop=True)
    return close(fit.predict(newdata=new), np.asarray(fit.predict())[SOME_ROWS])


def aliased() -> bool:
    """Whether an aliased column has been set aside, and is named."""
    return list(pf.feols("mpg ~ wt + twice", CARS)._collin_vars) == ["twice"]


QUESTIONS = {
    "prediction intervals": prediction_intervals,
    "aliased": aliased,
    "predict with the offset": offset,
    "robust and clustered": robust,
    **{f"new rows with {column}": lambda c=column: remembers(c) for column in COLUMNS},
    "instrumental variables": lambda: pf.feols("mpg ~ 1 | hp ~ wt", CARS).coef().size,
}
