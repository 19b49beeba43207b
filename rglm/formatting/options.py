"""The settings of rglm: R's ``options(digits=, width=, scipen=)``, and the number of threads."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from threading import current_thread, local, main_thread
from typing import Any

from rglm.formatting.byte_sizes import as_bytes
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.hints.resampling_packages import THREAD_OPTIONS

__all__ = [
    "DEFAULT_WIDTH",
    "MAX_DIGITS",
    "Options",
    "Settings",
    "options",
    "resolve_ascii",
    "resolve_digits",
    "resolve_width",
    "settings",
]

DEFAULT_WIDTH = 80  # columns of the page, as R's
MAX_DIGITS = 22  # R's own limit for options("digits")


@dataclass(init=False)
class Settings(local):
    """The settings of ``options()``.

    The main thread sets the values of all threads; another thread sets values of its own.
    """

    digits: int = 7  # significant digits a printed vector aims at (R: 7)
    width: int = DEFAULT_WIDTH
    # columns a fixed notation may be wider than the scientific one and still be used (R: 0)
    scipen: int = 0
    # numbers of a table that are printed at most (R: ``max.print``)
    max_print: int = 99999
    # whether coefficient tables show stars (R: ``show.signif.stars``, TRUE)
    signif_stars: bool = True
    # plain quotes in place of typographic ones; None where the terminal has no others
    ascii: bool | None = None
    # whether a long pass over data that are not in memory shows a bar (with tqdm)
    progress: bool = True
    # threads that compute; None: as many as the processors that the process may use
    threads: int | None = None
    # bytes that chunks of data may take which are kept between passes; None: a share of the memory
    memory: int | None = None

    def set(self, name: str, value: Any) -> None:
        """Set an option: in all threads if the main thread does it."""
        vars(self).pop(name, None)
        if current_thread() is main_thread():
            setattr(type(self), name, value)
        elif value != getattr(self, name):
            setattr(self, name, value)


settings = Settings()


def resolve_digits(digits: float | None) -> int:
    """`digits`, or the option's value where it is None.

    Raises ValueError: `digits` is not a whole number from 1 to 22, R's own limits.

    Examples
    --------
    >>> resolve_digits(None), resolve_digits(3)
    (7, 3)
    """
    chosen = settings.digits if digits is None else digits
    if isinstance(chosen, bool) or int(chosen) != chosen or not 1 <= chosen <= MAX_DIGITS:
        raise ValueError(f"digits={chosen!r}: give a whole number from 1 to {MAX_DIGITS}")
    return int(chosen)


def resolve_width(width: float | None) -> int:
    """`width`, or the option's value where it is None.

    Raises ValueError: `width` is less than 10, R's smallest page.

    Examples
    --------
    >>> resolve_width(None)
    80
    """
    chosen = settings.width if width is None else width
    if int(chosen) != chosen or chosen < 10:
        raise ValueError(f"width={chosen!r}: give a whole number of columns, 10 or more")
    return int(chosen)


def resolve_ascii(ascii: bool | None) -> bool:
    """Whether to write plain ASCII: `ascii`, or the option, or what the terminal needs.

    Examples
    --------
    >>> resolve_ascii(True)
    True
    """
    chosen = settings.ascii if ascii is None else ascii
    if chosen is not None:
        return bool(chosen)
    try:
        "\u2018".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return True
    return False


class Options(dict[str, Any]):
    """Earlier settings; the end of a ``with`` block restores them."""

    def __enter__(self) -> Options:
        return self

    def __exit__(self, *_: object) -> None:
        for name, value in self.items():
            settings.set(name, value)


def options(**given: Any) -> Options:
    """Set how pages are printed and rglm computes; return the earlier settings. R's ``options``.

    What the main thread sets holds in all threads; another thread sets values of its own.

    Parameters
    ----------
    **given
        Of pages: ``digits`` (1 to 22, 7), ``width`` (columns of the page, 80), ``scipen`` (columns
        by which fixed notation is preferred to scientific, 0), ``max_print`` (numbers of a table
        that are printed at most, 99999), ``signif_stars`` (True), ``ascii`` (plain quotes; None:
        where the terminal has no others), ``progress`` (whether a long pass over data that are not
        in memory shows a bar, True).

        Of computations, whose results have the same bits with any value:

        ``threads``: how many threads compute, 1 or more. None, the default: one for each processor
        that the process may use, by its affinity and its container's quota, or fewer where
        ``OMP_NUM_THREADS`` or ``threadpool_limits`` gives BLAS fewer.

        ``memory``: how much of the data of Parquet files may stay in memory between the passes
        over them, in bytes or as ``"2GB"``. 0: none. None, the default: a quarter of the memory
        that is free. All fits share it. Where a new fit needs the room, the data of an older one
        go, and its methods read them again. A deleted fit keeps nothing.

        Without any, all settings are returned.

    Returns
    -------
    Options
        A dict of the old values. The end of a ``with`` block restores them.

    Raises
    ------
    TypeError
        There is no such option.
    ValueError
        An option cannot have such a value.

    Examples
    --------
    >>> from rglm import glm, options, poisson
    >>> from rglm.datasets import load
    >>> with options(digits=4, signif_stars=False):
    ...     print(glm("breaks ~ wool", load("warpbreaks"), poisson()).confint())
                  2.5 %  97.5 %
    (Intercept)  3.3667  3.5021
    woolB       -0.3073 -0.1051

    One thread from now on, and then again as many as there are processors:

    >>> before = options(threads=1)
    >>> options(threads=before["threads"])
    {'threads': 1}
    """
    known = asdict(settings)
    for name, value in given.items():
        if name not in known:
            hint = " (here it is threads)" if name in THREAD_OPTIONS else did_you_mean(name, known)
            raise TypeError(f"options() has no {name!r}{hint}")
        _check(name, value)
    for name, value in given.items():
        settings.set(name, as_bytes(value) if name == "memory" and value is not None else value)
    return Options({name: known[name] for name in given} if given else known)


def _check(name: str, value: Any) -> None:
    """Check that an option can have a value."""
    if name in ("digits", "width"):
        resolve = {"digits": resolve_digits, "width": resolve_width}[name]
        if value is None or not isinstance(value, (int, float)):
            raise ValueError(f"{name}={value!r}: give a whole number")
        resolve(value)
    elif name == "scipen" and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(f"scipen={value!r}: give a whole number of columns")
    elif name == "max_print" and (
        isinstance(value, bool) or not isinstance(value, int) or value < 1
    ):
        raise ValueError(f"max_print={value!r}: give a whole number of at least 1")
    elif name in ("signif_stars", "progress") and not isinstance(value, bool):
        raise ValueError(f"{name}={value!r}: give True or False")
    elif name == "ascii" and value not in (True, False, None):
        raise ValueError(f"ascii={value!r}: give True, False or None")
    elif name == "threads" and value is not None:
        _check_threads(value)
    elif name == "memory" and value is not None:
        as_bytes(value)


def _check_threads(value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError(
            f"threads={value!r}: give a whole number of at least 1, or None for one thread for "
            "each processor"
        )
