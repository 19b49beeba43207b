"""One Markov chain of nutpie, in a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rglm.bayes.chains.nuts_control import NutsControl
from rglm.bayes.chains.whitened_density import WhitenedDensity
from rglm.errors import FitError

SECONDS_OF_A_QUESTION = 1e-3  # that the sampler may take to say that it goes on
STATISTICS = ("logp", "energy", "diverging", "depth", "n_steps", "mean_tree_accept", "step_size")


@dataclass(frozen=True)
class ChainDraws:
    """The draws of a chain after warmup, and the sampler's statistics of each."""

    z: np.ndarray  # (draws, P)
    statistics: dict[str, np.ndarray]  # (draws,) each


class MarkovChain:
    """One Markov chain: it begins in `start` of the thread, ends there, or is cancelled.

    Parameters
    ----------
    nutpie : the package
    density : WhitenedDensity
    point : (P,) float array
        The start z.
    seed : int
    warmup, draws : int
        The numbers of iterations before and after the end of the adaptation.
    control : NutsControl
    """

    def __init__(
        self,
        nutpie: Any,
        density: WhitenedDensity,
        point: np.ndarray,
        seed: int,
        warmup: int,
        draws: int,
        control: NutsControl,
    ) -> None:
        self.density, self.point, self.iterations = density, point, 0
        self._warmup, self._draws = warmup, draws
        self._arguments = {
            "draws": draws,
            "tune": warmup,
            "chains": 1,
            "cores": 1,
            "seed": seed,
            "progress_bar": False,
            "blocking": False,
            "return_raw_trace": True,
            "target_accept": float(control.adapt_delta),
            "maxdepth": int(control.max_treedepth),
        }
        self._nutpie, self._sampler = nutpie, None

    def start(self) -> None:
        """Start the chain in a thread of its own."""
        count = self.density.count
        model = self._nutpie.compiled_pyfunc.from_pyfunc(
            count,
            lambda: self.density,
            lambda *_: self._expand,
            [np.dtype("float64")],
            [(count,)],
            ["z"],
            make_initial_point_fn=lambda _: self.point,
        )
        self._sampler = self._nutpie.sample(model, **self._arguments)

    def result(self) -> ChainDraws | None:
        """The draws; None while the chain goes on.

        Raises
        ------
        FitError
            The sampler gave up.
        """
        assert self._sampler is not None
        try:
            trace = self._sampler.wait(timeout=SECONDS_OF_A_QUESTION)
        except TimeoutError:
            return None
        except RuntimeError as error:
            reason = str(error).split("Stack backtrace")[0]
            raise FitError(
                f"nutpie could not run a Markov chain: {' '.join(reason.split())}; the posterior "
                "may have no finite integral: give proper priors, or narrower ones"
            ) from error
        self._sampler = None
        return _draws_of(trace, self._warmup, self._draws)

    def cancel(self) -> None:
        """End the chain now. The density must be stopped before."""
        sampler, self._sampler = self._sampler, None
        if sampler is not None:
            sampler.cancel()

    def _expand(self, z: np.ndarray, **_: Any) -> dict[str, np.ndarray]:
        """The variables of a draw: z. It is called once an iteration."""
        self.iterations += 1
        if self.iterations == self._warmup + self._draws:
            self.density.news.set()
        return {"z": np.array(z)}


def _draws_of(trace: Any, warmup: int, draws: int) -> ChainDraws:
    """The draws after warmup of nutpie's Arrow tables, the rows of which are iterations."""
    import pyarrow as pa

    def column(batches: Any, name: str) -> Any:
        return pa.concat_arrays([pa.record_batch(b).column(name) for b in batches])

    positions, statistics = trace.get_arrow_trace()
    z = column(positions, "z").flatten().to_numpy().reshape(warmup + draws, -1)
    values = {
        name: column(statistics, name).to_numpy(zero_copy_only=False)[warmup:]
        for name in STATISTICS
    }
    return ChainDraws(z[warmup:], values)
