"""Models of one to four parameters with their exact posteriors, from brm_exact.json.

`exact(case)` reads the file; `python tests/reference/brm_exact_cases.py` writes it, by quadrature
with scipy's densities alone, in some minutes. In every test `import brm_exact_cases` works.
"""

from __future__ import annotations

import json
from functools import cache, partial
from pathlib import Path

import brm_grids as grids
import pandas as pd
from brm_exact_case import ExactCase, Part

SAVED = Path(__file__).parent / "brm_exact.json"
X = [-1.2, -0.6, -0.1, 0.3, 0.5, 0.9, 1.6, 2.2, -0.9, -0.4, 0.0, 0.4, 0.7, 1.1, 1.4, 1.9]
REAL = [1.9, 2.7, 2.1, 3.4, 3.0, 4.4, 3.9, 5.2, 2.5, 1.7, 3.1, 2.6, 3.8, 3.2, 4.6, 4.1]
POSITIVE = [0.6, 1.1, 0.9, 1.4, 2.3, 1.9, 3.1, 4.0, 0.8, 0.7, 1.6, 1.2, 1.3, 2.6, 2.0, 2.9]
COUNTS = [1, 0, 2, 1, 3, 2, 5, 4, 0, 1, 1, 3, 2, 2, 6, 3]
ZEROS = [0, 0, 2, 0, 3, 0, 5, 1, 0, 4, 0, 2, 1, 0, 7, 3]
AMOUNTS = [0, 0, 1.3, 0, 2.6, 0, 4.1, 0.7, 0.9, 3.2, 0, 1.8, 0, 1.1, 2.2, 0.6]
BINARY = [0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1]
CHOICES = [1, 2, 1, 1, 2, 3, 3, 3, 2, 1, 3, 2, 1, 3, 2, 3]
SUCCESSES = [1, 2, 2, 4, 3, 6, 7, 9]
TRIALS = [8, 7, 9, 10, 6, 9, 10, 10]
OFFSETS = [0.1, 0.5, 1.0, 0.2, 0.7, 0.3, 1.2, 0.9, 0.4, 0.6, 0.8, 0.0, 0.3, 1.1, 0.5, 0.2]
WEIGHTS = [1, 2, 0, 1, 3, 1, 2, 1, 1, 0, 2, 1, 1, 4, 1, 2]

one = partial(Part, columns=())
by_x = partial(Part, columns=("x",))
FAILURES = [n - s for n, s in zip(TRIALS, SUCCESSES, strict=True)]
cbind = {"x": X[:8], "successes": SUCCESSES, "failures": FAILURES, "trials": TRIALS}


def binomial_case(link, columns=(), id=None, **priors):
    return ExactCase(
        id or f"binomial-{link}" + ("-x" if columns else ""),
        cbind,
        f"cbind(successes, failures) ~ {'x' if columns else '1'}",
        "binomial",
        link,
        grids.binomial,
        {"Intercept": "normal(0, 1.5)", **priors},
        (Part(link=link, columns=columns),),
        response="successes",
    )


def mean_case(id, family, link, y, density, start=None, x=False, **priors):
    """A model of one mean: y ~ 1 or y ~ x."""
    return ExactCase(
        id,
        {"y": y} | ({"x": X} if x else {}),
        "y ~ x" if x else "y ~ 1",
        family,
        link,
        density,
        {"b": "normal(0, 1)"} | priors,
        (Part(link=link, columns=("x",) if x else ()),),
        start=start,
    )


def two_part_case(id, dpar, density, y=ZEROS, x=False, links=("log", "logit"), **priors):
    family = id.removesuffix("-x").replace("-", "_")
    return ExactCase(
        id,
        {"x": X, "y": y},
        "y ~ 1 | x" if x else "y ~ 1 | 1",
        family,
        None,
        density,
        {
            "Intercept": "normal(0, 1.5)",
            f"{dpar}_Intercept": "normal(0, 1.5)",
            f"{dpar}_b": "normal(0, 1)",
        }
        | priors,
        (Part(link=links[0]), Part(dpar, links[1], ("x",) if x else ())),
        family_arguments={f"link_{dpar}": links[1]},
    )


def cumulative_case(link, x=False, start=(-1.0, 0.0)):
    return ExactCase(
        f"cumulative-{link}" + ("-x" if x else ""),
        {"x": X, "y": CHOICES},
        "ordered(y) ~ x" if x else "ordered(y) ~ 1",
        "cumulative",
        link,
        grids.binomial,
        {"Intercept": "student_t(3, 0, 2.5)", "b": "normal(0, 1.5)"},
        (Part(columns=("x",) if x else ()),),
        start=(*start, 0.0) if x else start,
        cuts=2,
    )


GAUSSIAN = {"Intercept": "normal(3, 2)", "sigma": "exponential(0.8)"}
OF_SHAPE = {"Intercept": "normal(0, 2)", "shape": "inv_gamma(0.4, 0.3)"}
CASES = [
    mean_case("gaussian", "gaussian", "identity", REAL, grids.gaussian, (3.0, 0.0), **GAUSSIAN),
    mean_case(
        "gaussian-x",
        "gaussian",
        "identity",
        REAL,
        grids.gaussian,
        (3.0, 0.0, 0.0),
        x=True,
        **GAUSSIAN | {"b": "student_t(3, 0, 1)", "sigma": "student_t(3, 0, 2)"},
    ),
    mean_case(
        "gaussian-log",
        "gaussian",
        "log",
        REAL,
        grids.gaussian,
        (1.0, 0.0),
        Intercept="normal(1, 1)",
        sigma="gamma(2, 1)",
    ),
    mean_case(
        "gaussian-inverse",
        "gaussian",
        "inverse",
        REAL,
        grids.gaussian,
        (0.3, 0.0),
        Intercept="normal(0.3, 0.1)",
        sigma="lognormal(0, 0.5)",
    ),
    mean_case(
        "gamma-log", "Gamma", "log", POSITIVE, grids.gamma, **OF_SHAPE | {"shape": "gamma(2, 0.5)"}
    ),
    mean_case(
        "gamma-inverse",
        "Gamma",
        "inverse",
        POSITIVE,
        grids.gamma,
        (0.5, 1.0),
        Intercept="exponential(1)",
        shape="gamma(2, 0.5)",
    ),
    mean_case(
        "gamma-identity",
        "Gamma",
        "identity",
        POSITIVE,
        grids.gamma,
        (2.0, 1.0),
        Intercept="lognormal(0.5, 0.5)",
        shape="gamma(2, 0.5)",
    ),
    mean_case(
        "gamma-log-x",
        "Gamma",
        "log",
        POSITIVE,
        grids.gamma,
        x=True,
        **OF_SHAPE | {"shape": "exponential(0.1)"},
    ),
    mean_case(
        "inverse-gaussian-log",
        "inverse_gaussian",
        "log",
        POSITIVE,
        grids.inverse_gaussian,
        **OF_SHAPE | {"shape": "gamma(2, 0.5)"},
    ),
    mean_case(
        "inverse-gaussian-1/mu^2",
        "inverse_gaussian",
        "1/mu^2",
        POSITIVE,
        grids.inverse_gaussian,
        (0.3, 0.0),
        Intercept="gamma(2, 3)",
        shape="gamma(2, 0.5)",
    ),
    binomial_case("logit"),
    binomial_case("logit", ("x",), b="cauchy(0, 1)"),
    binomial_case("probit", ("x",), b="laplace(0, 1)"),
    binomial_case("cloglog", Intercept="cauchy(0, 1)"),
    binomial_case("cauchit"),
    # conjugate: the probability has a uniform prior, and the posterior beta(1 + s, 1 + n - s)
    binomial_case("logit", id="binomial-conjugate", Intercept="logistic(0, 1)"),
    ExactCase(
        "bernoulli-x",
        {"x": X, "y": BINARY},
        "y ~ x",
        "bernoulli",
        "logit",
        grids.binomial,
        {"Intercept": "normal(0, 2.5)", "b": "normal(0, 2.5)"},
        (by_x(link="logit"),),
    ),
    ExactCase(
        "bernoulli-separated",
        {"x": X[:8], "y": [0, 0, 0, 0, 1, 1, 1, 1]},
        "y ~ x",
        "bernoulli",
        "logit",
        grids.binomial,
        {"Intercept": "normal(0, 2.5)", "b": "normal(0, 2.5)"},
        (by_x(link="logit"),),
    ),
    mean_case(
        "poisson-x", "poisson", "log", COUNTS, grids.poisson, x=True, Intercept="normal(0, 2.5)"
    ),
    mean_case(
        "poisson-sqrt",
        "poisson",
        "sqrt",
        COUNTS,
        grids.poisson,
        (1.5,),
        Intercept="normal(1.5, 1)",
    ),
    # conjugate: the posterior is gamma(2 + sum y, 1 + n)
    mean_case(
        "poisson-identity",
        "poisson",
        "identity",
        COUNTS,
        grids.poisson,
        (2.0,),
        Intercept="gamma(2, 1)",
    ),
    ExactCase(
        "poisson-positive-slope",
        {"x": X, "y": COUNTS},
        "y ~ x",
        "poisson",
        "log",
        grids.poisson,
        {"Intercept": "normal(0, 2.5)", "x": "exponential(2)"},
        (by_x(),),
        positive=("x",),
    ),
    ExactCase(
        "poisson-weights",
        {"x": X, "y": COUNTS, "w": [w or 1 for w in WEIGHTS]},
        "y ~ x",
        "poisson",
        "log",
        grids.poisson,
        {"Intercept": "normal(0, 0.5)", "b": "normal(0, 1)"},
        (by_x(),),
        {"weights": "w"},
    ),
    ExactCase(
        "poisson-offset",
        {"y": COUNTS, "x": X, "offset": OFFSETS},
        "y ~ x",
        "poisson",
        "log",
        grids.poisson,
        {"Intercept": "normal(0, 2.5)", "b": "normal(0, 1)"},
        (by_x(),),
        {"offset": "offset"},
    ),
    mean_case(
        "negbinomial",
        "negbinomial",
        "log",
        ZEROS,
        grids.negbinomial,
        **OF_SHAPE | {"shape": "gamma(2, 1)"},
    ),
    mean_case(
        "negbinomial-x",
        "negbinomial",
        "log",
        COUNTS,
        grids.negbinomial,
        x=True,
        **OF_SHAPE | {"shape": "exponential(0.5)"},
    ),
    ExactCase(
        "beta-binomial",
        cbind,
        "cbind(successes, failures) ~ 1",
        "beta_binomial",
        "logit",
        grids.beta_binomial,
        {"Intercept": "normal(0, 1.5)", "phi": "gamma(2, 0.5)"},
        (one(link="logit"),),
        response="successes",
    ),
    cumulative_case("logit"),
    cumulative_case("logit", x=True),
    cumulative_case("probit", x=True),
    cumulative_case("cloglog"),
    cumulative_case("loglog"),
    ExactCase(
        "categorical",
        {"x": X, "y": CHOICES},
        "factor(y) ~ 1",
        "categorical",
        None,
        grids.categorical,
        {"mu2_Intercept": "normal(0, 2.5)", "mu3_Intercept": "student_t(5, 0, 1)"},
        (Part("mu2"), Part("mu3")),
    ),
    ExactCase(
        "categorical-x",
        {"x": X, "y": CHOICES},
        "factor(y) ~ x",
        "categorical",
        None,
        grids.categorical,
        {f"mu{k}_{c}": "normal(0, 1.5)" for k in (2, 3) for c in ("Intercept", "b")},
        (by_x("mu2"), by_x("mu3")),
    ),
    two_part_case("zero-inflated-poisson", "zi", grids.zero_inflated(grids.poisson)),
    two_part_case("zero-inflated-poisson-x", "zi", grids.zero_inflated(grids.poisson), x=True),
    two_part_case("zero-inflated-geometric", "zi", grids.zero_inflated(grids.geometric)),
    two_part_case(
        "zero-inflated-negbinomial",
        "zi",
        grids.zero_inflated(grids.negbinomial),
        links=("log", "probit"),
        shape="gamma(2, 1)",
    ),
    two_part_case("hurdle-poisson", "hu", grids.hurdle(grids.poisson)),
    two_part_case("hurdle-poisson-x", "hu", grids.hurdle(grids.poisson), x=True),
    two_part_case("hurdle-geometric", "hu", grids.hurdle(grids.geometric)),
    two_part_case(
        "hurdle-negbinomial",
        "hu",
        grids.hurdle(grids.negbinomial),
        links=("log", "probit"),
        shape="gamma(2, 1)",
    ),
    two_part_case(
        "hurdle-gamma",
        "hu",
        grids.hurdle(grids.gamma, is_truncated=False),
        y=AMOUNTS,
        shape="gamma(2, 0.5)",
    ),
    two_part_case(
        "hurdle-lognormal",
        "hu",
        grids.hurdle(grids.lognormal, is_truncated=False),
        y=AMOUNTS,
        links=("identity", "logit"),
        sigma="exponential(1)",
    ),
]
BY_ID = {case.id: case for case in CASES}


def compute(case: ExactCase) -> pd.DataFrame:
    """Mean, sd and limits of each quantity by quadrature; `.attrs["log_evidence"]`."""
    result = grids.posterior(case.log_joint, case.shown, case.first_guess)
    moments = {"mean": result.mean, "sd": result.sd, "kurtosis": result.kurtosis}
    table = pd.DataFrame(moments, index=case.names)
    table[["q2.5", "q97.5"]] = result.quantiles
    table.attrs["log_evidence"] = float(result.log_evidence)
    return table


@cache
def _saved() -> dict:
    return json.loads(SAVED.read_text(encoding="utf-8"))


def exact(case: ExactCase) -> pd.DataFrame:
    """What `compute` gave when this file was run; `.attrs["log_evidence"]`."""
    record = _saved()[case.id]
    table = pd.DataFrame(record["posterior"], index=case.names)
    table.attrs["log_evidence"] = record["log_evidence"]
    return table


def write() -> None:
    records = []
    for case in CASES:
        table = compute(case)
        print(case.id, table.attrs["log_evidence"], flush=True)
        columns = {
            name: table[name].dropna().tolist() for name in table if table[name].notna().all()
        }
        record = {"posterior": columns, "log_evidence": table.attrs["log_evidence"]}
        records.append(f"{json.dumps(case.id)}: {json.dumps(record)}")
    SAVED.write_text("{\n" + ",\n".join(records) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write()
