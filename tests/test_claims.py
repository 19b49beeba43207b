"""Each tick that README gives us is run, and has its full tests; docstrings name what to cite."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path

import bayesian_claims
import claims
import pytest
from test_numpydoc import public

import rglm
from rglm.families.glm.family_names import FAMILIES

HERE = Path(__file__).parent
# the row's beginning, and the full tests behind it: file::beginning of a test's name
TESTS = {
    "prediction intervals": (
        "inference/prediction/test_linear_prediction.py::test_predictions_are_those_of_r",
    ),
    "Tukey's comparisons": ("models/aov/test_aov.py::test_tukeys_comparisons",),
    "deviance tables": (
        "inference/hypothesis_tests/test_anova.py::test_terms_are_added_in_order",
        "inference/hypothesis_tests/test_typed_anova.py::test_numbers_and_page_as_in_car",
    ),
    "`drop1`, `add1`": (
        "inference/selection/test_drop_add.py::test_numbers_and_page_as_in_r",
        "inference/selection/test_step.py::test_trace_and_path_as_in_r",
    ),
    "profile-likelihood": (
        "inference/intervals/test_confint.py::test_profile",
        "inference/intervals/test_profile.py::test_limits_agree_with_refits",
    ),
    "aliased coefficients": (
        "reference/test_glm_fits.py::test_coefficients",
        "sources/chunks/test_chunked_glm.py::test_aliased_coefficients_are_those_in_memory",
    ),
    "infinite coefficients": (
        "inference/diagnostics/test_separation.py::test_separation_is_found_exactly_where_it_is",
        "inference/diagnostics/test_separation.py::test_signs_are_those_of_all_directions",
    ),
    "bias-reduced": ("fitting/bias_reduction/test_brglm.py::test_equals_brglm2",),
    "`predict` knows": (
        "inference/prediction/test_predict.py::test_the_rows_of_the_fit_have_their_offset",
        "inference/prediction/test_linear_prediction.py::test_the_prediction_of_the_rows_is_fitted",
    ),
    "robust and clustered": ("inference/covariance/test_robust.py::test_vcov",),
    "leave-one-out": (
        "inference/diagnostics/test_deletion.py::test_row_values",
        "inference/diagnostics/test_deletion.py::test_influence_measures",
    ),
    "quantile residuals": (
        "inference/diagnostics/test_quantile_residuals.py::test_continuous_responses_as_statmod",
        "inference/diagnostics/test_quantile_residuals.py::test_they_are_standard_normal_where",
    ),
    "a figure and tests": (
        "plots/model_check/test_check_model.py::test_the_panels_of_each_model",
    ),
    "`simulate`": ("inference/prediction/test_simulate.py::test_moments_on_data_sets",),
    "data larger than memory": (
        "sources/chunks/test_chunked_glm.py::test_estimates_are_those_in_memory",
        "sources/chunks/test_chunked_glm.py::test_intervals_and_profiles_are_those_in_memory",
    ),
    "negative binomial": ("models/glm_nb/test_glm_nb.py::test_estimates",),
    "ordinal and": (
        "models/polr/test_polr.py::test_estimates_and_covariance_as_in_clm",
        "models/multinom/test_multinom.py::test_coefficients_and_errors_as_in_vglm",
    ),
    "zero-inflated and": ("models/twopart/test_twopart.py::test_pages_as_in_r",),
    "beta-binomial": (
        "models/betabinomial/test_betabinomial.py::test_estimates_errors_and_likelihood_as_in_r",
    ),
    "lognormal and": (
        "models/twopart/test_twopart.py::test_positive_amounts",
        "models/twopart/test_twopart.py::test_gamma_amounts",
    ),
    "a factor of 100,000": (
        "fitting/irls/normal_equations/test_gram_accumulator.py::test_a_factor_of_100_000_levels_beside_20_columns",
    ),
    "`poly`, splines": (
        "design/transforms/test_splines.py::test_basis_as_in_",
        "design/transforms/test_splines.py::test_a_state_pickles_and_applies_to_chunks",
        "design/transforms/test_polynomials.py::test_poly_as_in_",
        "design/factors/test_contrasts.py::test_contrasts_as_in_R",
        "inference/prediction/test_predict.py::test_new_rows_have_the_columns_of_the_fit",
    ),
    "R's page": (
        "reference/test_glm_pages.py::test_page",
        "reference/test_lm_pages.py::test_",
    ),
    "an estimator of": (
        "integrations/test_sklearn.py::test_check_estimator_passes",
        "integrations/test_sklearn.py::test_cross_validation_of_formulas",
    ),
    "profile intervals of means": (
        "inference/estimands/profile/test_profile_intervals.py::test_",
        "inference/estimands/profile/test_refits.py::test_",
        "inference/doses/test_dose_intervals.py::test_profile_",
    ),
    "estimated marginal": (
        "inference/means/test_emmeans_reference.py::test_numbers",
        "inference/means/test_emmeans_modes.py::test_numbers",
    ),
}


def rows() -> dict[str, str]:
    """The rows of README's tables of abilities, with what our cell says."""
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?m)^\| \| rglm \|.*\n\|[-:|]+\|\n((?:\|.*\n)+)", text)
    cells = [
        [cell.strip() for cell in line.split("|")] for one in tables for line in one.splitlines()
    ]
    return {row: ours for _, row, ours, *_ in cells}


CLAIMED = [row for row, ours in rows().items() if ours]
CLAIMS = claims.CLAIMS | bayesian_claims.CLAIMS


def of_row(row, by_beginning):
    return next(found for start, found in by_beginning.items() if row.startswith(start))


@pytest.mark.parametrize("row", CLAIMED)
def test_a_claim_is_true(row):
    of_row(row, CLAIMS)()


@pytest.mark.parametrize("row", CLAIMED)
def test_a_claim_has_its_full_tests(row):
    for test in of_row(row, TESTS | bayesian_claims.TESTS):
        file, _, name = test.partition("::")
        source = (HERE / file).read_text(encoding="utf-8")
        assert re.search(rf"^def {name}", source, re.MULTILINE), test


def test_no_claim_is_left_over():
    assert len(CLAIMS) == len(TESTS | bayesian_claims.TESTS) == len(CLAIMED)


def test_the_version_to_cite_is_this_one():
    import rglm

    assert f"version = {{{rglm.__version__}}}" in (HERE.parent / "README.md").read_text("utf-8")


def sources(thing):
    """The papers and books that a docstring names: an author and a year."""
    return re.findall(r"\b[A-Z][\w-]+(?:'s)?,? \(?(?:18|19|20)\d\d\b", inspect.getdoc(thing) or "")


@pytest.mark.parametrize("name", public.models())
def test_a_model_names_its_paper_or_book(name):
    assert sources(getattr(rglm, name))


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_names_its_paper_or_book(name):
    assert sources(getattr(rglm, name))


CALLED_AFTER_SOMEBODY = (
    *("AIC", "BIC", "TukeyHSD", "bptest", "brant", "cooks_distance", "dispersiontest", "dwtest"),
    *("hoslem_test", "rstudent", "wald_test"),
)


@pytest.mark.parametrize("name", CALLED_AFTER_SOMEBODY)
def test_a_verb_called_after_somebody_names_the_paper_or_book(name):
    for function in public.verbs()[name]:
        assert sources(function), function.__qualname__


@pytest.mark.parametrize("function", [rglm.boxcox, rglm.vuong])
def test_so_does_a_function_called_after_somebody(function):
    assert sources(function)


def seconds(cell):
    """The least and the greatest time that a cell of the table, ``0.22 s, 42 MB``, may mean."""
    number, unit = re.match(r"\**([\d.]+) (ms|s)", cell.strip()).groups()
    half = 10.0 ** -len(number.partition(".")[2]) / 2
    scale = 1e-3 if unit == "ms" else 1.0
    return (float(number) - half) * scale, (float(number) + half) * scale


def test_the_ratios_of_the_first_screen_are_those_of_the_table():
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| 1e6 x 20, logistic"))
    ours, *others = [seconds(cell) for cell in row.split("|")[2:5]]
    said = re.search(r"(\d+) times as fast as R and (\d+) times\s+as fast as stats", text).groups()
    for ratio, (low, high) in zip(said, others, strict=True):
        assert low / ours[1] - 0.5 <= float(ratio) <= high / ours[0] + 0.5
    assert " and ".join(row.split("|")[2].strip().split(", ")) in " ".join(text.split())


def test_the_agreement_of_the_first_screen_is_what_the_tests_counted():
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    said = re.search(r"more than ([\d,]+) numbers with R's.*?([\d.]+)% agree", text, re.DOTALL)
    record = json.loads((HERE / "reference" / "agreement.json").read_text(encoding="utf-8"))
    assert sum(row["numbers"] for row in record) > int(said[1].replace(",", ""))
    linear = [row for row in record if row["model"] in ("lm", "glm")]
    share = sum(row["close"] for row in linear) / sum(row["numbers"] for row in linear)
    assert 100 * share == pytest.approx(float(said[2]), abs=0.05)
