"""The bambi side of bayes.py: PYTHON bayes_bambi.py DATA.csv FORMULA OUT.json."""

import json
import logging
import sys
import warnings
from pathlib import Path
from statistics import median
from time import perf_counter

import arviz
import bambi
import pandas as pd

ROUNDS = 3


def fit(formula, data, seed):
    """4 chains of 1000 + 1000 by nutpie; compiling is a part of it."""
    priors = {
        name.strip(): bambi.Prior("Normal", mu=0, sigma=2.5)
        for name in ["Intercept", *formula.split("~")[1].split("+")]
    }
    model = bambi.Model(formula, data, family="bernoulli", priors=priors)
    return model.fit(
        inference_method="nutpie",
        draws=1000,
        tune=1000,
        chains=4,
        cores=1,
        random_seed=seed,
        progress_bar=False,
    )


def main(path, formula, out):
    """Write seconds, effective draws, means and standard deviations."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    data = pd.read_csv(path)
    rounds = ROUNDS if len(data) < 1000 else 1
    fit(formula, data.head(500), 0)
    times = []
    for seed in range(rounds):
        begun = perf_counter()
        found = fit(formula, data, seed)
        times.append(perf_counter() - begun)
    table = arviz.summary(found, round_to="none")
    mean, sd = (table[name].tolist() for name in ("mean", "sd"))
    written = {"seconds": median(times), "ess": table["ess_bulk"].min(), "mean": mean, "sd": sd}
    Path(out).write_text(json.dumps(written), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
