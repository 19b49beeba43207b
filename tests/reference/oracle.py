"""Reading what the R scripts beside this file wrote, and making the same fits with rglm."""

import json
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

import rglm

# The promise. A number that may be a small difference of larger ones is measured against their
# size: a coefficient against its standard error, a row value against the rms of its column, a
# change of deviance against the deviance.
RTOL = 1e-8

# R's epsilon of 1e-15 is reached or missed by a rounding of the deviance, and a step there moves a
# coefficient by 1e-8 standard errors: this makes both take as many
EPSILON = {"slash-group": 2e-15, "negbin-log": 2e-15}

HERE = Path(__file__).parent
TYPES = json.loads((HERE / "data" / "types.json").read_text(encoding="utf-8"))
ARGUMENTS = [
    "weights",
    "subset",
    "offset",
    "na_action",
    "contrasts",
    "start",
    "etastart",
    "mustart",
]


def saved(name):
    """What the R script of that name wrote."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def cases(name):
    """The cases of a JSON file, by id."""
    listed = json.loads((HERE / name).read_text(encoding="utf-8"))
    return {c["id"]: {"predict": None} | c for c in listed}


def typed(values, kind):
    """A column as its type in R says."""
    series = pd.Series(values)
    if isinstance(kind, dict):
        return pd.Categorical(series, categories=kind["levels"], ordered=kind["ordered"])
    if kind == "logical":
        return series.map({"TRUE": True, "FALSE": False, True: True, False: False})
    return series.astype(str) if kind == "string" else pd.to_numeric(series)


def data(name):
    """A data set of tests/reference/data/ with R's types; a column with NA stays a float."""
    return _read(name).copy()


@cache
def _read(name):
    text = pd.read_csv(HERE / "data" / f"{name}.csv", dtype=str)
    columns = {c: typed(text[c], kind) for c, kind in TYPES[name].items()}
    return pd.DataFrame(columns)


def new_data(case):
    """The rows to predict at."""
    given = case["predict"]["new"] | case["predict"]["new_offset"]
    types = TYPES[case["data"]]
    rows = range(len(case["predict"]["link"]))
    return pd.DataFrame({c: typed(v, types[c]) for c, v in given.items()}, index=rows)


def family(text):
    """The family that a Python expression names."""
    return eval(text, {"__builtins__": {}}, vars(rglm))


def contrasts(given):
    """Contrasts by factor: R's names, or matrices."""
    return {
        factor: pd.DataFrame(spec["values"], columns=spec["columns"])
        if isinstance(spec, dict)
        else spec
        for factor, spec in given.items()
    }


def fit(case, **control):
    """The fit of a case, and the warnings it gave."""
    given = {name: case[name] for name in ARGUMENTS if name in case}
    given["contrasts"] = contrasts(given.get("contrasts") or {})
    epsilon = EPSILON.get(case["id"], case["epsilon"])
    control = {"epsilon": epsilon, "maxit": case["maxit"]} | control
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        found = rglm.glm(
            case["formula"],
            data(case["data"]),
            family=family(case.get("family") or "gaussian()"),
            control=control,
            **given,
        )
    return found, [w.category.__name__ for w in said]


def quiet_fit(case, frame=None, **more):
    """The fit of a case, converged beyond doubt and without its warnings."""
    given = {name: case[name] for name in ARGUMENTS if name in case}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", rglm.FitWarning)
        return rglm.glm(
            case["formula"],
            data(case["data"]) if frame is None else frame,
            family(case.get("ours", case["family"])),
            control={"epsilon": case.get("epsilon", 1e-12), "maxit": 100},
            **given,
            **more,
        )


def quiet_fits(cases):
    """A function that gives the fit of a case by its id, made once."""
    return cache(lambda name: quiet_fit(cases[name]))


def numbered(name):
    """A data set with the row labels that R gives it."""
    frame = data(name)
    frame.index = np.arange(1, len(frame) + 1)
    return frame


def numbers(values):
    """R's numbers: null is NaN, an infinity a string."""
    return np.array(values, dtype=object).astype(float)


def assert_close(ours, theirs, floor, rtol, what=""):
    """|ours - theirs| <= rtol * max(|theirs|, floor), NaN where R has NA."""
    ours, theirs = np.asarray(ours, dtype=float), numbers(theirs)
    assert ours.shape == theirs.shape, f"{what}: shape {ours.shape}, R {theirs.shape}"
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs), err_msg=f"{what}: NaN")
    with np.errstate(invalid="ignore"):
        off = np.abs(ours - theirs) / np.maximum(np.abs(theirs), floor)
    off = np.where((ours == theirs) | np.isnan(theirs), 0.0, off) / rtol
    if not (off <= 1).all():
        at = np.unravel_index(np.argmax(off), off.shape)
        raise AssertionError(
            f"{what}{list(map(int, at))}: {ours[at]!r}, R {theirs[at]!r}, {off[at]:.1e} times the "
            f"tolerance; {int((off > 1).sum())} of {off.size} differ"
        )


def size_of(case):
    """The size of the deviances; the null deviance is infinite for poisson("sqrt") at mu = 0."""
    null = float(case["null_deviance"])
    return null if np.isfinite(null) else case["deviance"]


def is_perfect(case):
    """A fit without error: its deviance, and all that is made of it, is rounding."""
    return case["deviance"] < 1e-12 * size_of(case)


def assert_p(ours, theirs, slack, what):
    """p-values: log(p) moves by half the error of a chi-square statistic, `slack`, and by the
    relative error of the statistic times about log(p) itself.
    """
    ours, theirs = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    lost = (theirs < 1e-290) & (ours < 1e-290)  # R goes on to 5e-324, where no digit is left
    theirs = np.where(lost, ours, theirs)
    with np.errstate(divide="ignore"):
        rtol = slack + 4 * RTOL * (1 + np.abs(np.log(np.where(theirs > 0, theirs, 1.0))))
    assert_close(ours, theirs, 0.0, rtol, what)


def assert_table(table, case_table, floors, what):
    """A table under R's names; `floors` by column."""
    assert list(table.index) == case_table["rows"]
    assert list(table.columns) == case_table["columns"]
    theirs = numbers(case_table["values"]).reshape(table.shape)
    for j, column in enumerate(table.columns):
        if column.startswith("Pr("):
            assert_p(table[column], theirs[:, j], RTOL * floors.get("F", 0.0), f"{what}, {column}")
        else:
            floor = floors.get(column, 0.0)
            assert_close(table[column], theirs[:, j], floor, RTOL, f"{what}, {column}")
