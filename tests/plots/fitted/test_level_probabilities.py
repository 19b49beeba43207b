"""plot_probs: the probability of each level, with its band."""

import numpy as np
import oracle
import pytest

from rglm import binomial, glm, multinom, polr
from rglm.datasets import load
from rglm.plots.fitted.level_probabilities import probability_bands

GALAXIES, HOUSING = load("galaxies"), oracle.data("housing")
POLR = polr("cut(n_gc, c(-1, 0, 20, 2000)) ~ logmass", GALAXIES)


def test_lines_are_the_predicted_probabilities():
    ax = POLR.plot_probs("logmass")
    x = ax.lines[0].get_xdata()
    probs = POLR.predict({"logmass": x}, type="probs")
    for line in ax.lines:
        np.testing.assert_allclose(line.get_ydata(), probs[line.get_label()])
    assert ax.get_ylim() == (0, 1)


def test_bands_are_within_0_and_1_and_to_first_order_by_the_delta_method():
    rows = GALAXIES[["logmass"]].head(5)
    expected = POLR.predict(rows, type="probs", se_fit=True)
    for level, band in probability_bands(POLR, rows, 0.95).items():
        assert (band["lwr"].between(0, band["fit"])).all()
        assert (band["upr"].between(band["fit"], 1)).all()
        p, se = expected["fit"][level].to_numpy(), expected["se_fit"][level].to_numpy()
        narrow = probability_bands(POLR, rows, 0.01)[level]
        width = (narrow["upr"] - narrow["lwr"]).to_numpy() / 2
        np.testing.assert_allclose(width, 0.01253347 * se, rtol=1e-3)
        np.testing.assert_allclose(band["fit"], p)


def test_areas_add_up_to_one():
    ax = multinom("sample ~ logmass", GALAXIES).plot_probs(kind="area")
    tops = [c.get_paths()[0].vertices[:, 1].max() for c in ax.collections]
    np.testing.assert_allclose(max(tops), 1)
    assert len(ax.collections) == 3


@pytest.mark.parametrize("kind", ["lines", "area"])
def test_a_category_has_a_tick_for_each_level(kind):
    fit = multinom("Sat ~ Infl + Type", HOUSING, weights="Freq")
    ax = fit.plot_probs("Infl", at={"Type": "Atrium"}, kind=kind)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Low", "Medium", "High"]
    assert ax.get_xlabel() == "Infl (Type = Atrium)"
    if kind == "lines":
        rows = {"Infl": ["Low", "Medium", "High"], "Type": ["Atrium"] * 3}
        expected = fit.predict(rows, type="probs")["High"]
        np.testing.assert_allclose(np.asarray(ax.lines[2].get_ydata(), float), expected)


def test_a_model_without_levels_and_an_unknown_kind_are_errors():
    with pytest.raises(ValueError, match=r"plot_fit\(\) draws the mean of glm\(\)"):
        glm("has_gc ~ logmass", GALAXIES, binomial()).plot_probs()
    with pytest.raises(ValueError, match="did you mean 'lines'"):
        POLR.plot_probs(kind="line")
