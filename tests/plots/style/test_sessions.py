"""Figures are pyplot's where a notebook, a prompt or plt.show() shows those, else nobody's."""

import subprocess
import sys
import threading
from types import ModuleType

import pytest

from rglm.plots import style
from rglm.plots.style import sessions

matplotlib = pytest.importorskip("matplotlib")


@pytest.fixture
def script(monkeypatch):
    """A session without pyplot, in which no backend is chosen and there is no prompt."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)  # as it was, in the end
    monkeypatch.delitem(sys.modules, "matplotlib.pyplot")
    monkeypatch.setitem(sys.modules, "IPython", None)
    monkeypatch.delattr(sys, "ps1", raising=False)
    monkeypatch.delenv("PYTHONINSPECT", raising=False)
    backend = dict.get(matplotlib.rcParams, "backend")
    dict.__setitem__(matplotlib.rcParams, "backend", object())
    yield monkeypatch
    dict.__setitem__(matplotlib.rcParams, "backend", backend)


def ipython(shell):
    module = ModuleType("IPython")
    module.get_ipython = lambda: shell
    return module


def test_a_script_has_figures_of_its_own(script):
    assert not sessions.shows_pyplot_figures()


def test_a_notebook_and_a_prompt_have_figures_of_pyplot(script):
    script.setitem(sys.modules, "IPython", ipython(None))  # imported, and not running
    assert not sessions.shows_pyplot_figures()
    script.setitem(sys.modules, "IPython", ipython("a shell"))
    assert sessions.shows_pyplot_figures()


def test_a_prompt_has_figures_of_pyplot(script):
    script.setattr(sys, "ps1", ">>> ", raising=False)
    assert sessions.shows_pyplot_figures()


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [("TkAgg", True), ("module://matplotlib_inline.backend_inline", True), ("Agg", False)],
)
def test_the_backend_chosen_decides_before_the_session_does(script, name, is_shown):
    dict.__setitem__(matplotlib.rcParams, "backend", name)
    assert sessions.shows_pyplot_figures() is is_shown
    script.setattr(sys, "ps1", ">>> ", raising=False)
    assert sessions.shows_pyplot_figures() is is_shown


def test_pyplot_that_is_in_use_shows_the_figure_but_not_those_of_other_threads():
    from matplotlib import pyplot

    figure = style.axes().figure
    assert pyplot.fignum_exists(figure.number)
    pyplot.close(figure)
    before, found = pyplot.get_fignums(), []
    thread = threading.Thread(target=lambda: found.append(style.axes()))
    thread.start()
    thread.join()
    assert found[0]._repr_png_().startswith(b"\x89PNG")
    assert pyplot.get_fignums() == before


SCRIPT = """
import sys
from rglm import glm
from rglm.datasets import load
glm("breaks ~ wool", load("warpbreaks"), "poisson").plot()
print("matplotlib.pyplot" in sys.modules)
"""


def test_python_with_a_prompt_after_the_script_shows_figures_of_pyplot(monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)
    command = [sys.executable, "-i", "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, check=True, input="")
    assert done.stdout == "True\n"
