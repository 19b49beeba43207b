"""The count of the numbers of R that the tests compare, and its record, which the site shows."""

import json

import agreement
import pytest

import rglm
from rglm.datasets import load

RECORD = json.loads(agreement.RECORD.read_text(encoding="utf-8"))
MODELS = {"aov", "lm", "glm", "glm_nb", "polr", "multinom", "zeroinfl", "hurdle", "betabinomial"}


@pytest.fixture
def recorder():
    made = agreement.Recorder({1.23456789, 2.5})
    made.asked = rglm.lm("mpg ~ wt", load("mtcars")), "coef"
    return made


def test_numbers_of_r_are_counted_with_their_difference(recorder):
    recorder.compare([1.23456790, 7.0], [1.23456789, 7.0], 0.0)
    (row,) = recorder.table()
    assert (row["model"], row["verb"], row["numbers"], row["close"]) == ("lm", "coef", 1, 1)
    assert row["worst"] == pytest.approx(8.1e-9, rel=0.01)


def test_a_number_near_0_is_measured_against_the_scale_of_the_test(recorder):
    recorder.compare([2.5 + 1e-6], [2.5], 1000.0)
    assert recorder.table()[0]["worst"] == pytest.approx(1e-9)


def test_short_numbers_are_no_evidence():
    found = set(agreement.long_numbers({"a": [0.05, 1e-300, 12.0, 1.2345678], "b": 0.00012345678}))
    assert found == {1.2345678, 0.00012345678}


def test_the_record_has_every_model_and_a_reason_for_each_large_difference():
    assert {row["model"] for row in RECORD} == MODELS | {"formulas"}
    large = [row for row in RECORD if row["worst"] > agreement.LOOSE]
    assert large
    assert all(row["reason"] for row in large)


def test_a_reason_is_about_the_method_that_r_uses():
    assert agreement.reason("polr", "confint") == agreement.PROFILE
    # pscl and nnet have Wald intervals
    assert agreement.reason("hurdle", "confint") == agreement.reason("hurdle", "vcov")
    found = {(row["model"], row["verb"]): row["reason"] for row in RECORD if row["reason"]}
    assert found == {key: agreement.reason(*key) for key in found}


def test_nearly_all_numbers_agree_to_eight_digits():
    total = sum(row["numbers"] for row in RECORD)
    assert total > 150_000
    assert sum(row["close"] for row in RECORD) > 0.98 * total
