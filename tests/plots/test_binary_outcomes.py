"""Calibration and ROC: the numbers, and what is drawn."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu

from rglm import betabinomial, binomial, glm, poisson
from rglm.datasets import load
from rglm.inference.binary_outcomes.outcomes import probability_groups
from rglm.plots.binary_outcomes import calibration_table

GALAXIES, BUDWORM = load("galaxies"), load("budworm")
FIT = glm("has_gc ~ logmass", GALAXIES, binomial())
GROUPED = glm("cbind(dead, alive) ~ ldose", BUDWORM, binomial())


def test_the_area_under_the_curve_is_the_mann_whitney_statistic():
    p, y = FIT.fitted_values, GALAXIES["has_gc"] == 1
    roc = FIT.roc()
    u = mannwhitneyu(p[y], p[~y]).statistic
    assert roc.auc == pytest.approx(u / (y.sum() * (~y).sum()))
    assert 0.01 < roc.se < 0.03
    assert roc.table[["false_positive_rate", "sensitivity"]].iloc[0].tolist() == [1, 1]


def test_counts_of_successes_and_failures_are_single_outcomes():
    roc = GROUPED.roc()
    p = GROUPED.fitted_values.to_numpy()
    dead, alive = BUDWORM["dead"].to_numpy(), BUDWORM["alive"].to_numpy()
    wins = (p[:, None] > p) + 0.5 * (p[:, None] == p)
    assert roc.auc == pytest.approx((dead @ wins @ alive) / (dead.sum() * alive.sum()))
    assert len(roc.table) == 7


def test_bins_have_about_equally_many_trials():
    table = calibration_table(FIT, bins=8)
    assert table["trials"].tolist() == [29.0, 29, 28, 29, 30, 29, 29, 29]  # ties stay together
    order = np.argsort(FIT.fitted_values.to_numpy(), kind="stable")[:29]
    assert table["predicted"].iloc[0] == pytest.approx(FIT.fitted_values.iloc[order].mean())
    assert table["observed"].iloc[0] == pytest.approx(GALAXIES["has_gc"].iloc[order].mean())
    assert (table["low"] < table["observed"] + 1e-12).all()
    assert (table["high"] <= 1 + 1e-12).all()
    # Wilson's interval of 3 of 10, by hand
    z, n, y = 1.959963985, 10, 0.3
    half = z * np.sqrt(y * (1 - y) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert 0.2 < half < 0.3


SHUFFLE = np.random.default_rng(7).permutation(600)


def factor_data():
    """A response that only factors explain, exactly calibrated by its fit, and trials."""
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"a": rng.choice(list("uvw"), 600), "b": rng.choice(list("xy"), 600)})
    data["y"] = (rng.random(600) < 0.2 + 0.2 * (data["a"] == "v") + 0.3 * (data["b"] == "y")) * 1
    data["m"] = rng.integers(1, 9, 600)
    data["s"] = rng.binomial(data["m"], rng.beta(2, 2, 600))
    return data


FITS = [
    lambda data: glm("y ~ a * b", data, binomial()),
    lambda data: glm("y ~ a * b", data, binomial(), weights="m"),
    lambda data: glm("s / m ~ a + b", data, binomial("probit"), weights="m"),
    lambda data: betabinomial("cbind(s, m - s) ~ a", data),
]


@pytest.mark.parametrize("fit", FITS)
@pytest.mark.parametrize("bins", [1, 3, 10, 1000])
def test_equal_probabilities_are_in_one_bin_whatever_the_order_of_rows(fit, bins):
    one, two = fit(factor_data()), fit(factor_data().iloc[SHUFFLE])
    table, again = calibration_table(one, bins), calibration_table(two, bins)
    pd.testing.assert_frame_equal(table, again, rtol=1e-6)
    roc, again = one.roc(), two.roc()
    pd.testing.assert_frame_equal(roc.table, again.table, rtol=1e-6)
    assert (again.auc, again.se) == pytest.approx((roc.auc, roc.se))
    assert len(table) <= len(roc.table) - 1 <= 6


def test_a_saturated_fit_is_calibrated():
    table = calibration_table(FITS[0](factor_data()), bins=10)
    np.testing.assert_allclose(table["observed"], table["predicted"])
    assert len(table) > 3


def test_probabilities_that_differ_by_rounding_are_in_one_group():
    """The same rows, multiplied out in another order, differ by the last bits."""
    p = np.array([0.1 + 0.2, 0.3, 1e-12, 2e-12, 1 - 1e-13, 0.3 + 1e-9])
    assert probability_groups(p).tolist() == [2, 2, 0, 1, 4, 3]


def test_the_pictures_draw_their_tables():
    ax, table = FIT.plot_calibration(bins=5), calibration_table(FIT, 5)
    np.testing.assert_allclose(ax.lines[1].get_data(), [table["predicted"], table["observed"]])
    ax, roc = FIT.plot_roc(), FIT.roc()
    curve = [roc.table["false_positive_rate"], roc.table["sensitivity"]]
    np.testing.assert_allclose(ax.lines[1].get_data(), curve)
    names = [text.get_text() for text in ax.get_legend().get_texts()]
    low, high = roc.ci
    assert names[0] == f"AUC {roc.auc:.3f} (95% CI {low:.3f} to {high:.3f})"
    assert names[1:] == ["best threshold (Youden)"]
    assert ax.texts[0].get_text() == f"{roc.best['threshold']:#.2g}"
    assert ax.texts[0].xy == (1 - roc.best["specificity"], roc.best["sensitivity"])
    assert betabinomial("cbind(dead, alive) ~ sex", BUDWORM).plot_calibration(bins=2).lines


def test_several_curves_have_their_colours_and_labels():
    ax = FIT.plot_roc(label="mass")
    other = glm("has_gc ~ sample", GALAXIES, binomial())
    assert other.plot_roc(label="sample", ax=ax) is ax
    curves = [line for line in ax.lines if len(line.get_xdata()) > 2]
    assert len(curves) == len({line.get_color() for line in curves}) == 2
    assert sum(list(line.get_xdata()) == [0, 1] for line in ax.lines) == 1  # one diagonal
    legend = ax.get_legend()
    names = [text.get_text().split(":")[0] for text in legend.get_texts()]
    assert names == ["mass", "sample", "best threshold (Youden)"]
    assert legend.get_title().get_text() == "AUC (95% CI)"


def test_the_legend_of_a_calibration_explains_line_and_bars():
    names = [text.get_text() for text in FIT.plot_calibration(level=0.9).get_legend().get_texts()]
    assert names == ["observed = predicted", "share in a bin, 90% interval"]


def test_other_responses_and_wrong_bins_are_errors():
    with pytest.raises(ValueError, match=r"poisson \(log\) is not binomial"):
        glm("n_gc ~ logmass", GALAXIES, poisson()).plot_roc()
    with pytest.raises(ValueError, match="bins=0"):
        FIT.plot_calibration(bins=0)
