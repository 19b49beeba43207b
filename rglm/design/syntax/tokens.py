"""A formula's text cut into tokens, as R cuts it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from rglm.design.size_limits import MAX_CHARACTERS
from rglm.design.syntax.string_escapes import unescape
from rglm.errors import FormulaError
from rglm.formatting.text.brief import brief

TOKEN_PATTERN = re.compile(
    r"""(?P<space>(?:\s|\#[^\n]*)+)
      |(?P<prefixed>[^\W\d_]{1,2}(?=["']))
      |(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      |(?P<quoted>`(?:\\.|[^`\\])*`)
      |(?P<number>(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:L\b)?)
      |(?P<name>(?:[^\W\d]|\.(?!\d))[\w.]*(?:::[^\W\d][\w.]*)?)
      |(?P<operator>%[A-Za-z.|*/<>]*%|\*\*|//|==|!=|<=|>=|&&|\|\||:=|->|[-+*/^:~<>=!&|(),\[\]%.])
      |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
R_OPERATORS = {"**": "^", "&&": "&", "||": "|", "%": "%%", "//": "%/%"}
REFUSED_SIGNS = {
    "$": "'$' takes a column out of a table; write the column's name alone, x for d$x",
    "@": "'@' is no operator of a formula; write the column's name alone",
    ":=": "':=' assigns, and a formula assigns nothing",
    "->": "'->' assigns, and a formula assigns nothing",
    "{": "'{' is not read in a formula; a column's name that needs quotes stands in backticks",
    "`": "a backtick has no other to close it",
    '"': "a quote has no other to close it",
    "'": "a quote has no other to close it",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula's text: a name, a number, an operator."""

    kind: str
    text: str  # an operator in R's spelling, a string or quoted name without its quotes
    # start, end: the positions in the text
    start: int
    end: int

    def is_operator(self, operator: str) -> bool:
        """Whether the token is this operator."""
        return self.kind == "operator" and self.text == operator


def tokenize(source: str) -> list[Token]:
    r"""The tokens of a formula or expression, with an ``end`` as the last.

    Raises FormulaError: a character or escape that no formula has; a text that is too long.

    Examples
    --------
    >>> [token.text for token in tokenize(r"log(`a\`b`) ** 2")]
    ['log', '(', 'a`b', ')', '^', '2', '']
    """
    if len(source) > MAX_CHARACTERS:
        raise FormulaError(
            f"a formula has at most {MAX_CHARACTERS:,} characters, this one {len(source):,}: "
            f"{brief(source, 60)!r}"
        )
    tokens = []
    for match in TOKEN_PATTERN.finditer(source):
        kind, text = match.lastgroup or "other", match.group()
        if kind == "space":
            continue
        if kind in ("other", "prefixed") or text in REFUSED_SIGNS:
            _refuse(source, text, match.start())
        if kind in ("string", "quoted"):
            text = unescape(text[1:-1])
        elif kind == "operator":
            text = R_OPERATORS.get(text, text)
        tokens.append(Token(kind, text, match.start(), match.end()))
    return [*tokens, Token("end", "", len(source), len(source))]


def _refuse(source: str, text: str, position: int) -> NoReturn:
    """Raise the error of a sign that no formula has."""
    if text.isalpha():
        why = f"a text with {text!r} before its quote is not read; write it without"
    else:
        why = REFUSED_SIGNS.get(text) or f"{text!r} is no sign of a formula"
    raise syntax_error(source, why, position)


def syntax_error(source: str, why: str, position: int) -> FormulaError:
    """The error of a text that cannot be read, with the place where reading stopped."""
    rest = source[position : position + 20]
    where = f" (at {rest!r})" if rest and len(source) > 1 else ""
    return FormulaError(f"{brief(source)!r} cannot be read: {why}{where}")


def replace_dots(source: str, replacement: str) -> str:
    """The text with another in place of each ``.`` that is a token by itself.

    >>> replace_dots("log(`. a`) + .", "(a + b)")
    'log(`. a`) + (a + b)'
    """
    texts, end = [], 0
    for token in tokenize(source):
        if token.kind == "name" and token.text == ".":
            texts += [source[end : token.start], replacement]
            end = token.end
    return "".join(texts) + source[end:]
