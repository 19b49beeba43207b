"""Capabilities of some fits, as abstract classes: a mean, leverages, levels, parts, ..."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.protocol.model_result import ModelResult, _any_verb

if TYPE_CHECKING:
    from rglm.design.block import Block
    from rglm.families.glm.family import Family
    from rglm.fitting.control import Control
    from rglm.fitting.estimator import Estimator
    from rglm.fitting.irls.irls_result import IrlsResult
    from rglm.fitting.irls.working_statistics import Predictor
    from rglm.fitting.least_squares.column_fits import ColumnFits
    from rglm.inference.selection.single_term_models import SingleTermModels
    from rglm.protocol.likelihood_estimates import LikelihoodEstimates
    from rglm.protocol.linear_predictor import LinearPredictor
    from rglm.protocol.quantities.design_rows import DesignRows
    from rglm.protocol.response_distribution import IrlsDistribution
    from rglm.sources.source import Source


class HasMean(ModelResult):
    """A fit whose response has a mean."""

    @property
    @abstractmethod
    def fitted_values(self) -> pd.Series:
        """The means, (n,)."""


class HasWorkingWeights(HasMean):
    """A fit by iteratively reweighted least squares."""

    family: Family
    """The family and its link."""
    success: str | None
    """For a response of two levels, the level whose probability is modelled."""
    control: Control
    _estimator: Estimator
    """How the coefficients were estimated."""
    _solution: IrlsResult

    @property
    @abstractmethod
    def coefficients(self) -> pd.Series:
        """The estimates, NaN where aliased, (p,)."""

    @property
    @abstractmethod
    def df_residual(self) -> int:
        """Rows with a weight less the rank."""

    @property
    @abstractmethod
    def weights(self) -> pd.Series:
        """The working weights of the last iteration, (n,)."""

    @property
    @abstractmethod
    def sigma(self) -> float:
        """R's ``sigma()``, sqrt(deviance / df_residual): of `lm` the residual standard error."""

    @property
    @abstractmethod
    def method(self) -> str:
        """``"glm_fit"`` or ``"brglm"``."""

    @property
    @abstractmethod
    def separated(self) -> Any:
        """The `Separation` of a fit with infinite coefficients; else None."""

    @property
    @abstractmethod
    def _predictor(self) -> Predictor:
        """The linear predictor at the estimates."""

    @property
    @abstractmethod
    def _score_dispersion(self) -> float:
        """The dispersion by which estimating functions are divided, of all rows."""

    @abstractmethod
    def _refit_columns(self, columns: np.ndarray, start: np.ndarray | None = None) -> IrlsResult:
        """The same model with some of its columns."""

    @property
    @abstractmethod
    def _column_fits(self) -> ColumnFits | None:
        """The same without its rows, for many models; None where a refit needs the rows."""

    @abstractmethod
    def _single_term_table(self, models: SingleTermModels, scale: float, k: float) -> pd.DataFrame:
        """The table of models that differ by a term, by which `step` chooses."""

    @abstractmethod
    def _augmented_source(
        self, formula: str, terms: Sequence[Any]
    ) -> tuple[Source, list[np.ndarray]]:
        """The rows of chunked data with the columns of further terms, and their places."""

    @abstractmethod
    def _response_distribution(self) -> IrlsDistribution:
        """The distribution of the response of each row."""


class HasLeverage(HasWorkingWeights):
    """A fit by weighted least squares, whose rows have leverages."""

    @property
    @abstractmethod
    def _leverage_correction(self) -> Any:
        """The rows of leverage 1 or near it among all rows."""

    @property
    @abstractmethod
    def _deletion_residual_df(self) -> float:
        """The degrees of freedom of t of a studentized residual; infinite of the normal."""

    if TYPE_CHECKING:  # verbs that pictures call
        cooks_distance = _any_verb
        hatvalues = _any_verb
        rstandard = _any_verb


class HasLeastSquares(HasLeverage):
    """A linear model, fitted by least squares in one step."""

    @property
    @abstractmethod
    def _fitted_sum_of_squares(self) -> float:
        """The weighted sum of squares of the fitted values."""


class HasLikelihoodModel(ModelResult):
    """A fit at the maximum of a likelihood, with an analytic Hessian."""

    _likelihood_model: Any
    """How parameters make the likelihood of a block: predictors or ordinal."""
    _solution: LikelihoodEstimates
    _weight_sum: float
    """The sum of the weights."""
    _informative_row_count: int
    """The number of rows with a weight; of multinom observations."""
    _augment_residuals: str | None = "pearson"
    """The type of the residuals that `augment` has."""

    @property
    @abstractmethod
    def _null_loglik(self) -> float:
        """The log-likelihood of the model without its terms."""

    @property
    @abstractmethod
    def _observation_count(self) -> float:
        """The sum of the weights, a whole number where it is one."""

    @property
    @abstractmethod
    def _predictor_parts(self) -> list[LinearPredictor]:
        """The linear predictors that a formula describes."""

    @property
    @abstractmethod
    def _column_count(self) -> int:
        """The number of columns of the source."""

    @abstractmethod
    def _block_predictors(self, block: Block) -> list[np.ndarray]:
        """The linear predictors on a block, each (rows,)."""

    @abstractmethod
    def _block_rows(self, block: Block) -> DesignRows:
        """The columns of a block for each linear predictor."""

    @abstractmethod
    def _new_rows_source(self, newdata: Any) -> tuple[Source, pd.Index]:
        """New rows as a source: their columns and offsets; and their labels."""

    @abstractmethod
    def _single_observation_sources(self) -> Iterator[Any]:
        """The rows as sources whose row i stands for w_i equal observations."""

    @property
    @abstractmethod
    def _spread_parameter(self) -> str | None:
        """The attribute that estimates the variance about the mean, if one does."""

    @property
    @abstractmethod
    def _overdispersion_alternatives(self) -> Mapping[str, str]:
        """The arguments to try where responses vary more than the model says, and why."""


class HasParts(HasLikelihoodModel):
    """A fit of two linear predictors, one of counts and one of zeros."""

    dist: str
    """The distribution of the counts."""
    link: str
    """The link of the zero part."""
    zero_dist: str | None
    """The distribution of a hurdle's zero part."""
    _largest_response: float

    @property
    @abstractmethod
    def scalars(self) -> pd.Series:
        """The parameters that are no coefficients, such as ``Log(theta)``."""

    @property
    @abstractmethod
    def _auxiliary_errors(self) -> pd.Series:
        """The standard errors of `scalars`."""

    @abstractmethod
    def _part_slice(self, model: str) -> slice:
        """The places of a part's coefficients."""

    @abstractmethod
    def _part_names(self, model: str) -> list[str]:
        """The names of a part's columns."""

    @abstractmethod
    def _part_of(self, model: str, values: Any) -> Any:
        """The rows of a part in a table or Series of all coefficients."""


class HasLevels(HasLikelihoodModel):
    """A fit of a response of categories."""

    lev: tuple[str, ...]
    """The levels of the response."""
    _is_ordered: bool
    """Whether the response was an ordered factor."""
    _has_count_matrix: bool
    """Whether the response is a matrix of counts of each level."""

    @property
    @abstractmethod
    def fitted_values(self) -> pd.DataFrame:
        """The probability of each level, (n, m)."""

    @abstractmethod
    def _level_probabilities(self, block: Block) -> np.ndarray:
        """The probability of each level on a block, (rows, m)."""

    @abstractmethod
    def _observed_counts(self) -> np.ndarray:
        """The counts of each level by row, (n, m)."""


class HasBinaryResponse(ModelResult):
    """A fit whose response may be successes and failures."""

    @property
    @abstractmethod
    def _success_level(self) -> str | None:
        """The level of the response that is a success; None of numbers and counts."""

    @abstractmethod
    def _success_probabilities(self, newdata: Any) -> np.ndarray:
        """The predicted probability of a success of each new row, (n,)."""


class HasCountResponse(ModelResult):
    """A fit whose response may be a count with probabilities of 0, 1, 2, ..."""
