"""The abstract fitted model: what a verb may ask of every fit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np
import pandas as pd

from rglm.design.block import Rows
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.design.frame.missing_values import NaAction
from rglm.design.frame.schema import Schema
from rglm.protocol.argument_types import Cluster, Vcov
from rglm.protocol.likelihood_structure import LikelihoodStructure
from rglm.protocol.loglik import LogLik
from rglm.protocol.model_call import ModelCall
from rglm.protocol.predictor_design import PredictorDesign
from rglm.protocol.response_distribution import ResponseDistribution
from rglm.sources.row_sums import RowSums
from rglm.sources.source import Source

if TYPE_CHECKING:
    from rglm.inference.selection.model_path import ModelPath

Value = TypeVar("Value")
Total = TypeVar("Total", float, np.ndarray)


def _any_verb(fit: Any, /, *args: Any, **kwargs: Any) -> Any:
    """A verb that each class binds with a signature of its own."""


class ModelResult(ABC):
    """A fitted model.

    Public members are R's components and generics. Members with an underscore are what the verbs
    of rglm need besides; they may change.
    """

    # set by the constructor of each model

    control: Any
    """How the fit was made."""
    data: Any
    """The data of the fit; None after `strip`."""
    na_action: NaAction | None
    """The rows that were left out for missing values."""
    _model_call: ModelCall[Any]
    """The arguments that the fit was made with."""
    _solution: Any
    """The estimates by column, 0 where aliased, and their inverse information."""
    _schemas: tuple[Schema, ...]
    """What each part of the formula has learned from the data."""
    _source: Any
    """The rows of the fit, None after `strip`; `_rows_source` is what to ask for."""
    _index: pd.Index
    """The labels of the rows."""
    _variables: Mapping[str, Any] | None
    """The evaluated variables; None where the data are not in memory."""
    _is_padded_elsewhere: bool
    """Whether the fit is on a chunk of data some of whose chunks have missing rows."""
    anova_path: ModelPath
    """The path of `step`; of its result only."""
    keep: pd.DataFrame
    """The values of ``keep=`` of `step`; of its result only."""

    # constants of a class

    _function_name: str
    """The name of the model's function."""
    _models_title: str
    """The models of this kind in the title of `anova`."""
    _glance_columns: tuple[str, ...]
    """The columns of `glance`."""
    _kept_by_strip: tuple[str, ...]
    """The sums over rows that `strip` keeps."""
    _weights_count_observations: bool = False
    """Whether weights are numbers of observations."""

    # R's components

    @property
    @abstractmethod
    def coefficients(self) -> pd.Series | pd.DataFrame:
        """The estimates, NaN where aliased."""

    @property
    @abstractmethod
    def names(self) -> tuple[str, ...]:
        """The names of the estimates, as the covariance has them."""

    @property
    @abstractmethod
    def fitted_values(self) -> pd.Series | pd.DataFrame:
        """The mean of each row, or the probabilities of its levels."""

    @property
    @abstractmethod
    def linear_predictors(self) -> pd.Series | pd.DataFrame:
        """The linear predictor of each row; of several a DataFrame."""

    @property
    @abstractmethod
    def y(self) -> pd.Series | pd.DataFrame:
        """The response of each row."""

    @property
    @abstractmethod
    def prior_weights(self) -> pd.Series:
        """The weights given, else 1."""

    @property
    @abstractmethod
    def offset(self) -> pd.Series | pd.DataFrame | None:
        """The sum of the offsets of each row; None without one."""

    @property
    @abstractmethod
    def deviance(self) -> float:
        """The deviance; of models by maximum likelihood -2 log-likelihood."""

    @property
    @abstractmethod
    def null_deviance(self) -> float:
        """The deviance of the intercepts (and the offsets) alone."""

    @property
    @abstractmethod
    def aic(self) -> float:
        """Akaike's criterion."""

    @property
    def dispersion(self) -> float:
        """The dispersion; 1 of a model that has none."""
        return 1.0

    @property
    @abstractmethod
    def df_residual(self) -> float:
        """The residual degrees of freedom."""

    @property
    @abstractmethod
    def df_null(self) -> float:
        """The residual degrees of freedom of the intercepts alone."""

    @property
    @abstractmethod
    def rank(self) -> int:
        """The number of coefficients estimated."""

    @property
    @abstractmethod
    def edf(self) -> int:
        """The degrees of freedom that `step` counts."""

    @property
    @abstractmethod
    def iter(self) -> int:
        """The number of iterations."""

    @property
    @abstractmethod
    def converged(self) -> bool:
        """Whether the iterations converged."""

    @property
    @abstractmethod
    def cov_unscaled(self) -> np.ndarray:
        """The inverse information in the order of `names`, (p, p), NaN where aliased."""

    @property
    @abstractmethod
    def formula(self) -> str:
        """The formula, as R writes it."""

    @property
    @abstractmethod
    def terms(self) -> tuple[str, ...]:
        """The labels of the terms, in R's order."""

    @property
    @abstractmethod
    def xlevels(self) -> dict[str, list[str]]:
        """The levels of each factor."""

    @property
    @abstractmethod
    def contrasts(self) -> dict[str, Any]:
        """The contrasts of each factor."""

    @property
    @abstractmethod
    def model_name(self) -> str:
        """The model in a word or two, for tables."""

    @property
    @abstractmethod
    def call(self) -> str:
        """The call, as R would print it."""

    # R's generics

    @abstractmethod
    def logLik(self) -> LogLik:
        """The log-likelihood with its degrees of freedom."""

    @abstractmethod
    def AIC(self, k: float = 2) -> float:
        """-2 logLik + k df."""

    @abstractmethod
    def BIC(self) -> float:
        """-2 logLik + log(n) df."""

    @abstractmethod
    def nobs(self) -> float:
        """The number of observations."""

    @abstractmethod
    def strip(self) -> Self:
        """A copy without anything that holds rows."""

    if TYPE_CHECKING:  # verbs that other verbs call; each class binds its own
        model_frame = _any_verb
        predict = _any_verb
        profile = _any_verb
        residuals = _any_verb
        simulate = _any_verb
        summary = _any_verb
        update = _any_verb
        vcov = _any_verb

    # the formula

    @property
    @abstractmethod
    def _schema(self) -> Schema:
        """What the first part of the formula has learned from the data."""

    @property
    @abstractmethod
    def _parsed_formulas(self) -> list[ParsedFormula]:
        """The parts of the formula that was given."""

    @property
    @abstractmethod
    def _formula_by_prefix(self) -> dict[str, ParsedFormula]:
        """The formula of each part by the prefix of its terms: "", or "count_" and "zero_"."""

    @property
    @abstractmethod
    def _named_schemas(self) -> list[tuple[str | None, Schema]]:
        """The name of each linear predictor, None for the only one, and its schema."""

    @abstractmethod
    def _parsed_formula_of(self, name: str) -> ParsedFormula:
        """The formula of one of the linear predictors."""

    @abstractmethod
    def _is_identified_without_terms(self, prefix: str) -> bool:
        """Whether the model is still identified when a part has lost its last term."""

    # the rows

    @property
    @abstractmethod
    def _rows_source(self) -> Source:
        """The rows; an error after `strip`, or if their data were written to."""

    @abstractmethod
    def _arguments_for_counts(self, columns: Sequence[str]) -> dict[str, Any]:
        """The arguments to change in a refit to counts in some columns."""

    @property
    @abstractmethod
    def _rows(self) -> Rows:
        """The response, weights and offset of the rows in memory."""

    @property
    @abstractmethod
    def _row_sums(self) -> RowSums:
        """Counts and sums over all rows."""

    @property
    @abstractmethod
    def _is_chunked(self) -> bool:
        """Whether the data are seen chunk by chunk, and not in memory."""

    @abstractmethod
    def _map_chunks(
        self, function: Callable[[Any], Value], label: str = "", extra_columns: Sequence[str] = ()
    ) -> Iterator[Value]:
        """A function of the fit on each chunk of its rows, in order; of all rows in memory."""

    @abstractmethod
    def _sum_chunks(self, function: Callable[[Any], Total]) -> Total:
        """The sum of a function of the fit over the chunks of its rows."""

    @property
    @abstractmethod
    def _chunk_columns(self) -> list[str]:
        """The columns of chunked data that the fit reads."""

    @abstractmethod
    def _on_chunk(self, chunk: Any) -> Self:
        """The fit with the rows of a `ModelChunk`."""

    @abstractmethod
    def _on_chunk_of(self) -> Callable[[Any], Self]:
        """A function that puts this fit on the chunk that another fit is on."""

    @abstractmethod
    def _without_rows(self) -> Self:
        """A copy without its rows, which knows the sums over them."""

    @abstractmethod
    def _with_path(self, path: ModelPath, kept: pd.DataFrame | None) -> Self:
        """The fit with the path of `step`, and what its ``keep=`` kept."""

    @abstractmethod
    def _row_series(self, values: np.ndarray) -> pd.Series:
        """Row values under the labels of the rows."""

    @abstractmethod
    def _pad_omitted(self, values: Any) -> Any:
        """Row values with the rows that ``na_exclude`` left out put back as NaN."""

    # the estimates by position

    @property
    @abstractmethod
    def _estimates(self) -> pd.Series:
        """All that was estimated with a covariance, (p,), NaN where aliased."""

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
        return np.zeros(len(self.names), dtype=bool)

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        """The parameters that are no coefficients, under R's names: theta, sigma, rho, ..."""
        return {}

    @property
    @abstractmethod
    def _centred_columns(self) -> np.ndarray:
        """Whether terms are centred on the mean of each column of the source, (p,) bool."""

    @property
    @abstractmethod
    def _column_means(self) -> np.ndarray:
        """The means that terms are centred on, (p,); 0 where they are not centred."""

    # the likelihood

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
    def _null_loglik(self) -> float:
        """The log-likelihood of the intercepts (and the offsets) alone."""

    @abstractmethod
    def _penalized_criterion(self, edf: int, k: float) -> float:
        """The AIC by which `step` chooses, with a weight of k for each of edf parameters."""

    @abstractmethod
    def _robust_covariance(
        self, places: np.ndarray, type: str | None, cluster: Cluster
    ) -> pd.DataFrame:
        """A sandwich covariance of some estimates."""

    @abstractmethod
    def _profile_limits(self, places: Sequence[int], z: float) -> np.ndarray:
        """The ends of profile intervals of some estimates, (k, 2)."""

    # claims

    @property
    def _has_t_tests(self) -> bool:
        """Whether tests and intervals are Student's t."""
        return False

    @property
    def _is_maximum_likelihood(self) -> bool:
        """Whether the estimates are at the maximum of a likelihood."""
        return True

    @property
    def _has_profile_intervals(self) -> bool:
        """Whether ``confint()`` profiles the likelihood unless told otherwise."""
        return False

    @property
    def _has_ordered_response(self) -> bool:
        """Whether responses have an order, by which a residual has a sign."""
        return True

    @property
    def _has_count_response(self) -> bool:
        """Whether the response is a count with probabilities of 0, 1, 2, ..."""
        return False

    @property
    def _plotted_residuals(self) -> str:
        """The type of the residuals that pictures show unless told."""
        return "pearson"

    # the short page

    @abstractmethod
    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page as text, under their titles."""
        return {}

    @abstractmethod
    def _print_footer(self) -> list[str]:
        """The lines below the tables."""
