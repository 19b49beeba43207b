"""The numbers in the sentences of README and the vignettes are those that the pages print.

A number with a decimal point, or of three digits and more, must be a rounding of one that is in
the code of the page, its printed output or a table. What comes from elsewhere (a reference, the
truth of a simulation, another run) is listed at the end of the page, with the reason:
``<!-- given: 1.51 and 1.3 are the truth of the simulation -->``.
"""

from __future__ import annotations

import re
from decimal import Decimal

import documents
import pytest

FENCE = re.compile(r"^```.*?^```$|^    .*?$", re.DOTALL | re.MULTILINE)
TABLE_ROW = re.compile(r"^\|.*$", re.MULTILINE)
GIVEN = re.compile(r"<!-- given:(.*?)-->", re.DOTALL)
NOT_A_SENTENCE = re.compile(r"`[^`]*`|!?\[[^\]]*\]\([^)]*\)|<!--.*?-->|https?://\S+", re.DOTALL)
PRINTED = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")
SAID = re.compile(r"(?<![\w.,^/-])(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d{3,})(?!\w|[.,]\d)")
NORMAL_QUANTILE = "1.96"
YEAR = re.compile(r"1[89]\d\d|20\d\d")


def numbers(text: str) -> list[Decimal]:
    """Every number that stands in a text, without its sign."""
    return [Decimal(number) for number in PRINTED.findall(re.sub(r"(?<=\d),(?=\d{3})", "", text))]


def is_rounding(said: str, of: list[Decimal]) -> bool:
    """Whether a number that a sentence says is a rounding, or the percentage, of one of `of`."""
    value = Decimal(said.replace(",", ""))
    half = Decimal(1).scaleb(value.as_tuple().exponent) / 2  # either way of rounding a tie
    return any(abs(number - value) <= half or abs(100 * number - value) <= half for number in of)


def said_and_alone(text: str) -> tuple[set[str], set[str]]:
    """The numbers that a page's sentences say, and those of them that the page does not show."""
    shown = numbers("\n".join(FENCE.findall(text) + TABLE_ROW.findall(text)))
    sentences = NOT_A_SENTENCE.sub("", TABLE_ROW.sub("", FENCE.sub("", text)))
    said = {
        number
        for number in SAID.findall(sentences)
        if not (YEAR.fullmatch(number) or number == NORMAL_QUANTILE)
    }
    return said, {number for number in said if not is_rounding(number, shown)}


def listed(text: str) -> set[str]:
    """The numbers that a page lists as given."""
    return {number for note in GIVEN.findall(text) for number in SAID.findall(note)}


@pytest.mark.parametrize("page", documents.pages(), ids=lambda page: page.stem)
def test_sentences_say_the_numbers_that_the_page_shows(page):
    text = page.read_text(encoding="utf-8")
    said, alone = said_and_alone(text)
    assert alone - listed(text) == set(), "neither shown nor given"
    assert listed(text) - said == set(), "given, but not said"


def test_a_number_that_no_output_holds_is_found():
    text = "The slope is 1.72, not 1.80; 35%. Not 1.81.\n\n```text\nslope 1.7154 0.347\n```\n"
    assert said_and_alone(text) == ({"1.72", "1.80", "1.81"}, {"1.80", "1.81"})
    assert listed("<!-- given: 1.80 is the truth; 3,000 too -->") == {"1.80", "3,000"}
