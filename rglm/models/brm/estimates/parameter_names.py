"""The places of the parameters that a verb is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rglm.formatting.name_positions import name_positions

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit

PREFIX = "b_"  # of the names that brms' draws have for coefficients


def parameter_places(
    fit: BrmFit, pars: str | Sequence[str] | None, argument: str = "pars"
) -> np.ndarray:
    """The places among ``fit.names`` of parameters; of all by default.

    A coefficient may have brms' prefix: ``b_logmass`` is ``logmass``.

    Raises
    ------
    TypeError, ValueError
        A name is no text, no parameter, or that of two.
    """
    return _places(fit, pars, np.arange(len(fit.names)), "parameter", argument)


def coefficient_places(
    fit: BrmFit, pars: str | Sequence[str] | None, argument: str = "pars"
) -> np.ndarray:
    """The places among ``fit.names`` of coefficients and cut points; see `parameter_places`."""
    return _places(fit, pars, fit._coefficient_places, "coefficient", argument)


def _places(
    fit: BrmFit,
    pars: str | Sequence[str] | None,
    among: np.ndarray,
    what: str,
    argument: str,
) -> np.ndarray:
    if pars is None:
        return among
    names = [fit.names[i] for i in among]
    aliases = {PREFIX + fit.names[i]: fit.names[i] for i in fit._coefficient_places}
    asked = [pars] if isinstance(pars, str) else pars
    wanted = [aliases.get(name, name) if name not in names else name for name in asked]
    return among[name_positions(wanted, names, f"{argument}=", what)]
