"""The scale of a response that the formula transforms: lm("log(y) ~ x")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from rglm.design.evaluation.expressions import Expression
from rglm.design.syntax.syntax_tree import (
    Attribute,
    Binary,
    Call,
    Constant,
    Name,
    Node,
    Paren,
    Unary,
)
from rglm.families.links.chained import Arcsine, Chained, Exponential, Linear
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.families.links.log import Log
from rglm.families.links.power import Power
from rglm.formatting.numbers.number_format import format_numbers
from rglm.inference.means.scale import Scale

FUNCTIONS: Mapping[str, tuple[Link, ...]] = {
    "log": (Log(),),
    "log10": (Linear(0, 1 / np.log(10)), Log()),
    "log2": (Linear(0, 1 / np.log(2)), Log()),
    "log1p": (Log(), Linear(1.0)),
    "sqrt": (make_link("sqrt"),),
    "exp": (Exponential(),),
    "expm1": (Linear(-1.0), Exponential()),
    "asin": (Arcsine(),),
    "qlogis": (make_link("logit"),),
    "qnorm": (make_link("probit"),),
    "I": (),
}
POWERS = ("^", "**")
MEAN = "mu"  # what notes call the response


def response_scale(
    response: Expression, scale: Scale, states: Mapping[str, Mapping[str, Any]]
) -> Scale:
    """The scale of a model whose response is a function of a variable.

    The inverse of the function is taken of the mean: where the response is ``log(y)``, of its
    mean, which is the median of y if the errors have one.

    Parameters
    ----------
    response : Expression
    scale : Scale
        That of the model: identity of a linear model, else its link.
    states : dict
        What functions of the formula have learned, by call.
    """
    links = _inverses(response.tree)
    if not links or all(isinstance(one, Linear) for one in links):
        return scale if links is not None else _scaled(response, scale, states)
    text = _text(response)
    link = scale.link
    if link is not None and not link.is_identity:
        return Scale(Chained((link, *links)), "response", f"{text}[{link.name}]")
    own = links[0] if len(links) == 1 else Chained(links)
    return Scale(own, "response", text, *_ratio_link(links, text))


def _scaled(response: Expression, scale: Scale, states: Mapping[str, Mapping[str, Any]]) -> Scale:
    """The scale of ``scale(y)``, or that of the model."""
    tree = response.tree
    is_identity = scale.link is not None and scale.link.is_identity
    if not (is_identity and isinstance(tree, Call) and tree.function == Name("scale")):
        return scale
    state = states.get(tree.exact_text, {})
    center, spread = (np.ravel(state.get(name, ())) for name in ("center", "scale"))
    if len(center) != 1 or len(spread) != 1:
        return scale
    link = Linear(-float(center[0] / spread[0]), float(1 / spread[0]))
    shown = (format_numbers([one[0]], 3)[0] for one in (center, spread))
    return Scale(link, "response", f"scale({', '.join(shown)})")


def _ratio_link(links: tuple[Link, ...], text: str) -> tuple[Link | None, str]:
    """The link of differences that are logarithms of ratios, and what notes call it."""
    count = 2 if isinstance(links[0], Linear) else 1
    outer = links[:count]
    if not isinstance(outer[-1], Log) or text == "log1p":
        return None, ""
    if count == 1:
        return outer[0], "log"
    own = Linear(0.0, outer[0].factor) if isinstance(outer[0], Linear) else outer[0]
    return Chained((own, outer[-1])), text.split("(")[0]


def _text(response: Expression) -> str:
    """What notes call the scale: log, 2*sqrt, log(mu + 1)."""
    text = _with_mean(response.tree).deparse()
    text = re.sub(r"^I\((.*)\)$", r"\1", text)
    short = re.sub(rf"(\w+)\({MEAN}\)$", r"\1", text)
    return re.sub(r"^([\d.]+) \* (\w+)$", r"\1*\2", short)


def _with_mean(node: Node) -> Node:
    """The expression with the mean in place of the variable."""
    match node:
        case Name() | Attribute():
            return Name(MEAN)
        case Paren():
            return Paren(_with_mean(node.inside))
        case Unary():
            return Unary(node.operator, _with_mean(node.operand))
        case Binary():
            return Binary(node.operator, _with_mean(node.left), _with_mean(node.right))
        case Call():
            return Call(node.function, tuple((k, _with_mean(v)) for k, v in node.arguments))
    return node


def _inverses(node: Node) -> tuple[Link, ...] | None:
    """The links of a function of one variable, the outermost first; None if it has no inverse."""
    match node:
        case Name() | Attribute():
            return ()
        case Paren():
            return _inverses(node.inside)
        case Unary("-", operand):
            return _then(Linear(0.0, -1.0), operand)
        case Binary(operator, left, right):
            return _of_operator(operator, left, right)
        case Call(Name(name), arguments) if name in FUNCTIONS:
            return _of_call(name, arguments)
    return None


def _then(link: Link, inner: Node) -> tuple[Link, ...] | None:
    rest = _inverses(inner)
    return None if rest is None else (link, *rest)


def _number(node: Node) -> float | None:
    """The value of a number, with a sign and in parentheses."""
    match node:
        case Paren():
            return _number(node.inside)
        case Unary("-", operand):
            value = _number(operand)
            return None if value is None else -value
        case Binary("/", left, right):
            a, b = _number(left), _number(right)
            return a / b if a is not None and b else None
        case Constant() if node.number is not None:
            return float(node.number)
    return None


def _of_operator(operator: str, left: Node, right: Node) -> tuple[Link, ...] | None:
    """The links of a number and a function, joined by an operator."""
    a, b = _number(left), _number(right)
    if b is not None:
        if operator in POWERS and b < 0:
            rest = _inverses(left) if b == -1 else _then(Power(-b), left)
            return None if rest is None else (make_link("inverse"), *rest)
        link = _right_number(operator, b)
        return None if link is None else _then(link, left)
    if a is None:
        return None
    if operator == "/" and a:
        rest = _inverses(right)
        return None if rest is None else (Linear(0.0, a), make_link("inverse"), *rest)
    link = _left_number(operator, a)
    return None if link is None else _then(link, right)


def _right_number(operator: str, b: float) -> Link | None:
    if operator in POWERS and b:
        return Power(b)
    if operator in ("+", "-"):
        return Linear(b if operator == "+" else -b)
    if operator in ("*", "/") and b:
        return Linear(0.0, b if operator == "*" else 1 / b)
    return None


def _left_number(operator: str, a: float) -> Link | None:
    if operator in ("+", "-"):
        return Linear(a, 1.0 if operator == "+" else -1.0)
    return Linear(0.0, a) if operator == "*" and a else None


def _of_call(name: str, arguments: tuple[tuple[str | None, Node], ...]) -> tuple[Link, ...] | None:
    """The links of a function of the vocabulary."""
    own = FUNCTIONS[name]
    if name == "log" and len(arguments) == 2 and arguments[1][0] in (None, "base"):
        base = _number(arguments[1][1])
        if base is None or base <= 0 or base == 1:
            return None
        own = (Linear(0.0, float(1 / np.log(base))), Log())
    elif len(arguments) != 1:
        return None
    rest = _inverses(arguments[0][1])
    return None if rest is None else (*own, *rest)
