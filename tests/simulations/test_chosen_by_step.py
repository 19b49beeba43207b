"""Sentences of vignettes/model-building.md on models that `step` chose from noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from rglm import lm

ROWS, CANDIDATES = 100, 30


def sweep(a: np.ndarray, k: int, sign: int) -> np.ndarray:
    """Cross-products after column k came into the regression (sign 1), or left it (-1)."""
    swept = a - np.outer(a[:, k], a[k]) / a[k, k]
    swept[k] = swept[:, k] = sign * a[k] / a[k, k]
    swept[k, k] = -1 / a[k, k]
    return swept


def step(world: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which columns AIC lets in, from none, both ways, and the swept cross-products; y is last."""
    centred = world - world.mean(axis=0)
    a, n = centred.T @ centred, len(world)
    inside = np.zeros(CANDIDATES, dtype=bool)
    while True:
        rss = a[-1, -1] - a[-1, :-1] ** 2 / np.diag(a)[:-1]
        changes = n * np.log(rss / a[-1, -1]) + np.where(inside, -2, 2)
        k = int(np.argmin(changes))
        if changes[k] >= 0:
            return inside, a
        a = sweep(a, k, -1 if inside[k] else 1)
        inside[k] = not inside[k]


def worlds(count: int) -> np.ndarray:
    """Worlds where nothing has to do with anything."""
    return np.random.default_rng(7).normal(size=(count, ROWS, CANDIDATES + 1))


def test_sweeping_is_step():
    for world in worlds(2):
        names = [f"x{i}" for i in range(CANDIDATES)]
        data = pd.DataFrame(world, columns=[*names, "y"])
        chosen = lm("y ~ 1", data).step(scope="~ " + " + ".join(names), trace=0)
        inside, a = step(world)
        assert set(chosen.coef().index[1:]) == set(np.array(names)[inside])
        assert chosen.deviance == pytest.approx(a[-1, -1])


def test_tests_of_the_chosen_model():
    """Of 2,000 worlds, 94% have a significant F; four or five in ten coefficients have a star."""
    kept, stars, significant = 0, 0, 0
    for world in worlds(2000):
        inside, a = step(world)
        k, rss, total = inside.sum(), a[-1, -1], ROWS * world[:, -1].var()
        df = ROWS - 1 - k
        p = stats.f.sf((total - rss) / max(k, 1) / (rss / df), k, df) if k else 1.0
        significant += p < 0.05
        squares = a[-1, :-1][inside] ** 2 / -np.diag(a)[:-1][inside] / (rss / df)
        kept += k
        stars += (squares > stats.t.ppf(0.975, df) ** 2).sum()
    assert significant / 2000 == pytest.approx(0.94, abs=0.01)
    assert stars / kept == pytest.approx(0.46, abs=0.02)
    assert stars / 2000 == pytest.approx(2.6, abs=0.1)


def test_validation_without_the_choice():
    """Of 500 worlds, how often the errors of the chosen model are above those of the mean only."""
    fold = np.arange(ROWS) % 10
    errors = []
    for world in worlds(500):
        with_all_rows, _ = step(world)
        squares = np.zeros(3)
        for left_out in range(10):
            seen, unseen = world[fold != left_out], world[fold == left_out]
            choices = np.zeros(CANDIDATES, dtype=bool), with_all_rows, step(seen)[0]
            squares += [squared_errors(seen, unseen, columns) for columns in choices]
        errors.append(squares)
    mean_only, with_all_rows, without_those = np.transpose(errors)
    assert np.mean(with_all_rows < mean_only) == pytest.approx(0.96, abs=0.015)
    assert np.mean(without_those > mean_only) == pytest.approx(0.98, abs=0.015)


def squared_errors(seen: np.ndarray, unseen: np.ndarray, columns: np.ndarray) -> float:
    """Sum of the squared errors of prediction of a linear model in these columns."""
    x, new = (np.insert(rows[:, :-1][:, columns], 0, 1.0, axis=1) for rows in (seen, unseen))
    beta = np.linalg.lstsq(x, seen[:, -1], rcond=None)[0]
    return float(((unseen[:, -1] - new @ beta) ** 2).sum())
