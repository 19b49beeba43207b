"""The draws of the parameters that a picture shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rglm.models.brm.estimates.parameter_names import parameter_places

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

MAX_PARAMETERS = 12  # of one picture


@dataclass(frozen=True)
class ParameterDraws:
    """The draws of k parameters.

    Attributes
    ----------
    names : tuple of str
    places : (k,) int array
        Their places among the names of the fit.
    values : (chains, draws, k) float array
    divergent : (chains, draws) bool array
        The draws whose trajectory diverged; of other draws than those of chains none.
    others : int
        How many parameters are left out, as they are too many for a picture.
    """

    names: tuple[str, ...]
    places: np.ndarray
    values: np.ndarray
    divergent: np.ndarray
    others: int = 0

    @property
    def flat(self) -> np.ndarray:
        """All draws (S, k), one chain after the other."""
        return self.values.reshape(-1, len(self.names))

    @property
    def is_divergent(self) -> np.ndarray:
        """The divergent ones of all draws, (S,)."""
        return self.divergent.ravel()

    @property
    def others_note(self) -> str:
        """What a picture says about the parameters that it leaves out."""
        if not self.others:
            return ""
        return f"the first {len(self.names)} of {len(self.names) + self.others} parameters"


def drawn_parameters(
    fit: BrmFit,
    variable: str | Sequence[str] | None,
    regex: bool = False,
    most: int = MAX_PARAMETERS,
) -> ParameterDraws:
    """The draws of parameters by name, or of the first `most` of all.

    Raises
    ------
    ValueError
        A name is no parameter; no parameter has a part that fits a regular expression.
    """
    names = fit.names
    chosen = _matching(names, variable) if regex and variable is not None else variable
    places = parameter_places(fit, chosen, "variable")
    kept = places[:most] if variable is None else places
    chains, draws, _ = fit._sample.u.shape
    values = fit.draws.to_numpy()[:, kept].reshape(chains, draws, len(kept))
    report = fit._sample.sampling
    divergent = np.zeros((chains, draws), bool) if report is None else report.divergences > 0
    kept_names = tuple(str(names[i]) for i in kept)
    return ParameterDraws(kept_names, kept, values, divergent, len(places) - len(kept))


def _matching(names: Sequence[str], patterns: str | Sequence[str]) -> list[str]:
    """The names of which a part fits one of some regular expressions."""
    several = [patterns] if isinstance(patterns, str) else list(patterns)
    found = [name for name in names if any(re.search(one, name) for one in several)]
    if not found:
        raise ValueError(f"variable={patterns!r}: no parameter fits it: {', '.join(names)}")
    return found
