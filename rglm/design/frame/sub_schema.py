"""The schema of a formula that has some of the terms of another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.augmented_design import find_term
from rglm.design.frame.factor_coding import FactorCoding
from rglm.design.frame.marginality import code_terms
from rglm.design.frame.schema import Schema


def sub_schema(schema: Schema, parsed: ParsedFormula) -> tuple[Schema, np.ndarray] | None:
    """The schema of a formula with some of the terms, and the places of its columns, in order.

    None where its columns are not among those of `schema`: another term, intercept or offset, or
    a factor that is coded in another way.
    """
    own = schema.parsed
    places = [find_term(term, own.terms) for term in parsed.terms]
    in_schema = [place for place in places if place is not None]
    is_same = parsed.intercept == own.intercept and _offsets(parsed) == _offsets(own)
    if not is_same or len(in_schema) < len(places):
        return None
    coding = schema.coding
    factors = {name for name, coded in coding.items() if isinstance(coded, FactorCoding)}
    variables = [tuple(factor.expr for factor in term.factors) for term in parsed.terms]
    coded = code_terms(variables, factors, parsed.intercept)
    if coded != tuple(schema.terms[place] for place in in_schema):
        return None
    assign = np.asarray(schema.assign)
    parts = [
        np.flatnonzero(assign == number) for number in (0, *(place + 1 for place in in_schema))
    ]
    columns = np.concatenate(parts)
    smaller = replace(
        schema,
        parsed=parsed,
        terms=coded,
        coding={name: coding[name] for name in parsed.expressions},
        names=tuple(schema.names[place] for place in columns),
        assign=np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
    )
    return smaller, columns


def _offsets(parsed: ParsedFormula) -> list[str]:
    return [offset.name for offset in parsed.offsets]
