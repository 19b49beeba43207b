"""The shipped tables: shapes, levels, sources, and the fits that textbooks print of them."""

from __future__ import annotations

import doctest
import importlib
import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rglm import datasets

FOLDER = Path(datasets.__file__).parent
FITS = {
    name: {part: np.array(values, float) for part, values in fit.items()}
    for name, fit in json.loads(
        (Path(__file__).parents[1] / "reference" / "datasets.json").read_text()
    ).items()
}
# R's coefficients are right to about 1e-10; a score is a sum of up to 232 terms of up to 1e3 x 11
SCORE = 1e-5
DEVIANCE = 1e-9  # relative: quadratic in the coefficients' error, so rounding only
SHAPES = {
    "budworm": (12, 7),
    "clotting": (9, 3),
    "dobson": (9, 3),
    "galaxies": (232, 4),
    "hubble": (24, 3),
    "mtcars": (32, 11),
    "recreation": (659, 8),
    "ships": (40, 5),
    "warpbreaks": (54, 3),
}
COSTS = ("costC", "costS", "costH")
FRACTIONS = ("logmass", "distance", "mpg", "disp", "drat", "wt", "qsec", *COSTS)
LEVELS = {
    ("budworm", "sex"): ["F", "M"],
    ("dobson", "outcome"): ["1", "2", "3"],
    ("dobson", "treatment"): ["1", "2", "3"],
    ("galaxies", "sample"): ["dwarf", "field", "cluster"],
    ("recreation", "ski"): ["no", "yes"],
    ("recreation", "userfee"): ["no", "yes"],
    ("ships", "type"): list("ABCDE"),
    ("warpbreaks", "tension"): ["L", "M", "H"],
    ("warpbreaks", "wool"): ["A", "B"],
}


def dummies(data: pd.DataFrame, *columns: str) -> np.ndarray:
    """An intercept, then treatment contrasts; numeric columns as they are."""
    coded = pd.get_dummies(data[list(columns)], drop_first=True, dtype=float)
    kept = [c for name in columns for c in coded if c == name or c.startswith(f"{name}_")]
    return np.column_stack([np.ones(len(data)), coded[kept]])


def ylogy(y, mu):
    return np.where(y > 0, y * np.log(np.where(y > 0, y, 1) / mu), 0)


@pytest.mark.parametrize("name", datasets.names())
def test_shape_and_kinds(name):
    data = datasets.load(name)
    assert data.shape == SHAPES[name]
    if name != "mtcars":
        assert data.index.equals(pd.RangeIndex(len(data)))
    assert not data.isna().any().any()
    for column, kind in data.dtypes.items():
        if (name, column) in LEVELS:
            assert list(data[column].cat.categories) == LEVELS[name, column]
            assert data[column].cat.ordered == (column == "response")
            assert set(data[column]) == set(LEVELS[name, column])
        elif column == "nebula":
            assert data[column].is_unique
        else:
            assert kind == ("float64" if column in FRACTIONS else "int64")
            assert column == "velocity" or (data[column] >= 0).all()


@pytest.mark.parametrize("name", datasets.names())
def test_every_load_is_a_new_frame(name):
    first = datasets.load(name)
    before = first.copy()
    first.iloc[0, -1] = first.iloc[-1, -1]
    first["scratch"] = 1
    pd.testing.assert_frame_equal(datasets.load(name), before)


@pytest.mark.parametrize("name", datasets.names())
def test_docstring_names_source_and_columns(name):
    page = getattr(datasets, name).__doc__
    assert "Source:" in page
    assert ">>>" in page
    assert all(f"``{column}``" in page for column in datasets.load(name))


def test_names_are_sorted_exported_and_each_has_a_csv():
    names = datasets.names()
    assert names == sorted(names) == sorted(path.stem for path in FOLDER.glob("data/*.csv"))
    assert set(datasets.__all__) == {"load", "names", *names}
    names.clear()
    assert datasets.names()


def test_shipped_files_are_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("data/*")) < 30_000


@pytest.mark.parametrize(("wrong", "meant"), [("galaxy", "galaxies"), ("Dobson", "dobson")])
def test_a_mistyped_name_gets_a_hint(wrong, meant):
    with pytest.raises(ValueError, match=rf"name='{wrong}'.*did you mean '{meant}'.*warpbreaks"):
        datasets.load(wrong)


@pytest.mark.parametrize("wrong", ["iris", None, ["a"]])
def test_an_unknown_name_is_an_error(wrong):
    with pytest.raises(ValueError, match=r"is not a data set; choose one of \['budworm'"):
        datasets.load(wrong)


def test_dobson_published_deviance():
    """Independence in a two-way table: fitted = row x column / total."""
    y = datasets.dobson()["counts"].to_numpy(float).reshape(3, 3)  # treatment by outcome
    fitted = np.outer(y.sum(1), y.sum(0)) / y.sum()
    deviance = 2 * np.sum(ylogy(y, fitted))
    assert y.sum(1).tolist() == [50, 50, 50]
    assert deviance == pytest.approx(5.1291, abs=5e-5)
    assert deviance == pytest.approx(FITS["dobson"]["deviance"][0], rel=DEVIANCE)


@pytest.mark.parametrize(("lot", "published"), [(1, (-0.01655, 0.01534)), (2, (-0.02391, 0.0236))])
def test_clotting_published_lines(lot, published):
    data, fit = datasets.clotting(), FITS[f"clotting_lot{lot}"]
    x = np.column_stack([np.ones(9), np.log(data["u"])])
    y, mu = data[f"lot{lot}"].to_numpy(), 1 / (x @ fit["coef"])
    np.testing.assert_allclose(x.T @ (y - mu), 0, atol=SCORE)
    assert fit["coef"] == pytest.approx(published, abs=6e-6)
    assert 2 * np.sum((y - mu) / mu - np.log(y / mu)) == pytest.approx(fit["deviance"][0], 1e-8)


def test_budworm_published_deviance():
    data, fit = datasets.budworm(), FITS["budworm"]
    x = dummies(data, "sex", "ldose")
    mu = data["n"] / (1 + np.exp(-x @ fit["coef"]))
    deviance = 2 * np.sum(ylogy(data["dead"], mu) + ylogy(data["alive"], data["n"] - mu))
    np.testing.assert_allclose(x.T @ (data["dead"] - mu), 0, atol=SCORE)
    assert deviance == pytest.approx(6.7571, abs=5e-5)
    assert data["dose"].tolist() == [1, 2, 4, 8, 16, 32] * 2
    assert (data["dead"] + data["alive"] == data["n"]).all()


def test_warpbreaks_published_deviance():
    data, fit = datasets.warpbreaks(), FITS["warpbreaks"]
    x, y = dummies(data, "wool", "tension"), data["breaks"]
    mu = np.exp(x @ fit["coef"])
    np.testing.assert_allclose(x.T @ (y - mu), 0, atol=SCORE)
    assert 2 * np.sum(ylogy(y, mu)) == pytest.approx(210.3919, abs=5e-5)
    assert (data.groupby(["wool", "tension"], observed=True).size() == 9).all()


def test_hubbles_constant_is_the_published_one():
    data, fit = datasets.hubble(), FITS["hubble"]
    slope, intercept = np.polyfit(data["distance"], data["velocity"], 1)
    assert (intercept, slope) == pytest.approx(fit["coef"])
    assert slope == pytest.approx(454.16, abs=5e-3)


def test_mtcars_have_the_published_fit():
    data, fit = datasets.mtcars(), FITS["mtcars"]
    x = np.column_stack([np.ones(32), data[["wt", "hp"]]])
    np.testing.assert_allclose(np.linalg.lstsq(x, data["mpg"], rcond=None)[0], fit["coef"])
    assert fit["deviance"][0] == pytest.approx(195.0478, abs=5e-5)


def test_galaxies_have_clusters_where_the_count_is_positive():
    data = datasets.galaxies()
    assert ((data["n_gc"] > 0) == (data["has_gc"] == 1)).all()
    assert data["logmass"].between(4, 11).all()
    assert set(data["has_gc"]) == {0, 1}
    means = data.groupby("sample", observed=True)["logmass"].mean()
    assert means["dwarf"] < means["field"] < means["cluster"]


def test_galaxies_logistic_fit_is_near_the_published_one():
    data, fit = datasets.galaxies(), FITS["galaxies_logit"]
    x = dummies(data, "logmass")
    mu = 1 / (1 + np.exp(-x @ fit["coef"]))
    np.testing.assert_allclose(x.T @ (data["has_gc"] - mu), 0, atol=SCORE)
    assert (abs(fit["coef"] - [-10.50, 1.55]) < fit["se"]).all()


def test_galaxies_counts_are_overdispersed():
    data, fit, poisson = datasets.galaxies(), FITS["galaxies_nb"], FITS["galaxies_poisson"]
    x, y, theta = dummies(data, "logmass"), data["n_gc"], fit["theta"]
    mu = np.exp(x @ fit["coef"])
    score = x.T @ ((y - mu) / (1 + mu / theta))
    # glm.nb alternates between theta and the coefficients, and stops at about 1e-8 of each
    np.testing.assert_allclose(score, 0, atol=1e-3)
    assert (abs(fit["coef"] - [-10.3, 1.51]) < 2 * fit["se"]).all()
    assert abs(theta[0] - 1.3) < 2 * fit["se_theta"][0]
    assert poisson["dispersion"][0] > 20


def test_galaxies_sample_has_no_effect_given_mass():
    fall = FITS["galaxies_logit"]["deviance"] - FITS["galaxies_sample"]["deviance"]
    assert fall[0] < 5.99  # the 5 percent point of chi-square on 2 df


def test_galaxies_are_drawn_again_byte_for_byte():
    from rglm.datasets.simulate_galaxies import CSV, simulate

    assert CSV.read_bytes() == simulate().encode()


def test_simulated_counts_follow_the_negative_binomial():
    """P(n = 1 | n > 0) of a negative binomial, summed by hand: a count of 1 below it, 2 above."""
    from rglm.datasets.simulate_galaxies import count

    theta, m = 1.3, math.exp(-10.3 + 1.51 * 8)
    none = (theta / (theta + m)) ** theta
    one = none * theta * m / (theta + m) / (1 - none)
    assert count(8.0, one * (1 - 1e-9)) == 1
    assert count(8.0, one * (1 + 1e-9)) == 2


@pytest.mark.parametrize("module", ["", ".shipped", ".tables", ".simulate_galaxies"])
def test_examples_in_docstrings_run(module):
    result = doctest.testmod(importlib.import_module(f"rglm.datasets{module}"))
    assert result.attempted
    assert not result.failed


def test_the_package_imports_no_pandas():
    """pandas is imported when a set is loaded; run on its own, as ``import rglm`` is others'."""
    code = (
        "import sys, types; package = types.ModuleType('rglm');"
        f"package.__path__ = [{str(FOLDER.parent)!r}]; sys.modules['rglm'] = package;"
        "import rglm.datasets; rglm.datasets.names(); assert 'pandas' not in sys.modules;"
        "assert rglm.datasets.load('dobson').shape == (9, 3)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
