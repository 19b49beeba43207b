"""The picture of the p-values of pairs."""

from __future__ import annotations

import numpy as np
import pytest

from rglm import glm, lm
from rglm.datasets import load

pytest.importorskip("matplotlib")

LOOMS = load("warpbreaks")
FIT = lm("breaks ~ wool * tension", LOOMS)


def drawn_pairs(ax):
    """The place on the axis and the two rows of each pair."""
    lower, upper = (ax.collections[i].get_segments() for i in (0, 2))
    return sorted(
        (float(a[0, 0]), *sorted((float(a[0, 1]), float(b[0, 1]))))
        for a, b in zip(lower, upper, strict=True)
    )


def test_each_pair_stands_at_its_p_value():
    means = FIT.emmeans("~ tension * wool")
    ax = means.pwpp(adjust="holm")
    pairs = means.pairs(adjust="holm").table["p.value"].to_numpy()
    found = drawn_pairs(ax)
    np.testing.assert_allclose([x for x, _, _ in found], np.sort(pairs))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "H B  18.8"  # the lowest mean is below
    assert labels[-1] == "L A  44.6"
    assert (found[0][1], found[0][2]) == (0, 5)
    assert ax.get_xlabel() == "p-value (adjust: holm)"
    assert ax.lines[0].get_xdata() == [0.05, 0.05]


def test_small_p_values_stand_beside_each_other():
    means = glm("breaks ~ wool * tension", LOOMS, "poisson").emmeans("~ tension * wool")
    places = [x for x, _, _ in drawn_pairs(means.pwpp(type="response", alpha=0.01))]
    p_values = means.pairs().table["p.value"].to_numpy()
    small = p_values < 1e-4
    assert small.sum() > 3
    assert len(set(places)) == len(places)
    assert sum(x <= 1e-4 for x in places) == small.sum()


def test_panels_of_groups():
    means = FIT.emmeans("~ tension | wool")
    panels = means.pwpp(values=False)
    assert [one.get_title(loc="left") for one in panels.ravel()] == ["wool = A", "wool = B"]
    assert [label.get_text() for label in panels.ravel()[1].get_yticklabels()] == ["H", "L", "M"]
    assert len(drawn_pairs(means.pwpp(by=()))) == 15
    with pytest.raises(ValueError, match=r"pwpp\(\) compares means, and these are contrasts"):
        means.pairs().pwpp()
