"""The import of nutpie, which is an extra, without the notes that come with it."""

from __future__ import annotations

from typing import Any

from rglm.formatting.hints.warning_location import silent_import

INSTALL = 'pip install "rglm[bayes]"'


def require_nutpie(reason: str) -> Any:
    """The package nutpie.

    `reason` says why it is needed, such as "importance sampling cannot be trusted here: ...".

    Raises
    ------
    ImportError
        It is not installed. The message gives the reason and what to do.
    """
    try:
        with silent_import():  # ArviZ below 1.0 tells of its own next version
            import nutpie
            import nutpie.compiled_pyfunc
    except ImportError as error:
        raise ImportError(f"{reason}; Markov chains (NUTS) need nutpie: {INSTALL}") from error
    return nutpie
