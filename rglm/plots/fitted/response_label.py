"""What the axis of a fitted mean or probability is called."""

from __future__ import annotations

from rglm.design.evaluation.expressions import Expression
from rglm.design.syntax.syntax_tree import Call, Name, Node, Paren
from rglm.design.values.r_values import Matrix
from rglm.protocol.capabilities import HasLevels, HasMean, HasWorkingWeights

FACTOR_FUNCTIONS = ("as.factor", "factor", "ordered")


def mean_label(fit: HasMean) -> str:
    """The label of a mean: ``y``, ``P(y = success)``, ``proportion dead``."""
    response = fit._schema.parsed.response
    name = response_text(response)
    success = fit.success if isinstance(fit, HasWorkingWeights) else None
    if success is not None:
        return f"P({name})" if success == "TRUE" else f"P({name} = {success})"
    columns = _arguments(response.tree, ("cbind",))
    if columns:
        return f"proportion {columns[0].deparse().strip('`')}"
    is_matrix = isinstance((fit._variables or {}).get(response.name), Matrix)
    return f"proportion of {name}" if is_matrix else name


def probability_label(fit: HasLevels) -> str:
    """The label of the probabilities of levels: ``P(y)``, or ``probability`` of counted levels."""
    return "probability" if fit._has_count_matrix else f"P({response_text(_response(fit))})"


def response_text(response: Expression) -> str:
    """The text of a response, without backticks, parentheses, ``I()`` and ``factor()``."""
    if response.column is not None:
        return response.column
    tree = response.tree
    inside = _arguments(tree, ("I", *FACTOR_FUNCTIONS))
    tree = inside[0] if inside else tree.inside if isinstance(tree, Paren) else tree
    return tree.deparse().strip("`")


def _response(fit: HasLevels) -> Expression:
    return fit._schema.parsed.response


def _arguments(tree: Node, functions: tuple[str, ...]) -> tuple[Node, ...]:
    """The arguments of a call of one of some functions; none of anything else."""
    if isinstance(tree, Call) and isinstance(tree.function, Name):
        return tree.positional if tree.function.text in functions else ()
    return ()
