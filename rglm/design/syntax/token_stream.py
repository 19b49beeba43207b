"""The tokens of a text, taken from left to right, and the errors at the place reached."""

from __future__ import annotations

from rglm.design.syntax.grammar import REFUSED_WORDS
from rglm.design.syntax.tokens import Token, syntax_error, tokenize
from rglm.errors import FormulaError

START_TOKEN = Token("start", "", 0, 0)


class TokenStream:
    """The tokens of a text; the last one marks its end."""

    def __init__(self, source: str) -> None:
        self.source, self.tokens, self.position = source, tokenize(source), 0

    @property
    def next(self) -> Token:
        """The token that is taken next."""
        return self.tokens[self.position]

    @property
    def previous(self) -> Token:
        """The token that was taken last; `START_TOKEN` before the first."""
        return self.tokens[self.position - 1] if self.position else START_TOKEN

    @property
    def after_next(self) -> Token:
        """The token after the next; at the end of the text that end."""
        return self.tokens[min(self.position + 1, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Take the next token."""
        self.position += 1
        return self.tokens[self.position - 1]

    def is_next(self, operator: str) -> bool:
        """Whether the next token is this operator."""
        return self.next.is_operator(operator)

    def error(self, why: str, token: Token | None = None) -> FormulaError:
        """The error of a text that cannot be read at a token, by default the next."""
        return syntax_error(self.source, why, (token or self.next).start)

    def unexpected(self) -> FormulaError:
        """The error of the next token, which cannot stand where it does."""
        token, before = self.next, self.previous
        if before.kind == "name" and before.text in REFUSED_WORDS:
            return self.error(REFUSED_WORDS[before.text], before)
        if token.kind in ("name", "operator") and token.text in REFUSED_WORDS:
            return self.error(REFUSED_WORDS[token.text])
        if token.text in ("*", "^") and before.text in ("(", ","):
            return self.error("arguments with stars are not read")
        if token.kind == "end":
            return self.error(
                "the text ends too early", token if before is START_TOKEN else before
            )
        if token.text in (")", "]"):
            return self.error(f"a {token.text!r} has none to open it")
        return self.error("something is missing before it")

    def take_comma(self, close: str) -> None:
        """Take a comma between brackets that `close` ends.

        Raises FormulaError: something else is next.
        """
        if not self.is_next(","):
            if self.next.kind == "end":
                raise self.error(f"a {close!r} is missing")
            raise self.unexpected()
        self.take()
