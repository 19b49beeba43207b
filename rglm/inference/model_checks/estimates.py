"""Whether the estimates of a fit can be read at all."""

from __future__ import annotations

import numpy as np

from rglm.formatting.text.printable import listed
from rglm.inference.simulated_residuals.verdict import Status, Verdict
from rglm.protocol.model_result import ModelResult


def estimates_verdict(fit: ModelResult) -> Verdict | None:
    """What is wrong with the estimates; None where nothing is."""
    names = np.asarray(fit._estimates.index.astype(str), dtype=object)
    infinite = np.isinf(fit._limits())
    aliased = fit._estimates.isna().to_numpy()
    status: Status = "problem"
    if infinite.any():
        title, count = "Infinite estimates", infinite.sum()
        text = (
            f"Infinite estimates ({listed(names[infinite].tolist())}): the data are separated, "
            "and the standard errors of these mean nothing."
        )
    elif not fit.converged:
        title, count = "Not converged", np.nan
        text = "The fit did not converge: what follows is of estimates that are not final."
    elif aliased.any():
        title, status, count = "Aliased coefficients", "minor", aliased.sum()
        text = (
            f"Aliased coefficients ({listed(names[aliased].tolist())}): the data do not determine "
            "them beside the others."
        )
    else:
        return None
    return Verdict("estimates", float(count), np.nan, status, text, title)
