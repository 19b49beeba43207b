"""Whether a session shows the figures of pyplot: a notebook, a prompt, a script that uses it."""

from __future__ import annotations

import os
import sys
import threading

# backends that open no window; all others, also those of other packages, are interactive
SILENT_BACKENDS = {"agg", "cairo", "pdf", "pgf", "ps", "svg", "template"}


def shows_pyplot_figures() -> bool:
    """Whether a new figure should be one of pyplot, which ``plt.show()`` and notebooks show.

    That is where pyplot is in use, where the backend chosen opens windows or is a notebook's, and
    in a notebook or at a prompt for which none is chosen yet. Elsewhere, and in any thread but the
    main one, figures are nobody's to close: a server may draw thousands.
    """
    if threading.current_thread() is not threading.main_thread():
        return False
    if "matplotlib.pyplot" in sys.modules:
        return True
    backend = _chosen_backend()
    if backend is not None:
        return backend.lower() not in SILENT_BACKENDS
    return is_ipython() or _is_prompt()


def is_ipython() -> bool:
    """Whether code runs in IPython: a notebook of Jupyter, VS Code or Colab, or its prompt."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None


def _is_prompt() -> bool:
    """Whether Python shows its prompt, or will after the script."""
    return "ps1" in vars(sys) or bool(sys.flags.interactive or os.environ.get("PYTHONINSPECT"))


def _chosen_backend() -> str | None:
    """The name of the backend that the environment or ``rcParams`` choose."""
    import matplotlib

    # not by rcParams["backend"], which imports pyplot to choose one where none is chosen yet
    name = dict.get(matplotlib.rcParams, "backend")
    return name if isinstance(name, str) else None
