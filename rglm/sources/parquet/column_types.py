"""One type for a column of several Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rglm.errors import DataError
from rglm.sources.frames.arrow_tables import is_text

if TYPE_CHECKING:
    import pyarrow as pa


def common_field(name: str, schemas: Sequence[pa.Schema], paths: Sequence[str]) -> pa.Field:
    """A column's field, of a type to which those in all files can be cast.

    Raises DataError: a file does not have the column, or holds something else in it.
    """
    import pyarrow as pa

    types: dict[str, tuple[str, pa.DataType]] = {}  # by their word, the first file and its type
    for schema, path in zip(schemas, paths, strict=True):
        if name not in schema.names:
            raise DataError(
                f"data=: the file {path!r} has no column {name!r}, which others have; leave the "
                "file out, or write the column"
            )
        type = schema.field(name).type
        types.setdefault(_type_word(type), (path, type))
    types.pop("nothing", None)
    if len(types) > 1:
        (one, (path, _)), (two, (other, _)) = list(types.items())[:2]
        raise DataError(
            f"data=: column {name!r} holds {one} in {path!r} and {two} in {other!r}; write it "
            "with one type"
        )
    distinct = dict.fromkeys(schema.field(name).type for schema in schemas)
    distinct.pop(pa.null(), None)
    if len(distinct) < 2:
        return pa.field(name, next(iter(distinct), pa.null()))
    return pa.field(name, pa.string() if "text" in types else _number_type(distinct))


def _number_type(number_types: Iterable[pa.DataType]) -> pa.DataType:
    """A type that holds the numbers of others: exact for integers."""
    import pyarrow as pa
    import pyarrow.types as types

    if not all(map(types.is_integer, number_types)):
        return pa.float64()
    if pa.uint64() not in number_types:
        return pa.int64()
    is_unsigned = all(map(types.is_unsigned_integer, number_types))
    return pa.uint64() if is_unsigned else pa.decimal128(20, 0)


def _type_word(type: pa.DataType) -> str:
    """The word of messages for the values of a type; types with the same word can be joined."""
    import pyarrow.types as types

    if types.is_null(type):
        return "nothing"
    if types.is_dictionary(type):
        type = type.value_type
    if is_text(type):
        return "text"
    if types.is_boolean(type):
        return "TRUE and FALSE"
    is_number = types.is_integer(type) or types.is_floating(type) or types.is_decimal(type)
    return "numbers" if is_number else str(type)
