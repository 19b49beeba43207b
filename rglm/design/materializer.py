"""Terms to columns, through formulaic's extension point for materializers.

formulaic decides which terms exist and how each factor in them is coded so that the columns are
linearly independent in structure; the coding itself (R's contrasts and R's names) is done here.
The data are a model frame: every factor of the formula already evaluated.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from formulaic import ModelSpec
from formulaic.formula import SimpleFormula
from formulaic.materializers import FormulaMaterializer
from formulaic.materializers.types import EvaluatedFactor, FactorValues
from formulaic.parser.types import Factor as FormulaicFactor
from formulaic.parser.types import Term
from interface_meta import override

from rglm.design.coding import Coding
from rglm.design.columns import Columns, assemble
from rglm.design.errors import DataError
from rglm.design.formula import ParsedFormula
from rglm.design.indicators import Cell, Codes
from rglm.design.values import Factor, Matrix

ONE = Term([FormulaicFactor("1", eval_method="literal")])


def specify(parsed: ParsedFormula) -> ModelSpec:
    """Formulaic's specification of the right-hand side, before it has seen any data."""
    terms = [ONE, *parsed.terms] if parsed.intercept else list(parsed.terms)
    formula = SimpleFormula(terms, _ordering="none")
    return ModelSpec(formula=formula, materializer="rglm", output="columns", na_action="ignore")


class Materializer(FormulaMaterializer):
    """Builds `Columns` from a model frame.

    Parameters
    ----------
    data : mapping of formulaic's factor names to values
    context : mapping of the same names to their `Coding`
    """

    REGISTER_NAME = "rglm"
    REGISTER_INPUTS: Sequence[str] = ()
    REGISTER_OUTPUTS: Sequence[str] = ("columns",)

    @property
    @override
    def nrows(self) -> int:
        """The number of rows."""
        return self.params["nrows"]

    def columns(self, spec: ModelSpec) -> tuple[Columns, ModelSpec]:
        """The columns, and the specification with the structure that new data must follow."""
        for term in spec.formula:
            for factor in term.factors:
                self.factor_cache[factor.expr] = self._evaluated(factor)
        built = self._build_model_matrix(spec, drop_rows=[])
        spec = built.model_spec
        assign = [i for i, entry in enumerate(spec.structure, _first(spec)) for _ in entry.columns]
        return named(built.__wrapped__, assign), spec

    def _evaluated(self, factor: FormulaicFactor) -> EvaluatedFactor:
        if factor.eval_method is FormulaicFactor.EvalMethod.LITERAL:
            constant = FactorValues(float(factor.expr), kind=FormulaicFactor.Kind.CONSTANT)
            return EvaluatedFactor(factor, constant)
        value = self.data[factor.expr]
        categorical = isinstance(value, Factor)
        kind = FormulaicFactor.Kind.CATEGORICAL if categorical else FormulaicFactor.Kind.NUMERICAL
        return EvaluatedFactor(factor, FactorValues(value, kind=kind, spans_intercept=categorical))

    @override
    def _encode_evaled_factor(
        self,
        factor: EvaluatedFactor,
        spec: ModelSpec,
        drop_rows: Sequence[int],
        reduced_rank: bool = False,
    ) -> dict[str, np.ndarray]:
        if (factor.expr, reduced_rank) not in self.encoded_cache:
            value, how = factor.values.__wrapped__, self.context[factor.expr]
            if isinstance(value, Factor):
                encoded = self._encode_categorical(value, how, {}, spec, drop_rows, reduced_rank)
            else:
                encoded = self._encode_numerical(value, how, {}, spec, drop_rows)
            self.encoded_cache[factor.expr, reduced_rank] = encoded
        return self.encoded_cache[factor.expr, reduced_rank]

    @override
    def _encode_constant(
        self, value: Any, metadata: Any, encoder_state: Any, spec: Any, drop_rows: Any
    ) -> np.ndarray:
        return np.broadcast_to(np.float64(value), (self.nrows,))

    @override
    def _encode_categorical(
        self,
        values: Factor,
        metadata: Any,
        encoder_state: Any,
        spec: Any,
        drop_rows: Any,
        reduced_rank: bool = False,
    ) -> dict[str, np.ndarray]:
        return metadata.columns(values, reduced_rank)

    @override
    def _encode_numerical(
        self, values: Any, metadata: Any, encoder_state: Any, spec: Any, drop_rows: Any
    ) -> dict[str, np.ndarray]:
        name = metadata
        if not isinstance(values, Matrix):
            return {name: values}
        suffixes = values.suffixes
        if len(set(suffixes)) < len(suffixes):
            raise DataError(
                f"{name!r} has two columns of one name; name them: cbind(a = x, b = z)"
            )
        return {f"{name}{s}": values.values[:, i] for i, s in enumerate(suffixes)}

    @override
    def _get_columns_for_term(
        self, factors: list[dict[str, np.ndarray]], spec: ModelSpec, scale: float = 1
    ) -> dict[str, np.ndarray]:
        """Products of columns; as in R, the first factor's columns change fastest."""
        crossed: dict[Any, Codes] = {}
        out = {}
        for reverse in itertools.product(*(factor.items() for factor in reversed(factors))):
            names, values = zip(*reverse[::-1], strict=True)
            out[":".join(names)] = _product(names, values, crossed)
        return out

    @override
    def _combine_columns(
        self, cols: Sequence[tuple[str, np.ndarray]], spec: ModelSpec, drop_rows: Sequence[int]
    ) -> Columns:
        names = [name for name, _ in cols]
        return assemble(self.nrows, names, np.zeros(len(cols), dtype=int), [v for _, v in cols])


def _product(names: Sequence[str], values: Sequence[Any], crossed: dict[Any, Codes]) -> Any:
    """The product of columns: an array, or a category of the crossed variables.

    `crossed` keeps the crossed variables of a term, which its columns share.
    """
    cells = [value for value in values if isinstance(value, Cell)]
    dense = [value for value in values if not isinstance(value, Cell)]
    if not cells:
        return functools.reduce(operator.mul, dense)
    if len(values) == 1:
        return values[0]
    key = tuple(n for n, value in zip(names, values, strict=True) if not isinstance(value, Cell))
    if key not in crossed:
        group = functools.reduce(Codes.cross, (cell.group for cell in cells))
        crossed[key] = group.multiplied(functools.reduce(operator.mul, dense)) if dense else group
    code, stride = 0, 1
    for cell in cells:
        code, stride = code + stride * cell.code, stride * cell.group.k
    return Cell(crossed[key], code)


def _first(spec: ModelSpec) -> int:
    """0 where the first term is the intercept, else 1: R numbers terms from 1."""
    terms = list(spec.formula)
    return 0 if terms and terms[0] == ONE else 1


def named(columns: Columns, assign: Sequence[int]) -> Columns:
    """The columns with the term of each, and the intercept under R's name of it."""
    where = np.asarray(assign, dtype=int)
    names = ("(Intercept)", *columns.names[1:]) if 0 in assign else columns.names
    arrays = columns.arrays
    if 0 in assign:  # formulaic has multiplied it out
        arrays = (np.broadcast_to(np.float64(1), (columns.nrows,)), *arrays[1:])
    return replace(columns, names=names, assign=where, arrays=arrays)


def build(
    frame: Mapping[str, Any], coding: Mapping[str, Coding | str], nrows: int, spec: ModelSpec
) -> tuple[Columns, ModelSpec]:
    """The columns of a model frame: `coding` has a Coding per factor, a name per number."""
    return Materializer(frame, context=coding, nrows=nrows).columns(spec)
