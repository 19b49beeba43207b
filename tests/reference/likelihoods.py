"""Making the fits of the R references of zeroinfl, hurdle, polr, multinom and betabinomial."""

import copy
import json
import re
import warnings
from dataclasses import replace

import numpy as np
import oracle
import pandas as pd

import rglm

ARGUMENTS = ("dist", "link", "zero_dist", "method", "weights", "offset", "subset", "ref")


def cases(name):
    """The cases of a JSON file, by id."""
    read = json.loads((oracle.HERE / f"{name}.json").read_text(encoding="utf-8"))
    listed = read["cases"] if isinstance(read, dict) else read
    return {c["id"]: c for c in listed}


def rows(case):
    """The data of a case, with the values that it takes away."""
    data = oracle.data(case["data"])
    for column, places in case.get("na", {}).items():
        data[column] = data[column].astype(float)
        data.loc[[place - 1 for place in places], column] = np.nan
    return data


def fit(function, case):
    """The fit of a case, and what it warned of."""
    given = {name: case[name] for name in ARGUMENTS if case.get(name)}
    if case.get("na_action"):
        given["na_action"] = case["na_action"].replace(".", "_")
    if case.get("contrasts"):
        given["contrasts"] = {f: c.replace(".", "_") for f, c in case["contrasts"].items()}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = getattr(rglm, function)(case["formula"], rows(case), **given)
    return found, said


def numbers(values):
    """Numbers of R's, NaN where NA."""
    return np.array([np.nan if v in (None, "NA", "NaN") else v for v in values], dtype=float)


def table(given):
    """A table of R's as a DataFrame."""
    flat = [v for row in given["values"] for v in (row if isinstance(row, list) else [row])]
    shape = len(given["rows"]), len(given["columns"])
    return pd.DataFrame(numbers(flat).reshape(shape), given["rows"], given["columns"])


def masked(page):
    """A page without its call and its count of iterations, with plain quotes."""
    out, inside = [], False
    for line in page.split("\n"):
        inside = inside or line.startswith("Call:")
        if inside:
            inside = line != ""
            continue
        line = re.sub(r"Number of .*iterations.*", "Number of iterations", line)
        out.append(line.rstrip().replace("‘", "'").replace("’", "'"))
    return "\n".join(out).strip()


def nudged(case_lines, lines):
    """Whether two pages differ by at most one in the last digit of some numbers."""
    one, two = (re.split(r"(\s+)", text) for text in (case_lines, lines))
    return len(one) == len(two) and all(
        a == b or _close(a, b) for a, b in zip(one, two, strict=True)
    )


def _close(a, b):
    try:
        unit = 10.0 ** -len(a.partition("e")[0].partition(".")[2])
        scale = 10.0 ** int(a.partition("e")[2] or 0)
        return abs(float(a) - float(b)) <= 1.01 * unit * scale
    except ValueError:
        return False


def wearing(fit, estimates, covariance):
    """The fit with the estimates and the covariance of R, to show R's page of R's numbers."""
    other, kept = copy.copy(fit), fit._solution.system.estimable
    beta, matrix = np.array(estimates, dtype=float), np.array(covariance, dtype=float)
    system = replace(fit._solution.system, matrix=matrix[np.ix_(kept, kept)])
    other._solution = replace(fit._solution, beta=beta, system=system)
    other.__dict__.pop("variances", None)
    return other


def moved(fit, theta):
    """The fit with other parameters, and all else as it was."""
    other = copy.copy(fit)
    other._solution = replace(fit._solution, maximum=replace(fit._solution.maximum, theta=theta))
    return other


def hessian_by_differences(fit, step=2e-3):
    """Minus the Hessian by six-point differences of the gradient, scaled by standard errors."""
    total, theta = fit._likelihood_model.total(fit._rows_source), fit._parameters
    errors = np.sqrt(np.diag(fit._solution.maximum.inverse_information))
    weights = {1: 45 / 60, 2: -9 / 60, 3: 1 / 60}
    out = []
    for i, error in enumerate(errors):
        move = np.zeros(len(theta))
        move[i] = step * error
        parts = [
            w * (total(theta + k * move, True).gradient - total(theta - k * move, True).gradient)
            for k, w in weights.items()
        ]
        out.append(-sum(parts) / step * errors)
    return np.array(out), fit._solution.maximum.information * np.outer(errors, errors)
