"""Write from_statsmodels.json: the numbers of the left-hand cells of the page "From statsmodels".

``python tests/reference/from_statsmodels.py``, in an environment with statsmodels 0.15 and rglm's
data sets.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

import side_by_side  # noqa: E402

# pages, tables of another form, random numbers
OTHER_FORM = ("summary", "t_test", ".rvs(", "outlier_test")
OWN_PARAMETERS = ("alpha", "L/M", "M/H")  # 1 / theta, and cut points by their distances


def numbers(value: object) -> np.ndarray:
    """The numbers of a result, a test or a table, one after the other."""
    if hasattr(value, "confint") and hasattr(value, "meandiffs"):  # TukeyHSDResults
        return np.r_[value.meandiffs, value.pvalues, np.ravel(value.confint)]
    if hasattr(value, "pvalue") and hasattr(value, "statistic"):  # ContrastResults
        return np.r_[np.ravel(value.statistic), np.ravel(value.pvalue)]
    if hasattr(value, "params") and hasattr(value, "model"):
        params = value.params
        value = params.drop([name for name in OWN_PARAMETERS if name in params.index])
    if isinstance(value, pd.DataFrame):
        value = value.select_dtypes("number")
    return np.asarray(value, dtype=float).ravel()


def main() -> None:
    warnings.simplefilter("ignore")
    names = side_by_side.names(side_by_side.STATSMODELS, "py")
    found = {}
    for left, right in side_by_side.rows(side_by_side.STATSMODELS):
        for code, _ in zip(left, right, strict=False):
            formula = code.startswith("mpg ~")
            value = eval(f"smf.ols({code!r}, cars).fit()" if formula else code, dict(names))
            if not any(part in code for part in OTHER_FORM):
                kept = numbers(value)
                found[code] = kept[np.isfinite(kept) & (kept != 0)].tolist()
    text = json.dumps(found, indent=1)
    (HERE / "from_statsmodels.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
