"""Several tables of means or contrasts, with a title each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from rglm.formatting.hints.attribute_hints import AttributeHints

if TYPE_CHECKING:
    from rglm.inference.means.emm_grid import EmmGrid


@dataclass(frozen=True, repr=False)
class EmmList(AttributeHints):
    """Several tables of means or contrasts, each with a title.

    Attributes
    ----------
    tables : dict of str to EmmGrid
    """

    tables: Mapping[str, EmmGrid]

    @property
    def table(self) -> pd.DataFrame:
        """All tables, one below the other, with the title as the first level of the index."""
        return pd.concat({title: emm.table for title, emm in self.tables.items()})

    def _each(self, function: Callable[[EmmGrid], EmmGrid | EmmList]) -> EmmList:
        out: dict[str, EmmGrid] = {}
        for title, emm in self.tables.items():
            result = function(emm)
            if isinstance(result, EmmList):
                out |= {f"{title}, {inner}": one for inner, one in result.tables.items()}
            else:
                out[title] = result
        return EmmList(out)

    def summary(self, *args: Any, **given: Any) -> EmmList:
        """Each table with other intervals, tests or groups; see ``EmmGrid.summary``."""
        return self._each(lambda emm: emm.summary(*args, **given))

    def confint(self, *args: Any, **given: Any) -> EmmList:
        """Each table with intervals; see ``EmmGrid.confint``."""
        return self._each(lambda emm: emm.confint(*args, **given))

    def test(self, *args: Any, **given: Any) -> EmmList:
        """Each table with tests; see ``EmmGrid.test``."""
        return self._each(lambda emm: emm.test(*args, **given))

    def update(self, **given: Any) -> EmmList:
        """Each table with other settings; see ``EmmGrid.update``."""
        return self._each(lambda emm: emm.update(**given))

    def contrast(self, *args: Any, **given: Any) -> EmmList:
        """The contrasts of each table; see ``EmmGrid.contrast``."""
        return self._each(lambda emm: emm.contrast(*args, **given))

    def pairs(self, *args: Any, **given: Any) -> EmmList:
        """All differences within each table; see ``EmmGrid.pairs``."""
        return self._each(lambda emm: emm.pairs(*args, **given))

    def tidy(self, *args: Any, **given: Any) -> pd.DataFrame:
        """All tables under broom's names, with the title as the first level of the index."""
        tables = {title: emm.tidy(*args, **given) for title, emm in self.tables.items()}
        return pd.concat(tables)

    def __getitem__(self, key: str | int) -> EmmGrid:
        if isinstance(key, str):
            if key not in self.tables:
                raise KeyError(f"there is no table {key!r}; there are {list(self.tables)}")
            return self.tables[key]
        return list(self.tables.values())[key]

    def __len__(self) -> int:
        return len(self.tables)

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __repr__(self) -> str:
        parts = [f"$`{title}`\n{emm!r}\n" for title, emm in self.tables.items()]
        return "\n".join(parts).rstrip("\n")

    def _repr_html_(self) -> str:
        return "".join(
            f"<p><b>{title}</b></p>{emm._repr_html_()}" for title, emm in self.tables.items()
        )
