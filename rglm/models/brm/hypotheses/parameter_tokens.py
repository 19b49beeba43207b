"""The tokens of a hypothesis: names of parameters, numbers, functions and operators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rglm.design.evaluation.formula_functions import FORMULA_CONSTANTS
from rglm.design.evaluation.math_functions import MATH_FUNCTIONS
from rglm.design.hypothesis_tokens import NAME_CONTINUATION, name_spellings
from rglm.design.size_limits import check_limit
from rglm.design.syntax.grammar import SYNTAX_CONSTANTS
from rglm.design.syntax.string_escapes import quote
from rglm.design.syntax.tokens import TOKEN_PATTERN
from rglm.errors import FormulaError
from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.formatting.name_positions import check_unique
from rglm.formatting.text.printable import listed

MAX_CHARACTERS = 20_000  # of a hypothesis
SUBSCRIPT_PATTERN = re.compile(r"\[[^\]]*\]")
CONSTANTS = frozenset((*FORMULA_CONSTANTS, *SYNTAX_CONSTANTS))


@dataclass(frozen=True)
class ParameterToken:
    """A piece of a hypothesis.

    Attributes
    ----------
    code : str
        As the parser of expressions reads it; a parameter in backticks, under its unique name.
    label : str
        As it is shown.
    place : int or None
        Of a parameter.
    """

    code: str
    label: str
    place: int | None = None


@dataclass(frozen=True)
class ParameterWord:
    """A name that a hypothesis may use for a parameter."""

    text: str
    place: int
    code: str  # the parameter's unique name


def tokenize(text: str, words: Sequence[ParameterWord]) -> list[ParameterToken]:
    """The tokens of a hypothesis.

    A name may be written with or without backticks; the longest that fits is taken, so that
    ``log(x)`` is the coefficient of that name where there is one, and else the logarithm of the
    coefficient ``x``.

    Raises
    ------
    FormulaError
        An unknown name, with a similar one.
    ValueError
        A name that two parameters have.
    """
    check_limit(len(text), MAX_CHARACTERS, "the number of characters of a hypothesis")
    return list(_tokens(text, words))


def _tokens(text: str, words: Sequence[ParameterWord]) -> Iterator[ParameterToken]:
    spellings = name_spellings([word.text for word in words])
    position = 0
    while position < len(text):
        for pattern, found in spellings:
            match = pattern.match(text, position)
            if match and not NAME_CONTINUATION.match(text, match.end()):
                word = words[found[0]]
                places = sorted({words[i].place for i in found})
                check_unique(word.text, places, f"hypothesis {text!r}: ", "parameter")
                yield ParameterToken(quote(word.code, "`"), word.text, word.place)
                position = match.end()
                break
        else:
            match = TOKEN_PATTERN.match(text, position)
            assert match is not None  # its last alternative is any character
            position = match.end()
            if match.lastgroup != "space":
                _check_name(match.lastgroup or "", match.group(), text, position, words)
                yield ParameterToken(match.group(), match.group())


def _check_name(kind: str, word: str, text: str, end: int, words: Sequence[ParameterWord]) -> None:
    """Check that a word is no name, or that of a constant or of a function of numbers.

    Raises
    ------
    FormulaError
        It is another name.
    """
    if kind not in ("name", "quoted") or (kind == "name" and word in CONSTANTS):
        return
    if kind == "name" and text[end:].lstrip().startswith("("):
        if word not in MATH_FUNCTIONS:
            raise FormulaError(
                f"hypothesis {text!r}: there is no function {word!r}"
                f"{did_you_mean(word, MATH_FUNCTIONS)}; there are {listed([*MATH_FUNCTIONS], 50)}"
            )
        return
    subscript = SUBSCRIPT_PATTERN.match(text, end)
    name = word.strip("`") + (subscript.group() if subscript else "")
    names = [one.text for one in words]
    raise FormulaError(
        f"hypothesis {text!r}: there is no parameter {name!r}{did_you_mean(name, names)}; "
        f"there are {parameters_text(words)}"
    )


def parameters_text(words: Sequence[ParameterWord]) -> str:
    """The parameters that a hypothesis may name, each by its first name."""
    first = {word.place: word.text for word in reversed(words)}
    return listed([first[place] for place in sorted(first)], 50)
