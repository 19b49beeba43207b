"""The tokens of an expression in parameters: names, numbers, functions and operators."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
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

MAX_CHARACTERS = 20_000  # of an expression
WHOLE_NAME = re.compile(r"(?:`[^`]*`|[\w.:]+)(?:\[[^\]]*\])?")  # as long as it may be
CONSTANTS = frozenset((*FORMULA_CONSTANTS, *SYNTAX_CONSTANTS))


@dataclass(frozen=True)
class ParameterToken:
    """A piece of an expression.

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
    """A name that an expression may use for a parameter."""

    text: str
    place: int
    code: str  # the parameter's unique name


def tokenize(
    text: str,
    words: Sequence[ParameterWord],
    what: str = "hypothesis",
    functions: Collection[str] = MATH_FUNCTIONS,
) -> list[ParameterToken]:
    """The tokens of an expression.

    A name may be written with or without backticks; the longest that fits is taken, so that
    ``log(x)`` is the coefficient of that name where there is one, and else the logarithm of the
    coefficient ``x``.

    Parameters
    ----------
    text : str
    words : sequence of ParameterWord
        The parameters.
    what : str
        What errors call the text.
    functions : collection of str
        Those that it may call.

    Raises
    ------
    FormulaError
        An unknown name, with a similar one.
    ValueError
        A name that two parameters have.
    """
    check_limit(len(text), MAX_CHARACTERS, f"the number of characters of a {what}")
    return list(_Tokenizer(text, words, f"{what} {text!r}: ", functions).tokens())


@dataclass(frozen=True)
class _Tokenizer:
    """A text, and what it may name."""

    text: str
    words: Sequence[ParameterWord]
    start: str  # of errors
    functions: Collection[str]

    def tokens(self) -> Iterator[ParameterToken]:
        text, words = self.text, self.words
        spellings = name_spellings([word.text for word in words])
        position = 0
        while position < len(text):
            for pattern, found in spellings:
                match = pattern.match(text, position)
                if match and not NAME_CONTINUATION.match(text, match.end()):
                    word = words[found[0]]
                    places = sorted({words[i].place for i in found})
                    check_unique(word.text, places, self.start, "parameter")
                    yield ParameterToken(quote(word.code, "`"), word.text, word.place)
                    position = match.end()
                    break
            else:
                match = TOKEN_PATTERN.match(text, position)
                assert match is not None  # its last alternative is any character
                position = match.end()
                if match.lastgroup != "space":
                    self._check_name(match.lastgroup or "", match.group(), position)
                    yield ParameterToken(match.group(), match.group())

    def _check_name(self, kind: str, word: str, end: int) -> None:
        """Check that a word is no name, or that of a constant or of a function of numbers.

        Raises
        ------
        FormulaError
            It is another name.
        """
        if kind not in ("name", "quoted") or (kind == "name" and word in CONSTANTS):
            return
        if kind == "name" and self.text[end:].lstrip().startswith("("):
            if word not in self.functions:
                raise FormulaError(
                    f"{self.start}there is no function {word!r}"
                    f"{did_you_mean(word, self.functions)}; there are "
                    f"{listed([*self.functions], 50)}"
                )
            return
        whole = WHOLE_NAME.match(self.text, end - len(word))
        name = (whole.group() if whole else word).strip("`")
        names = [one.text for one in self.words]
        raise FormulaError(
            f"{self.start}there is no parameter {name!r}{did_you_mean(name, names)}; "
            f"there are {parameters_text(self.words)}"
        )


def parameters_text(words: Sequence[ParameterWord]) -> str:
    """The parameters that an expression may name, each by its first name."""
    first = {word.place: word.text for word in reversed(words)}
    return listed([first[place] for place in sorted(first)], 50)
