"""What has to be said of resamples that failed, or whose estimates are infinite."""

from __future__ import annotations

import numpy as np

from rglm.errors import FitError
from rglm.formatting.hints.warning_location import warn
from rglm.inference.resampling.refits import Refits
from rglm.warnings import FitWarning


def warn_of_resamples(refits: Refits) -> None:
    """Warn of resamples whose numbers are missing, infinite or doubtful."""
    count, failures = len(refits.values), refits.failures
    if len(failures) == count:
        last = failures[count - 1]
        raise FitError(f"the model could not be fitted to any of {count} resamples: {last}")
    notes = resample_notes(refits)
    if notes:
        warn(f"boot: {'. '.join(notes)}", FitWarning)


def resample_notes(refits: Refits) -> list[str]:
    """What has to be said of the resamples, a sentence each."""
    count, failures, out = len(refits.values), refits.failures, []
    if failures:
        last = failures[max(failures)]
        out.append(
            f"{len(failures)} of {count} resamples could not be fitted, and are left out. The "
            f"last: {last.rstrip('.')}"
        )
    if separated := int(refits.separated.sum()):
        out.append(
            f"{separated} of {count} resamples are separated: estimates are infinite. Percentile, "
            "basic and BCa intervals count them so; bias, standard errors and normal intervals "
            "are of the finite ones"
        )
    if slow := int(refits.not_converged.sum()):
        out.append(f"{slow} of {count} resamples did not converge")
    missing = np.isnan(refits.values).sum(axis=0) - len(failures)
    if missing.any():
        out.append(
            f"up to {missing.max()} of {count} resamples have no value of a coefficient or "
            "statistic (NaN), and are left out for it"
        )
    return out
