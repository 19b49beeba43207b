"""``import rglm`` brings in what it needs and no more; every public name explains itself."""

import inspect
import subprocess
import sys

import pytest

import rglm


def modules(code):
    """The modules that a fresh interpreter holds after `code`."""
    shown = f"import sys\n{code}\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", shown], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.fixture(scope="module")
def base():
    """What formulaic brings in by itself."""
    return modules("import formulaic")


@pytest.fixture(scope="module")
def ours():
    return modules("import rglm")


@pytest.mark.parametrize(
    "name",
    ["scipy.stats", "scipy.optimize", "scipy.special", "matplotlib", "pyarrow", "polars", "dask"],
)
def test_nothing_heavy_comes_along(base, ours, name):
    assert name not in ours - base


@pytest.mark.parametrize("name", ["rglm.inference", "rglm.cli", "rglm.generics"])
def test_packages_of_other_tasks_are_imported_when_they_are_needed(ours, name):
    assert not {module for module in ours if module.startswith(name)}


def test_what_is_added_to_formulaic_is_little(base, ours):
    others = {m for m in ours - base if not m.startswith("rglm")}
    assert {m.split(".")[0] for m in others} <= {
        "scipy",
        "numpy",
        "pandas",
        *sys.stdlib_module_names,
    }


def test_a_fit_and_its_page_need_no_scipy_stats():
    code = """
import rglm
from rglm.datasets import load
fit = rglm.glm("has_gc ~ logmass", load("galaxies"), family="binomial")
str(fit.summary()), str(fit.anova()), str(fit.confint()), fit.predict(interval="confidence")
"""
    found = modules(code)
    assert "scipy.stats" not in found
    assert "matplotlib" not in found


def test_star_imports_what_all_says():
    scope = {}
    exec("from rglm import *", scope)
    assert set(rglm.__all__) <= set(scope)
    assert len(set(rglm.__all__)) == len(rglm.__all__)


def test_the_issue_names_are_there():
    wanted = """glm gaussian binomial poisson Gamma inverse_gaussian quasi quasibinomial
    quasipoisson negative_binomial tweedie power ConvergenceWarning BoundaryWarning RankWarning"""
    assert set(wanted.split()) <= set(rglm.__all__)


def test_import_rglm_alone_gives_the_public_modules():
    names = ("datasets", "extending", "families", "generics", "plots", "sources")
    code = f"import rglm\nfor n in {names}: assert getattr(rglm, n).__name__ == f'rglm.{{n}}'"
    assert {f"rglm.{name}" for name in names} <= modules(code)
    assert {*names, *rglm.__all__} <= set(dir(rglm))
    assert not {"design", "fitting", "linalg", "models"} & set(dir(rglm))  # Tab offers no folders


@pytest.mark.parametrize("name", rglm.__all__)
def test_every_public_name_explains_itself(name):
    found = getattr(rglm, name)
    text = inspect.getdoc(found)
    assert text
    if inspect.isclass(found) and issubclass(found, Exception):
        return
    assert "Parameters" in text or ">>>" in text


def test_the_version_is_that_of_the_package():
    assert rglm.__version__.count(".") == 2
