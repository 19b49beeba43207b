"""The size of a figure, what is left of it after an error, and what several axes print."""

import contextlib
import gc
import inspect
import pickle
import pkgutil
import sys
import weakref
from importlib import import_module

import numpy as np
import pytest

import rglm.plots
from rglm import aov, binomial, boxcox, brm, glm, lm, plot_coefs, polr
from rglm.datasets import load
from rglm.plots import style

matplotlib = pytest.importorskip("matplotlib")

LOOMS, GALAXIES = load("warpbreaks"), load("galaxies")
COUNTS = glm("breaks ~ wool + tension", LOOMS, "poisson")
LOGIT = glm("has_gc ~ logmass", GALAXIES, binomial())
TUKEY = aov("breaks ~ wool + tension", LOOMS).TukeyHSD()
MEANS = COUNTS.emmeans("tension")
LEVELS = polr("ordered(tension) ~ breaks", LOOMS)
POWERS = boxcox("breaks ~ wool", LOOMS)
POSTERIOR = brm("mpg ~ wt", load("mtcars"), seed=1, draws=400)
AVERAGES = POSTERIOR.emmeans("wt", at={"wt": [2, 3]})
EFFECTS = POSTERIOR.conditional_effects(resolution=3)
# by name: a call of each picture, which takes more arguments
REPLICATES = COUNTS.boot(R=99, seed=1)
PICTURES = {
    "plot": COUNTS.plot,
    "plot_fit": LOGIT.plot_fit,
    "plot_probs": LEVELS.plot_probs,
    "plot_terms": COUNTS.plot_terms,
    "plot_added": COUNTS.plot_added,
    "plot_profile": LOGIT.plot_profile,
    "plot_calibration": LOGIT.plot_calibration,
    "plot_roc": LOGIT.plot_roc,
    "draw_roc": LOGIT.roc().plot,
    "plot_coefs": lambda **options: plot_coefs(COUNTS, LOGIT, **options),
    "plot_tukey": TUKEY.plot,
    "pwpp": MEANS.pwpp,
    "draw_marginal_effects": COUNTS.avg_comparisons().plot,
    "draw_means": MEANS.plot,
    "emmip": lambda **options: COUNTS.emmip("wool ~ tension", **options),
    "draw_emmip": lambda **options: MEANS.emmip("~ tension", **options),
    "draw_posterior_means": AVERAGES.plot,
    "draw_posterior_emmip": lambda **options: AVERAGES.emmip("~ wt", **options),
    "halfnorm": lambda **options: COUNTS.halfnorm(nsim=2, **options),
    "rootogram": COUNTS.rootogram,
    "draw_boot": REPLICATES.plot,
    "draw_permutations": COUNTS.permutation_test("wool", R=99, seed=1).plot,
    "boxcox": POWERS.plot,
    "mcmc_plot": POSTERIOR.mcmc_plot,
    "draw_effects": EFFECTS.plot,
    "pp_check": POSTERIOR.pp_check,
    "draw_hypotheses": POSTERIOR.hypothesis("wt < 0").plot,
    "draw_pareto_k": POSTERIOR.loo().plot,
}


def drawing_functions():
    """The names of the public functions of `rglm.plots` that draw where no ``ax=`` is given."""
    names = set()
    for module in pkgutil.walk_packages(rglm.plots.__path__, "rglm.plots."):
        for name, thing in vars(import_module(module.name)).items():
            if inspect.isfunction(thing) and thing.__module__ == module.name:
                ax = inspect.signature(thing).parameters.get("ax")
                if ax is not None and ax.default is None and not name.startswith("_"):
                    names.add("boxcox" if module.name.endswith("boxcox_plot") else name)
    return names - {"axes"}  # of `style`


def test_every_picture_is_tried_here():
    assert drawing_functions() == set(PICTURES)


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_takes_a_size_of_its_figure(name):
    drawn = PICTURES[name](figsize=(5, 4))
    np.testing.assert_allclose(drawn.figure.get_size_inches(), (5, 4))
    with pytest.raises(ValueError, match="figsize= is the size of a new figure, and ax="):
        PICTURES[name](figsize=(5, 4), ax=np.ravel(drawn)[0])


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_says_what_to_install_where_matplotlib_is_missing(name, monkeypatch):
    for module in [m for m in sys.modules if m.partition(".")[0] == "matplotlib"]:
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError) as error:
        PICTURES[name]()
    assert str(error.value) == 'pictures need matplotlib: pip install "rglm[plots]"'
    assert error.value.__suppress_context__


@pytest.mark.parametrize("size", [3, (3,), (3, 0), (3, "4"), "wide", (np.inf, 3)])
def test_a_size_is_two_numbers(size):
    with pytest.raises(ValueError, match="figsize=.*give width and height in inches"):
        LOGIT.plot_fit(figsize=size)


def test_the_size_of_figures_that_the_user_set_is_kept():
    with matplotlib.rc_context({"figure.figsize": (8, 3), "figure.dpi": 80}):
        figure = LOGIT.plot_fit().figure
        assert (*figure.get_size_inches(), figure.dpi) == (8, 3, 80)
        assert tuple(LOGIT.plot_fit(figsize=(2, 2)).figure.get_size_inches()) == (2, 2)
        width, height = COUNTS.plot_profile().figure.get_size_inches()  # four coefficients
        assert (width, height) == (8, 3.6)  # no lower than two rows need
    assert tuple(LOGIT.plot_fit().figure.get_size_inches()) == (4.6, 3.4)


def test_an_error_leaves_no_empty_figure():
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    for call in (
        lambda: LOGIT.plot_fit(colour="nope"),
        lambda: lm("x ~ breaks", LOOMS.assign(x=LOOMS["breaks"] - 30)).plot_fit(log=True),
    ):
        with pytest.raises(ValueError):
            call()
    assert pyplot.get_fignums() == before
    drawn = LOGIT.plot_fit()
    assert pyplot.fignum_exists(drawn.figure.number)
    with contextlib.suppress(ValueError):
        LOGIT.plot_fit(colour="nope", ax=drawn)
    assert pyplot.fignum_exists(drawn.figure.number)
    pyplot.close(drawn.figure)


def test_several_axes_print_their_shape_and_what_they_show():
    drawn = COUNTS.plot()
    shown = "<Panels 2x2: Residuals vs fitted, Normal Q-Q, Scale-location, Residuals vs leverage>"
    assert repr(drawn) == str(drawn) == shown
    assert repr(drawn[0]) == "<Panels 2: Residuals vs fitted, Normal Q-Q>"
    assert repr(LOGIT.plot_profile()) == "<Panels 1x2: (Intercept), logmass>"
    given = drawn.figure.subplots(1, 2)
    assert repr(COUNTS.plot_terms(ax=given)).startswith("<Panels 2: partial for wool vs wool, ")
    assert repr(drawn == drawn).startswith("array([[ True")
    assert "no title" in repr(style.grid(1, 1, 2, 2))
    assert repr(drawn[:0]).startswith("array([]")
    assert repr(pickle.loads(pickle.dumps(drawn))) == repr(drawn)


def test_a_picture_without_pyplot_is_freed(monkeypatch):
    monkeypatch.setattr("rglm.plots.style.figures.shows_pyplot_figures", lambda: False)
    for call in (LOGIT.plot_fit, COUNTS.plot):
        drawn = call()
        figure = weakref.ref(drawn.figure)
        assert drawn._repr_png_().startswith(b"\x89PNG")
        del drawn
        gc.collect()
        assert figure() is None
