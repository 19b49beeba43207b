"""Compact letters, against emmeans' cld with multcompView."""

import numpy as np
import oracle
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rglm.inference.multiple_comparisons.letters import LETTERS, compact_letters, sharing_groups


def test_letters_are_those_of_cld():
    for case in oracle.saved("multiple_comparisons")["letters"]:
        ours = [" " + text.rstrip() for text in compact_letters(np.array(case["differs"]))]
        assert ours == case["groups"]


SIZE = st.shared(st.integers(0, 7), key="size")


@given(arrays(bool, st.tuples(SIZE, SIZE)))
def test_two_means_share_a_letter_if_and_only_if_they_do_not_differ(given_pairs):
    differs = np.triu(given_pairs, 1)
    differs = differs | differs.T
    groups = sharing_groups(differs).astype(int)
    np.testing.assert_array_equal(groups @ groups.T > 0, ~differs)


def test_more_groups_than_symbols():
    differs = ~np.eye(5, dtype=bool)
    texts = [text.strip() for text in compact_letters(differs, "xy")]
    assert texts == ["x", "y", "x.", "y.", "x.."]
    assert compact_letters(np.zeros((0, 0), dtype=bool), LETTERS) == []
    assert compact_letters(np.zeros((3, 3), dtype=bool), LETTERS) == ["a", "a", "a"]


def test_a_hundred_means_in_a_row():
    values = np.linspace(0, 10, 100)
    groups = sharing_groups(np.abs(values[:, None] - values) > 1.01)
    assert groups.shape == (100, 91)
