"""Each tick that README gives us is a test, which is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# the row's beginning, and the tests behind it: file::beginning of a test's name
CLAIMS = {
    "prediction intervals": (
        "inference/prediction/test_linear_prediction.py::test_",
        "models/aov/test_aov.py::test_tukeys_comparisons",
    ),
    "deviance tables": (
        "inference/hypothesis_tests/test_anova.py::test_",
        "inference/hypothesis_tests/test_typed_anova.py::test_",
    ),
    "`drop1`, `add1`": (
        "inference/selection/test_drop_add.py::test_",
        "inference/selection/test_step.py::test_",
    ),
    "profile-likelihood": (
        "inference/intervals/test_confint.py::test_",
        "inference/intervals/test_profile.py::test_",
    ),
    "aliased coefficients": ("reference/test_glm_fits.py::test_", "linalg/test_pivot.py::test_"),
    "infinite coefficients": ("inference/diagnostics/test_separation.py::test_",),
    "bias-reduced": ("fitting/bias_reduction/test_brglm.py::test_",),
    "`predict` on the same": ("inference/prediction/test_predict.py::test_",),
    "robust and clustered": ("inference/covariance/test_robust.py::test_",),
    "leave-one-out": ("inference/diagnostics/test_deletion.py::test_",),
    "quantile residuals": (
        "inference/diagnostics/test_quantile_residuals.py::test_",
        "inference/prediction/test_simulate.py::test_",
    ),
    "data larger than memory": ("sources/chunks/test_chunked_glm.py::test_",),
    "negative binomial": ("models/glm_nb/test_glm_nb.py::test_",),
    "ordinal and": ("models/polr/test_polr.py::test_", "models/multinom/test_multinom.py::test_"),
    "zero-inflated and": ("models/twopart/test_twopart.py::test_pages_as_in_r",),
    "beta-binomial": (
        "models/betabinomial/test_betabinomial.py::test_",
        "models/twopart/test_twopart.py::test_positive_amounts",
    ),
    "a factor of 100,000": ("fitting/irls/test_normal_equations.py::test_",),
    "formulas with": (
        "design/transforms/test_splines.py::test_",
        "design/transforms/test_polynomials.py::test_",
    ),
    "R's page": ("reference/test_glm_pages.py::test_",),
}


def rows():
    """The rows of README's table."""
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    table = text.split("## Beside the others")[1].split("\n\n")[2]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


@pytest.mark.parametrize("row", rows())
def test_a_tick_has_a_test(row):
    tests = next(tests for start, tests in CLAIMS.items() if row.startswith(start))
    for test in tests:
        file, _, name = test.partition("::")
        source = (HERE / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}", source, re.MULTILINE), test


def test_no_claim_is_left_over():
    assert len(CLAIMS) == len(rows())


def test_the_version_to_cite_is_this_one():
    import rglm

    assert f"version = {{{rglm.__version__}}}" in (HERE.parent / "README.md").read_text("utf-8")
