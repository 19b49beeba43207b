"""The table of priors as brms shows it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rglm.bayes.priors.prior_table import PriorTable

COLUMNS = ("prior", "class", "coef", "dpar", "lb", "ub", "source")


def prior_frame(priors: PriorTable) -> pd.DataFrame:
    """The priors, a row for each class that shares one and for each parameter; bounds as text."""
    rows = [
        (
            row.prior,
            row.class_,
            row.coef,
            row.dpar,
            _bound(row.lb),
            _bound(row.ub),
            row.source,
        )
        for row in priors.rows
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _bound(value: float) -> str:
    return f"{value:.4g}" if np.isfinite(value) else ""
