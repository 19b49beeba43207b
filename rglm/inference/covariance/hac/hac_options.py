"""The options of covariances that allow for correlation in time, checked."""

from __future__ import annotations

from dataclasses import dataclass, fields

from rglm.formatting.hints.argument_kinds import is_number
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.covariance.hac.kernels import KERNELS, Kernel
from rglm.protocol.argument_types import RowValues

BANDWIDTH_RULES = ("Andrews", "NeweyWest")
FOREIGN_OPTIONS = {
    "NeweyWest": {
        "kernel": "Newey and West's kernel is Bartlett's",
        "bandwidth": "give lag=, the bandwidth less 1",
    },
    "HAC": {"lag": "give bandwidth=; with kernel='Bartlett' it is the lag plus 1"},
}


@dataclass(frozen=True)
class HacOptions:
    """The options of ``vcov(type="HAC")`` and ``"NeweyWest"``; None is the type's own default."""

    lag: int | None = None
    kernel: str | None = None
    bandwidth: float | str | None = None
    prewhite: int | None = None
    adjust: bool | None = None
    order_by: RowValues | None = None

    @property
    def set_names(self) -> list[str]:
        """The names of the options that are set."""
        return [one.name for one in fields(self) if getattr(self, one.name) is not None]

    def check(self, type: str) -> None:
        """Check that the type has the options, and their values.

        Raises
        ------
        ValueError
            An option of the other type, an unknown kernel or rule, or a number below 0.
        """
        for name in self.set_names:
            if name in FOREIGN_OPTIONS[type]:
                reason = FOREIGN_OPTIONS[type][name]
                raise ValueError(f"{name}= does not go with type={type!r}: {reason}")
        if self.kernel is not None and self.kernel not in KERNELS:
            raise ValueError(
                f"kernel={self.kernel!r} is unknown: use one of {', '.join(KERNELS)}"
                f"{did_you_mean(self.kernel, KERNELS)}"
            )
        if isinstance(self.bandwidth, str) and self.bandwidth not in BANDWIDTH_RULES:
            raise ValueError(
                f"bandwidth={self.bandwidth!r} is unknown: use a number, 'Andrews' or 'NeweyWest'"
                f"{did_you_mean(self.bandwidth, BANDWIDTH_RULES)}"
            )
        for name in ("lag", "bandwidth", "prewhite"):
            value = getattr(self, name)
            if is_number(value) and not 0 <= value < float("inf"):
                raise ValueError(f"{name}={value} must be a finite number of 0 or more")

    def kernel_of(self, type: str) -> Kernel:
        """The kernel."""
        default = "Bartlett" if type == "NeweyWest" else "Quadratic Spectral"
        return KERNELS[self.kernel or default]

    def prewhitening_order(self, type: str) -> int:
        """The order of the autoregression by which scores are whitened first; 0 for none."""
        return int(type == "NeweyWest" if self.prewhite is None else self.prewhite)

    def is_adjusted(self, type: str) -> bool:
        """Whether the covariance is multiplied by n / (n - k)."""
        return type == "HAC" if self.adjust is None else self.adjust


NO_OPTIONS = HacOptions()
