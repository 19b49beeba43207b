"""The page of a posterior beside brms': to the letter, for brms' own numbers.

brms 2.18, which recorded the pages, calls the tables otherwise than 2.21 and later do.
"""

from types import SimpleNamespace

import numpy as np
import oracle
import pandas as pd
import pytest

import rglm
import rglm.bayes
from rglm.datasets import load
from rglm.models.brm.page.algorithm_lines import draws_lines, note_lines
from rglm.models.brm.page.summary import BrmSummary

PAGES = oracle.saved("brm_pages")
OLD_HEADINGS = {
    "Population-Level Effects: ": "Regression Coefficients:",
    "Family Specific Parameters: ": "Further Distributional Parameters:",
}
COLUMNS = ["Estimate", "Est.Error", "l-95% CI", "u-95% CI", "Rhat", "Bulk_ESS", "Tail_ESS"]
# of each page the model as rglm has it: formula, data, family and weights
MODELS = {
    "logistic": ("has_gc ~ logmass", "galaxies", "bernoulli"),
    "gaussian": ("mpg ~ wt + hp", "mtcars", "gaussian"),
    "cumulative": ("rating ~ temp + contact", "wine", "cumulative"),
    "categorical": ("Sat ~ Infl", "housing", "categorical", "Freq"),
    "negbinomial": ("Days ~ Sex + Age + Eth + Lrn", "quine", "negbinomial"),
    "hurdle-negbinomial": ("n_gc ~ logmass | logmass", "galaxies", "hurdle_negbinomial"),
    "hurdle-gamma": ("Days ~ Lrn | Sex", "quine", "hurdle_gamma"),
}


def lines_of(id):
    lines = PAGES[id]["summary(f)"].split("\n")
    return [OLD_HEADINGS.get(line, line) for line in lines]


def table_below(lines, heading):
    """The numbers of a table of brms' page."""
    if heading not in lines:
        return pd.DataFrame(columns=COLUMNS, dtype=float)
    rows = []
    for line in lines[lines.index(heading) + 2 :]:
        if not line:
            break
        rows.append(line.split())
    values = [[np.nan if text == "NA" else float(text) for text in row[1:]] for row in rows]
    return pd.DataFrame(values, index=[row[0] for row in rows], columns=COLUMNS)


@pytest.mark.parametrize("id", PAGES)
def test_tables_are_laid_out_as_brms_does(id):
    lines = lines_of(id)
    fixed, other = (table_below(lines, heading) for heading in OLD_HEADINGS.values())
    start = lines.index("Regression Coefficients:")
    notes = tuple(
        lines[
            lines.index("Draws were sampled using sampling(NUTS). For each parameter, Bulk_ESS") :
        ]
    )
    page = BrmSummary(fixed, other, pd.DataFrame(), tuple(lines[: start - 1]), notes)
    assert repr(page).split("\n") == lines


@pytest.mark.parametrize("id", MODELS)
def test_family_links_and_names_are_those_of_brms(id):
    formula, data, family, *weights = MODELS[id]
    table = load("galaxies") if data == "galaxies" else oracle.data(data)
    make = getattr(rglm.bayes, family)
    options = {"weights": weights[0]} if weights else {}
    fit = rglm.brm(formula, table, family=make(), draws=1000, seed=1, **options)
    lines, ours = lines_of(id), repr(fit).split("\n")
    assert ours[:2] == lines[:2]
    page = fit.summary()
    found = page.fixed.index.tolist(), page.spec_pars.index.tolist()
    fixed, other = (table_below(lines, heading) for heading in OLD_HEADINGS.values())
    # brms shows disc, which is 1 in a model without a predictor of it
    assert found == (fixed.index.tolist(), [name for name in other.index if name != "disc"])


def test_chains_are_told_as_in_brms():
    lines = lines_of("logistic")
    options = SimpleNamespace(iter=4000, warmup=2000, thin=1)
    report = SimpleNamespace(problems=list)
    sample = SimpleNamespace(u=np.zeros((2, 2000, 2)), sampling=report)
    fit = SimpleNamespace(algorithm="sampling", _options=options, _sample=sample)
    assert draws_lines(fit) == lines[4:6]
    assert note_lines(fit) == lines[-3:]
