"""The traces of likelihood profiles, and the steps that they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from rglm.formatting.name_positions import check_unique
from rglm.formatting.tables.matrix import matrix_lines
from rglm.formatting.text.printable import printable

TracePoint: TypeAlias = tuple[float, np.ndarray]
"""z, and the estimates that are not aliased there."""


class Profile(Mapping[str, pd.DataFrame]):
    """Traces by coefficient, each a DataFrame: ``z`` (or ``tau``), then every coefficient.

    ``profile["x"]`` is the trace of a coefficient. ``len()``, ``items()`` and ``values()`` go
    through all traces, also where several coefficients have one name.

    Parameters
    ----------
    names : sequence of str
        Of all coefficients of the fit.
    traces : dict of DataFrame
        By the place of the coefficient.
    """

    def __init__(self, names: Sequence[str], traces: Mapping[int, pd.DataFrame]) -> None:
        self.names, self.traces = tuple(names), dict(traces)

    def __getitem__(self, name: str) -> pd.DataFrame:
        places = [place for place in self.traces if self.names[place] == name]
        if not places:
            raise KeyError(name)
        check_unique(name, places, "profile: ")
        return self.traces[places[0]]

    def __iter__(self) -> Iterator[str]:
        return (self.names[place] for place in self.traces)

    def __len__(self) -> int:
        return len(self.traces)

    def __contains__(self, name: object) -> bool:
        return any(self.names[place] == name for place in self.traces)

    def values(self) -> Any:  # no ValuesView, which would look names up
        """The traces."""
        return self.traces.values()

    def items(self) -> Any:  # the same
        """Names with their traces."""
        return zip(self, self.traces.values(), strict=True)

    def __repr__(self) -> str:
        pages = []
        for name, trace in self.items():
            first, *others = trace.columns
            names = [first, *(f"par.vals.{other}" for other in others)]
            quoted = name if name.isidentifier() else f"`{name}`"
            pages += [f"${printable(quoted)}", *matrix_lines(trace.set_axis(names, axis=1)), ""]
        return "\n".join(pages)

    __str__ = __repr__


def check_profile_arguments(alpha: float, maxsteps: int) -> None:
    """Check ``alpha=`` and ``maxsteps=`` of `profile`."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha={alpha!r}: give a number between 0 and 1, such as 0.01")
    if maxsteps < 1:
        raise ValueError(f"maxsteps={maxsteps!r}: at least one step")


def step_in_errors(zmax: float, del_: float | None) -> float:
    """The step in standard errors: ``del_=``, or a fifth of the largest z."""
    step = zmax / 5 if del_ is None else del_
    if not step > 0:
        raise ValueError(f"del_={del_!r}: give a step above 0, in standard errors")
    return step


def trace_frame(
    root: str, trace: Sequence[TracePoint], estimable: np.ndarray, names: Sequence[str]
) -> pd.DataFrame:
    """The signed root of each step, and the estimates behind it, NaN where aliased.

    An estimate may have the name of the root.
    """
    values = np.full((len(trace), len(names)), np.nan)
    values[:, estimable] = [theta[: len(estimable)] for _, theta in trace]
    table = np.column_stack([[z for z, _ in trace], values])
    return pd.DataFrame(table, index=range(1, len(table) + 1), columns=[root, *names])
