"""Functions of coefficients with standard errors by the delta method; car's deltaMethod."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from rglm.formatting.hints.argument_kinds import describe_value
from rglm.formatting.text.printable import listed
from rglm.inference.confidence_level import check_level
from rglm.inference.covariance.given_covariance import covariance_name
from rglm.inference.delta_method.delta_table import DeltaMethod
from rglm.inference.delta_method.named_parameters import NamedParameters
from rglm.inference.delta_method.parameter_quantities import (
    ParameterQuantity,
    quantity_estimands,
    read_quantity,
)
from rglm.inference.estimands.estimated import Estimated, Parameters
from rglm.protocol.argument_types import Vcov
from rglm.protocol.model_result import ModelResult

Texts = str | Sequence[str] | Mapping[str, str]


def delta_method(
    fit: ModelResult,
    g: Texts,
    vcov: Vcov = None,
    func: str | Sequence[str] | None = None,
    constants: Mapping[str, float] | None = None,
    level: float = 0.95,
    rhs: float | Sequence[float] | None = None,
    df: float = np.inf,
) -> DeltaMethod:
    """Estimates of functions of coefficients with standard errors; car's ``deltaMethod``.

    With J the exact derivatives of the functions g at the estimates, and V the covariance of the
    estimates, the covariance of g is J V J'.

    Parameters
    ----------
    g : str, list of str, or dict of label to str
        Functions of coefficients, ``"-b0/b1"``, ``"exp(woolB) - 1"``. Names are those of the
        coefficients, also without backticks (``woolB:tensionM``, ``(Intercept)``); by place they
        are b0, b1, ... in the order of ``coef()``. Names of `multinom` are ``level:term``, of
        `zeroinfl` and `hurdle` ``count_x`` and ``zero_x``, of `polr` the cut points too,
        ``low|mid``. Other parameters are ``theta``, ``zero_theta``, ``sigma``, ``shape``, ``rho``,
        and ``Log(theta)`` and the like, where a model has them. Operators are ``+ - * / ^``
        (``**``); functions ``exp log sqrt log10 log2 log1p expm1 sin cos tan plogis qlogis pnorm
        qnorm logit expit`` and the like.
    vcov : str, dict, matrix or function, optional
        Another covariance of the coefficients: a type (``"HC3"``), arguments of ``fit.vcov()``
        (``{"cluster": "g"}``), a matrix or a function of the fit.
    func : str or list of str, optional
        Labels to show in place of the functions.
    constants : dict of str to float, optional
        Other numbers that functions may name.
    level : float
        The coverage of the intervals, estimate -+ q SE.
    rhs : float or list, optional
        Values of the functions to test against.
    df : float
        Degrees of freedom of Student's t; by default the normal distribution, as in car.

    Returns
    -------
    DeltaMethod
        With the DataFrame ``table``: ``Estimate``, ``SE``, ``2.5 %``, ``97.5 %``, and with `rhs`
        ``Hypothesis``, ``z value`` and ``Pr(>|z|)``. ``confint(method="profile")`` has intervals
        by the likelihood, which are not symmetric about the estimate.

    Raises
    ------
    FormulaError
        A text cannot be read, names an unknown parameter or none, or compares two sides.
    ValueError
        A coefficient is aliased, or two have the name; a function is not defined at the
        estimates; `level` is no coverage; `rhs` or `func` are not one for each function.

    Notes
    -----
    Theta of a `glm_nb` is taken as uncorrelated with the coefficients, as it is in large samples.
    Of a vector of estimates that is no fit it is a function,
    ``rglm.generics.delta_method(estimates, g, vcov=matrix)``.

    References
    ----------
    Fox & Weisberg (2019), An R Companion to Applied Regression, section 5.1.4; Casella & Berger
    (2002), Statistical Inference, section 5.5.4.

    Examples
    --------
    >>> from rglm import binomial, glm
    >>> from rglm.datasets import load
    >>> fit = glm("cbind(dead, alive) ~ ldose", load("budworm"), binomial())
    >>> fit.delta_method("-b0/b1")
           Estimate      SE   2.5 % 97.5 %
    -b0/b1  2.74739 0.16562 2.42278  3.072
    """
    named = NamedParameters.of_fit(fit, vcov)
    return _of_parameters(
        fit, named, g, covariance_name(vcov, fit), func, constants, level, rhs, df
    )


def delta_method_of_vector(
    estimates: Any,
    g: Texts,
    vcov: Any = None,
    func: str | Sequence[str] | None = None,
    constants: Mapping[str, float] | None = None,
    level: float = 0.95,
    rhs: float | Sequence[float] | None = None,
    df: float = np.inf,
) -> DeltaMethod:
    """`delta_method` of a vector of estimates with a covariance.

    Parameters
    ----------
    estimates : Series, dict of str to float, or sequence
        Those of a sequence are b0, b1, ...
    vcov : matrix (P, P)
        Their covariance; a DataFrame is matched by its names.
    g, func, constants, level, rhs, df
        As in `delta_method`.

    Raises
    ------
    TypeError, ValueError
        The estimates are no numbers; the covariance is missing, or of another shape.
    """
    values = _series(estimates)
    named = NamedParameters.of_vector(values, _matrix(vcov, values))
    return _of_parameters(None, named, g, None, func, constants, level, rhs, df)


def _of_parameters(
    fit: ModelResult | None,
    named: NamedParameters,
    g: Texts,
    covariance: str | None,
    func: str | Sequence[str] | None,
    constants: Mapping[str, float] | None,
    level: float,
    rhs: float | Sequence[float] | None,
    df: float,
) -> DeltaMethod:
    check_level(level)
    named = replace(named, constants=_checked_constants(constants, named))
    texts = _texts(g)
    quantities = [read_quantity(text, named) for text in texts.values()]
    labels = _labels(texts, quantities, func)
    used = {name for one in quantities for name in one.names}
    if named.separate and not used & named.separate:
        named = named.without_separate()
    parameters = Parameters(named.values, named.covariance, float(df))
    estimated = Estimated(quantity_estimands(quantities, named), parameters)
    null = None if rhs is None else _numbers("rhs", rhs, len(labels))
    held = tuple(sorted(used & named.separate))
    return DeltaMethod.of(estimated, labels, fit, level, null, covariance, held)


def _texts(g: Any) -> Mapping[Any, str]:
    """The texts of functions by their labels, or by their numbers.

    Raises TypeError: they are no texts.
    """
    listed_texts: Any = g if isinstance(g, Sequence) and not isinstance(g, str) else [g]
    texts: dict[Any, Any] = dict(g if isinstance(g, Mapping) else enumerate(listed_texts))
    wrong = [text for text in texts.values() if not isinstance(text, str)]
    if wrong or not texts:
        got = describe_value(wrong[0]) if wrong else "none"
        raise TypeError(f"delta_method() takes functions as text, such as '-b0/b1', got {got}")
    return texts


def _labels(
    texts: Mapping[Any, str],
    quantities: Sequence[ParameterQuantity],
    func: str | Sequence[str] | None,
) -> tuple[str, ...]:
    if func is None:
        pairs = zip(texts, quantities, strict=True)
        return tuple(key if isinstance(key, str) else one.label for key, one in pairs)
    labels = (func,) if isinstance(func, str) else tuple(func)
    if len(labels) != len(texts):
        raise ValueError(f"func= takes a label for each function: {len(texts)}, not {len(labels)}")
    return labels


def _checked_constants(
    constants: Mapping[str, float] | None, named: NamedParameters
) -> dict[str, float]:
    """The constants, whose names no parameter has."""
    out = {}
    for name, value in (constants or {}).items():
        if name in named.meanings:
            raise ValueError(f"constants= has {name!r}, which is the name of a parameter")
        out[name] = float(_numbers(f"constants[{name!r}]", value, 1)[0])
    return out


def _numbers(argument: str, given: Any, count: int) -> np.ndarray:
    """One number for each function.

    Raises ValueError: they are no numbers, or of another count.
    """
    try:
        values = np.asarray(given, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{argument}={describe_value(given)} is no number") from None
    if values.ndim > 1 or (values.ndim == 1 and len(values) != count):
        raise ValueError(
            f"{argument}= takes a number, or one for each function: {count}, not {values.size}"
        )
    return np.broadcast_to(values, count)


def _series(estimates: Any) -> pd.Series:
    """Estimates under their names.

    Raises TypeError: they are no numbers.
    """
    try:
        values = pd.Series(estimates, dtype=float)
    except (TypeError, ValueError):
        values = pd.Series(dtype=float)
    if not len(values) or not isinstance(estimates, (pd.Series, Mapping, list, tuple, np.ndarray)):
        raise TypeError(
            "delta_method() takes a fit, or estimates as a Series or a dict, got "
            f"{describe_value(estimates)}"
        )
    if isinstance(estimates, (pd.Series, Mapping)):
        return values.set_axis([str(name) for name in values.index])
    return values.set_axis([f"b{i}" for i in range(len(values))])


def _matrix(vcov: Any, values: pd.Series) -> np.ndarray:
    """The covariance of estimates, matched by names where it has them."""
    names = list(values.index)
    if isinstance(vcov, pd.DataFrame):
        labels = [str(name) for name in vcov.index]
        if sorted(labels) != sorted(names) or list(vcov.index) != list(vcov.columns):
            raise ValueError(
                f"vcov= has the rows {listed(labels)}; the estimates are {listed(names)}"
            )
        if labels != names:
            vcov = vcov.set_axis(labels).set_axis(labels, axis=1).loc[names, names]
    try:
        matrix = np.asarray(vcov, dtype=float)
    except (TypeError, ValueError):
        matrix = np.zeros(0)
    if matrix.shape != (len(names),) * 2:
        raise ValueError(
            f"vcov= is the covariance of the {len(names)} estimates, a matrix of that many rows "
            f"and columns; got {describe_value(vcov)}"
        )
    return matrix
