"""The response at values of predictors."""

import numpy as np
import pandas as pd
import pytest

from rglm import brm
from rglm.bayes import bernoulli, categorical, cumulative, negbinomial
from rglm.datasets import load

GALAXIES, LOOMS = load("galaxies"), load("warpbreaks")
ORDER = pd.CategoricalDtype(["dwarf", "field", "cluster"], ordered=True)
ORDERED = GALAXIES.assign(sample=GALAXIES["sample"].astype(ORDER))
COLUMNS = ["estimate__", "se__", "lower__", "upper__"]


@pytest.fixture(scope="module")
def logit():
    return brm("has_gc ~ logmass * sample", GALAXIES, family=bernoulli(), seed=1, draws=400)


@pytest.fixture(scope="module")
def levels():
    return brm("sample ~ logmass", ORDERED, family=cumulative(), seed=1, draws=300)


def test_a_table_has_the_columns_of_brms_and_medians_of_means(logit):
    found = logit.conditional_effects(resolution=5)
    assert list(found) == ["logmass", "sample", "logmass:sample"]
    table = found["logmass"]
    assert list(table) == ["logmass", "sample", "cond__", "effect1__", *COLUMNS]
    assert (table["sample"] == "dwarf").all()  # the first level, as in brms
    means = logit.posterior_epred(table)
    expected = means.quantile([0.5, 0.025, 0.975]).to_numpy()
    np.testing.assert_allclose(table[["estimate__", "lower__", "upper__"]].T, expected)
    mad = 1.4826 * (means - means.median()).abs().median()
    np.testing.assert_allclose(table["se__"], mad)
    assert found["sample"]["logmass"].to_numpy() == pytest.approx(GALAXIES["logmass"].mean())
    with pytest.raises(KeyError, match="no effect 'mass'; there are logmass, sample"):
        found["mass"]


def test_the_second_number_is_at_its_mean_and_an_sd_to_both_sides(cars):
    table = cars.conditional_effects("wt:hp", resolution=4, robust=False)["wt:hp"]
    hp = cars.data["hp"]
    expected = np.repeat([hp.mean() - hp.std(), hp.mean(), hp.mean() + hp.std()], 4)
    np.testing.assert_allclose(table["effect2__"], expected)
    np.testing.assert_allclose(table["estimate__"], cars.posterior_epred(table).mean())
    assert list(table["effect1__"][:2]) == [table["wt"].min(), table["wt"][1]]


def test_conditions_hold_variables(logit):
    given = pd.DataFrame({"sample": ["field", "cluster"]}, index=["in the field", "in clusters"])
    table = logit.conditional_effects("logmass", given, resolution=2)["logmass"]
    assert list(table["cond__"]) == ["in the field"] * 2 + ["in clusters"] * 2
    assert list(table["sample"]) == ["field"] * 2 + ["cluster"] * 2
    one = logit.conditional_effects("logmass", {"sample": "field"}, resolution=2)["logmass"]
    np.testing.assert_allclose(one[COLUMNS], table[COLUMNS][:2])
    named = logit.conditional_effects("logmass", {"sample": ["field", "dwarf"]})["logmass"]
    assert list(named["cond__"].cat.categories) == ["sample = field", "sample = dwarf"]


def test_levels_have_their_probabilities_or_a_mean(levels):
    table = levels.conditional_effects(resolution=3)["logmass"]
    assert list(table["cats__"]) == [level for level in ORDER.categories for _ in range(3)]
    means = levels.posterior_epred({"logmass": table["logmass"][:3]})
    np.testing.assert_allclose(table["estimate__"][:3], means.iloc[:, ::3].median())
    mean = levels.conditional_effects(resolution=3, categorical=False)["logmass"]
    assert mean["estimate__"].between(1, 3).all()
    assert "cats__" not in mean
    drawn = levels.conditional_effects(resolution=2, method="posterior_predict", seed=1)
    assert set(drawn["logmass"]["lower__"]) <= {1, 2, 3}


def test_levels_without_order_have_no_mean():
    fit = brm("sample ~ logmass", GALAXIES, family=categorical(), seed=1, draws=100)
    with pytest.raises(ValueError, match="the levels of the response have no order"):
        fit.conditional_effects(categorical=False)
    assert set(fit.conditional_effects(resolution=2)["logmass"]["cats__"]) == set(ORDER.categories)


def test_other_parameters_and_scales(cars, logit):
    linear = logit.conditional_effects("sample", method="posterior_linpred")["sample"]
    mean = logit.conditional_effects("sample")["sample"]
    np.testing.assert_allclose(1 / (1 + np.exp(-linear["lower__"])), mean["lower__"], rtol=1e-3)
    sigma = cars.conditional_effects("wt", dpar="sigma", resolution=2)
    assert sigma.label == "sigma"
    assert sigma["wt"]["estimate__"].to_numpy() == pytest.approx(cars.draws["sigma"].median())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"effects": "wtt"}, "effects='wtt': the model has wt, hp .did you mean 'wt'"),
        ({"effects": "wt:hp:wt"}, "an effect is of one or two variables"),
        ({"conditions": {"gear": 4}}, "conditions= has 'gear'; the model has wt, hp"),
        ({"method": "epred"}, "method='epred': use one of posterior_epred"),
        ({"prob": 95}, "a coverage lies between 0 and 1"),
        ({"categorical": True}, "it is for models of categories"),
        ({"resolution": 1}, "resolution=1: give a whole number of 2 or more"),
        ({"ndraws": 0}, "ndraws=0"),
    ],
)
def test_what_is_wrong_is_named(cars, arguments, message):
    with pytest.raises(ValueError, match=message):
        cars.conditional_effects(**arguments)


def test_a_level_that_is_none_is_named(logit):
    with pytest.raises(ValueError, match="sample='dwarv'; its levels are dwarf, field, cluster"):
        logit.conditional_effects(conditions={"sample": "dwarv"})


def test_the_page_has_the_first_rows(cars):
    page = repr(cars.conditional_effects(resolution=9)).split("\n")
    assert page[0] == "wt: mpg, 95% interval"
    assert page[1].split() == ["wt", "hp", "cond__", "effect1__", *COLUMNS]
    assert page[5] == "... 9 rows"


def test_the_picture_has_curves_and_bars(logit):
    pytest.importorskip("matplotlib")
    found = logit.conditional_effects(resolution=5)
    curve, bars, both = found.plot(points=True).ravel()[:3]
    np.testing.assert_array_equal(curve.lines[0].get_ydata(), found["logmass"]["estimate__"])
    assert [tick.get_text() for tick in bars.get_xticklabels()] == ["dwarf", "field", "cluster"]
    assert [text.get_text() for text in both.get_legend().texts] == ["dwarf", "field", "cluster"]
    assert both.get_ylabel() == "has_gc"
    assert found._repr_png_().startswith(b"\x89PNG")


def test_the_picture_has_a_panel_for_each_condition_and_curves_of_draws(cars):
    pytest.importorskip("matplotlib")
    found = cars.conditional_effects("wt", {"hp": [100, 200]}, spaghetti=True, ndraws=7)
    one, two = found.plot().ravel()
    assert (one.get_title(loc="left"), two.get_title(loc="left")) == ("hp = 100", "hp = 200")
    assert len(one.lines) == 7 + 1
    np.testing.assert_allclose(one.lines[-1].get_ydata(), found["wt"]["estimate__"][:100])


def test_counts_and_levels_are_drawn(levels):
    pytest.importorskip("matplotlib")
    looms = brm("breaks ~ wool * tension", LOOMS, family=negbinomial(), seed=1, draws=100)
    drawn = looms.conditional_effects("wool:tension", method="posterior_predict")
    ax = drawn.plot(points=True)
    assert len(ax.collections) >= 3
    ax = levels.conditional_effects().plot()
    assert [text.get_text() for text in ax.get_legend().texts] == list(ORDER.categories)
    assert ax.get_ylabel() == "P(sample)"


def test_conditions_are_a_table(levels):
    with pytest.raises(TypeError, match=r"conditions= takes a dict of values, .*got 3"):
        levels.conditional_effects(conditions=3)
