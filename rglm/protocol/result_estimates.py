"""The estimates of a fitted model by position, and its likelihood."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.columns import Columns
from rglm.protocol.argument_types import Cluster, Vcov
from rglm.protocol.likelihood_structure import LikelihoodStructure
from rglm.protocol.loglik import NullComparison
from rglm.protocol.predictor_design import PredictorDesign
from rglm.protocol.quantities.design_rows import DesignRows
from rglm.protocol.quantities.row_quantity import RowQuantity
from rglm.protocol.response_distribution import ResponseDistribution

if TYPE_CHECKING:
    from rglm.families.links.link import Link
    from rglm.fitting.newton.newton_method import Objective


class ResultEstimates(ABC):
    """The estimates, their covariance, and the likelihood that they maximise."""

    _solution: Any
    """The estimates by column, 0 where aliased, and their inverse information."""
    _mean_type: str | None = None
    """The type of `_quantity` that ``emmeans()`` shows unless told; None for the first."""

    @property
    @abstractmethod
    def _estimates(self) -> pd.Series:
        """All that was estimated with a covariance, (p,), NaN where aliased."""

    @property
    def _estimate_values(self) -> np.ndarray:
        """The numbers of `_estimates`, (p,)."""
        return self._estimates.to_numpy()

    @property
    @abstractmethod
    def _unscaled_variances(self) -> np.ndarray:
        """The diagonal of `cov_unscaled`, (p,)."""

    @property
    @abstractmethod
    def _interval_places(self) -> range:
        """The estimates that ``confint()`` is of, unless it is told."""

    @property
    @abstractmethod
    def _estimate_terms(self) -> list[str]:
        """The term of each estimate."""

    @property
    @abstractmethod
    def _slope_terms(self) -> list[str]:
        """The term of each slope, with the prefix of its part; "" of intercepts and the like.

        Slopes of one term in several equations, as in `multinom`, have the same.
        """

    @property
    @abstractmethod
    def _estimate_identities(self) -> list[tuple[str, str, int]]:
        """Name, term, and number among those of one name and term, of each estimate."""

    @property
    @abstractmethod
    def _names_in_one_part(self) -> list[str]:
        """The names that the estimates have in a model with one linear predictor."""

    @property
    @abstractmethod
    def _is_secondary(self) -> list[bool]:
        """Whether each estimate is of the model's second part, or no coefficient."""

    @property
    @abstractmethod
    def _tidy_labels(self) -> dict[str, list[str]]:
        """The columns by which `tidy` tells the estimates apart."""

    @abstractmethod
    def _coefficient_table(self, vcov: Vcov = None) -> pd.DataFrame:
        """Estimates, standard errors, statistics and p-values under R's names."""

    def _limits(self) -> np.ndarray:
        """The estimates, (p,); those that go to infinity where they are going."""
        return self._estimates.to_numpy().copy()

    def _is_without_maximum(self) -> np.ndarray:
        """Whether the likelihood has no maximum along each estimate, (p,) bool."""
        return np.isinf(self._limits())

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        """The parameters that are no coefficients, under R's names: theta, sigma, rho, ..."""
        return {}

    def _fit_statistics(self, vcov: Vcov = None) -> Mapping[str, float]:
        """The statistics that only models of its kind have, under the names of `glance`.

        Those that are tests are by the covariance that ``vcov=`` asks for.
        """
        return {}

    @property
    def _statistics(self) -> tuple[str, ...] | None:
        """The statistics that a table of models may ask for; None for all."""
        return None

    @property
    def _table_note(self) -> str:
        """What a table of models has to say of its estimates."""
        return ""

    @property
    @abstractmethod
    def _centred_columns(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source, (p,) bool."""

    @property
    @abstractmethod
    def _column_means(self) -> np.ndarray:
        """The means that terms are centred on, (p,); 0 where they are not centred."""

    @abstractmethod
    def _response_distribution(self) -> ResponseDistribution:
        """The distribution of the response of each row."""

    @property
    @abstractmethod
    def _likelihood_structure(self) -> LikelihoodStructure:
        """The distributions and links, by which one model is a case of another."""

    @abstractmethod
    def _predictor_design(self, name: str) -> PredictorDesign:
        """The columns and the offset of one of the linear predictors."""

    @property
    @abstractmethod
    def _null_comparison(self) -> NullComparison:
        """The log-likelihood beside that of the intercepts (and the offsets) alone."""

    @property
    @abstractmethod
    def _parameters(self) -> np.ndarray:
        """All that was estimated and is not aliased, (P,): coefficients, then the others.

        Of a model fitted by IRLS the coefficients; by maximum likelihood all that was maximised
        over, cut points, log(theta) and the like among them.
        """

    @property
    @abstractmethod
    def _parameter_places(self) -> np.ndarray:
        """The places among the names of ``vcov()`` of the first of `_parameters`, (r,)."""

    @property
    def _scalar_names(self) -> tuple[str, ...]:
        """The names of the others, P - r."""
        return ()

    @property
    def _derived_parameters(self) -> Mapping[str, tuple[str, Link]]:
        """Parameters by their usual names, each the inverse link of one of `_parameters`.

        Theta, for example, is exp of ``Log(theta)``.
        """
        return {}

    @property
    def _separate_parameters(self) -> Mapping[str, tuple[float, float]]:
        """Parameters that are not among `_parameters`: estimates and standard errors.

        They are uncorrelated with those in large samples, as theta of `glm_nb`.
        """
        return {}

    @abstractmethod
    def _parameter_covariance(self, vcov: Vcov = None) -> np.ndarray:
        """The covariance of `_parameters` that ``vcov=`` asks for, (P, P)."""

    @abstractmethod
    def _design_rows(self, data: pd.DataFrame, offset: np.ndarray | None = None) -> DesignRows:
        """The columns of any rows for each linear predictor.

        An `offset` (n,) takes the place of the offset of the first part of the formula (or of all
        linear predictors that share it), one of (n, s) that of the first s parts.
        """

    @abstractmethod
    def _rows_of_designs(
        self, designs: Sequence[Columns], offsets: Sequence[np.ndarray]
    ) -> DesignRows:
        """The rows of a design and an offset of each part of the formula."""

    @property
    @abstractmethod
    def _quantity_types(self) -> tuple[str, ...]:
        """The types of `_quantity`, the usual one first."""

    @abstractmethod
    def _quantity(self, type: str) -> RowQuantity:
        """What a type of prediction is of a row.

        Raises ValueError: the model has no such type.
        """

    @abstractmethod
    def _objective(self) -> Objective:
        """The log-likelihood as a function of `_parameters`, with its derivatives.

        But for a constant; of rows that are in the fit. What ``confint()`` holds, as a dispersion,
        is held.
        """

    @abstractmethod
    def _penalized_criterion(self, edf: int, k: float, scale: float) -> float:
        """The AIC by which `step` chooses, with a weight of k for each of edf parameters.

        A linear model has Mallows' Cp where the variance `scale` is above 0.
        """

    @abstractmethod
    def _robust_covariance(
        self, places: np.ndarray, type: str | None, cluster: Cluster
    ) -> pd.DataFrame:
        """A sandwich covariance of some estimates."""

    @abstractmethod
    def _subset_fits(self, space: Any) -> Any:
        """The `SubsetFits` of the models of a `SubsetSpace`."""

    @abstractmethod
    def _estimable_scores(self) -> np.ndarray:
        """The score of each row by the estimates that are not aliased, in their order, (n, r).

        It is of the scale on which the inverse information is their covariance.
        """

    @abstractmethod
    def _intervals(
        self, places: Iterable[int], level: float, method: str | None, vcov: Vcov
    ) -> pd.DataFrame:
        """The intervals of some estimates, as ``confint()`` has them, (k, 2)."""

    @abstractmethod
    def _covariance(self, vcov: Vcov) -> np.ndarray:
        """The covariance that ``vcov=`` asks for, (p, p)."""

    @abstractmethod
    def _profile_limits(self, places: Sequence[int], z: float) -> np.ndarray:
        """The ends of profile intervals of some estimates, (k, 2)."""
