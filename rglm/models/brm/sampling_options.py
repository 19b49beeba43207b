"""How draws are made: the options of `brm` that are not of the model, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rglm.bayes.chains.initial_points import start_of
from rglm.bayes.chains.nuts_control import NutsControl
from rglm.formatting.hints.option_check import check_option
from rglm.inference.random_seed import generator

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall

ALGORITHMS = ("auto", "importance", "sampling")
MIN_DRAWS = 100  # from which the tail of the weights says something


@dataclass(frozen=True)
class SamplingOptions:
    """How draws are made.

    Attributes
    ----------
    algorithm : str
        "auto", "importance" or "sampling".
    draws : int
        Of importance sampling, and of the prior alone.
    chains, iter, warmup, thin, cores, init, control, progress
        Of NUTS.
    seed : int
        Of all random numbers of the fit.
    """

    algorithm: str
    draws: int
    chains: int
    iter: int
    warmup: int
    thin: int
    init: Any
    cores: int | None
    control: Mapping[str, Any]
    progress: bool
    seed: int

    @classmethod
    def of(cls, call: BrmCall) -> SamplingOptions:
        """Those of a call."""
        algorithm = check_option("algorithm", call.algorithm, ALGORITHMS)
        draws = _whole_number("draws", call.draws, MIN_DRAWS)
        chains, thin = _whole_number("chains", call.chains, 1), _whole_number("thin", call.thin, 1)
        iterations = _whole_number("iter", call.iter, 2)
        warmup = iterations // 2 if call.warmup is None else call.warmup
        _whole_number("warmup", warmup, 1)
        if (iterations - warmup) // thin < 2:
            raise ValueError(
                f"warmup={warmup} leaves {max(iterations - warmup, 0)} of iter={iterations} "
                f"iterations, of which thin={thin} keeps fewer than 2: take more iterations"
            )
        cores = None if call.cores is None else _whole_number("cores", call.cores, 1)
        return cls(
            algorithm,
            draws,
            chains,
            iterations,
            warmup,
            thin,
            _checked_init(call.init),
            cores,
            asdict(NutsControl.of(call.control)),
            call.progress,
            _whole_seed(call.seed),
        )

    def rng(self) -> np.random.Generator:
        """The random numbers of importance sampling and of the prior."""
        return np.random.default_rng(self.seed)


def _checked_init(init: Any) -> Any:
    """`init`, where it is one of those that there are."""
    start_of(init)
    return init


def _whole_seed(seed: Any) -> int:
    """The seed as a whole number: itself, one drawn from a generator, or a fresh one."""
    random = generator(seed)
    is_whole = isinstance(seed, (int, np.integer))
    return int(seed) if is_whole else int(random.integers(2**31 - 1))


def _whole_number(name: str, value: Any, least: int) -> int:
    """A number of draws, chains or iterations.

    Raises
    ------
    ValueError
        It is no whole number of `least` or more.
    """
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name}={value!r}: give a whole number of {least} or more")
    return int(value)
