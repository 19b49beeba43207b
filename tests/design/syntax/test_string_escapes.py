"""Quoted texts are read back as they were."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rglm.design.syntax.string_escapes import quote, unescape

TEXTS = st.text(max_size=12) | st.text("`\\'\"\n.~|:+-*/^()[]{}%$ _a1", max_size=8)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_quoted_text_is_read_back(text):
    for mark in "`\"'":
        assert unescape(quote(text, mark)[1:-1]) == text
