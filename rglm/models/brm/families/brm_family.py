"""The abstract family of `brm`: a distribution of the response, with its links."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.models.base.model_data import ModelData, RowsFunction
from rglm.models.brm.families.brm_problem import BrmProblem

if TYPE_CHECKING:
    from rglm.models.brm.brm import BrmCall


class BrmFamily(ABC):
    """A family of `brm`; a frozen dataclass, so that it pickles.

    Attributes
    ----------
    name : str
        brms' name.
    """

    name: str
    has_levels: ClassVar[bool] = False
    has_ordered_levels: ClassVar[bool] = False
    has_trials: ClassVar[bool] = False  # the response is successes out of trials
    constant_columns: ClassVar[int] = 0  # behind those of the formula, as that of phi

    @property
    def has_count_response(self) -> bool:
        """Whether the response is a count 0, 1, 2, ..."""
        return False

    @property
    def mean_name(self) -> str:
        """What R's emmeans calls the mean: "prob", "rate" or "response"."""
        return "response"

    @property
    @abstractmethod
    def links(self) -> Mapping[str, str]:
        """The link of each parameter of the response, as brms' page names them."""

    def links_of(self, dpars: tuple[str, ...]) -> Mapping[str, str]:
        """`links` of a model whose predictors are of these parameters."""
        return self.links

    def formulas(self, call: BrmCall) -> tuple[str, ...]:
        """The formula of each linear predictor that has one of its own."""
        return (call.formula,)

    @abstractmethod
    def rows_function(self, call: BrmCall) -> RowsFunction:
        """The function that makes rows of a model frame and its prior weights."""

    @abstractmethod
    def problem(self, call: BrmCall, data: ModelData) -> BrmProblem:
        """The likelihood of the rows read."""

    def link_of(self, dpar: str) -> Link:
        """The link of a parameter of the response."""
        return make_link(self.links[dpar])

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(f'{k}={v!r}' for k, v in self._link_arguments().items())})"

    def _link_arguments(self) -> Mapping[str, str]:
        """The arguments of its function."""
        first, *others = self.links.items()
        arguments = {"link": first[1]}
        return arguments | {f"link_{name}": link for name, link in others if name in ("zi", "hu")}
