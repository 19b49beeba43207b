"""The result of `zeroinfl` and of `hurdle`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.formula.formula_parts import split_parts
from rglm.design.formula.parsed_formula import ParsedFormula
from rglm.formatting.tables.html import number_cells
from rglm.inference.tables.print_pages import page_digits
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import CountPictures
from rglm.models.base.rowwise import by_row, row_property
from rglm.models.likelihood.counted_rows import counted_rows
from rglm.models.likelihood.mean_fit import CountFit
from rglm.models.quantities.chosen import Quantities
from rglm.models.quantities.two_part_quantities import TwoPartQuantities
from rglm.models.twopart.auxiliary_parameters import AuxiliaryParameters
from rglm.models.twopart.part_coefficients import PART_ARGUMENTS, PART_PREFIXES, PartCoefficients
from rglm.models.twopart.response_distribution import TwoPartDistribution
from rglm.protocol.capabilities import HasParts
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.linear_predictor import LinearPredictor
from rglm.protocol.predictor_design import PredictorDesign

if TYPE_CHECKING:
    from rglm.models.twopart import covariance as _covariance
    from rglm.models.twopart import prediction as _prediction
    from rglm.models.twopart import summary as _summary


class TwoPartFit(PartCoefficients, AuxiliaryParameters, CountFit, CountPictures, HasParts):
    """A fitted zero-inflated or hurdle model, as `zeroinfl` and `hurdle` return it.

    Printing shows R's short page, `summary` the long one.

    Attributes
    ----------
    coefficients : Series
        Those of the counts, ``count_...``, then those of the zeros, ``zero_...``; NaN where
        aliased.
    scalars : Series
        The parameters that are no coefficients, such as ``Log(theta)``.
    theta, zero_theta : float or None
        The shape of a negative binomial count part, and of a hurdle's zero part.
    sigma, shape : float or None
        Of a hurdle of a lognormal or gamma amount: the standard deviation of log y, and the shape.
    SE_theta, SE_logtheta, SE_zero_theta, SE_sigma, SE_shape : float or None
        Their standard errors by the delta method, and that of log(theta).
    dist, link, zero_dist : str
        What the parts are; `zero_dist` of a hurdle only.
    fitted_values : Series (n,)
        The means.
    linear_predictors : DataFrame (n, 2)
        Those of the counts and of the zeros.
    y : Series (n,)
        The counts, or amounts.
    deviance, null_deviance, aic : float
        Minus twice the log-likelihood, of this model and of that with intercepts only, and AIC.
    df_residual, df_null, edf, rank, iter : int
    converged : bool
    dispersion : float
        1, as the likelihood has no other.
    prior_weights, offset : Series (n,) and DataFrame (n, 2)
        Numbers of observations; what was added to the two linear predictors, 0 without an offset.
    formula, terms, contrasts, xlevels, call, data, na_action
        What the fit was made of.
    """

    _models_title = "models of two parts"

    def __init__(
        self,
        *args: Any,
        function: str,
        dist: str,
        link: str,
        zero_dist: str | None,
        largest: float,
        **given: Any,
    ) -> None:
        super().__init__(*args, **given)
        self._largest_response = largest  # response
        self._function_name = function
        self.dist, self.link, self.zero_dist = dist, link, zero_dist
        self._has_one_formula = len(split_parts(self._model_call.formula)) == 1

    @property
    def _parsed_formulas(self) -> list[ParsedFormula]:
        """The parts of the formula that was given: one, where both have the same terms."""
        return [schema.parsed for schema in self._schemas[: 1 if self._has_one_formula else 2]]

    @property
    def _formula_by_prefix(self) -> dict[str, ParsedFormula]:
        return {p: s.parsed for p, s in zip(PART_PREFIXES, self._schemas, strict=True)}

    def _is_identified_without_terms(self, prefix: str) -> bool:
        """One share of zeros cannot give the mean and theta of a zero part."""
        last = len(self._formula_by_prefix[prefix].terms) == 1
        return not (last and prefix == "zero_" and self.zero_dist == "negbin")

    @property
    def model_name(self) -> str:
        """``zeroinfl (negbin)``."""
        return f"{self._function_name} ({self.dist})"

    @property
    def loglik(self) -> float:
        """The log-likelihood."""
        return self._solution.maximum.value

    @property
    def df_null(self) -> int:
        """Rows less two, for an intercept in each part, as R counts."""
        return self._informative_row_count - 2

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        values = {
            "theta": self.theta,
            "zero_theta": self.zero_theta,
            "sigma": self.sigma,
            "shape": self.shape,
        }
        return {name: value for name, value in values.items() if value is not None}

    @property
    def _has_count_response(self) -> bool:
        """Whether the response is a count, and not an amount."""
        return self._likelihood_model.density.has_count_response

    @property
    def _spread_parameter(self) -> str | None:
        """The parameter of the variance of an amount about its mean."""
        return self._likelihood_model.density.spread_parameter

    @property
    def _overdispersion_alternatives(self) -> dict[str, str]:
        """The models to try where counts vary more than those of the fit."""
        if self.dist == "negbin":
            return {}
        return {'dist="negbin"': "negative binomial counts, whose variance has a parameter"}

    @property
    def _quantities(self) -> Quantities:
        is_probability = self.zero_dist is None or not self._has_count_response
        link = self.link if self.zero_dist in (None, "binomial") else "log"
        return TwoPartQuantities(self._likelihood_model.density, link, is_probability).types

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        from rglm.inference.nesting.nested_models import ABOVE_ZERO, hurdle_part
        from rglm.protocol.likelihood_structure import LikelihoodStructure

        count = PredictorPart(self.dist, "log")
        if self.zero_dist is None:
            return LikelihoodStructure(
                "zero-inflated", {"count": count, "zero": PredictorPart("zero", self.link)}
            )
        zero = hurdle_part(self.zero_dist) or PredictorPart(ABOVE_ZERO, self.link)
        return LikelihoodStructure("hurdle", {"count": count, "zero": zero})

    def _count_certain_rows(self) -> int:
        """In how many rows the zero part has a probability of 0 or 1 to within exp(-1000)."""

        def of_block(block: Block) -> int:
            none, some = self._likelihood_model.density.log_zero_part(
                self._block_predictors(block)[1], self.scalars
            )
            is_certain = (np.minimum(none, some) < -1000) & (block.rows.weights > 0)
            counts = block.rows.counts
            return int(is_certain.sum() if counts is None else counts[is_certain].sum())

        return counted_rows(self._rows_source).total(of_block)

    def _predictor_design(self, name: str) -> PredictorDesign:
        places = np.arange(len(self.names))[self._part_slice(name)]
        columns = self._rows_source.columns.select(places)
        return PredictorDesign(columns, self._rows.offset[:, PART_ARGUMENTS.index(name) - 1])

    def _parsed_formula_of(self, name: str) -> ParsedFormula:
        return self._schemas[PART_ARGUMENTS.index(name) - 1].parsed

    @property
    def _predictor_parts(self) -> list[LinearPredictor]:
        """The linear predictors ``count`` and ``zero``."""
        model, first = self._likelihood_model, (0, len(self._schemas[0].names))
        return [
            LinearPredictor.of(
                k, PART_ARGUMENTS[k + 1], schema, model.parts[k], model.places[k], first=first[k]
            )
            for k, schema in enumerate(self._schemas)
        ]

    @property
    def _column_count(self) -> int:
        """The number of columns of both parts."""
        return len(self.names)

    @by_row
    def model_matrix(self, model: str = "count") -> pd.DataFrame:
        """The columns of a part, n x p; R's ``model.matrix(fit, model = )``.

        Parameters
        ----------
        model : {"count", "zero"}

        Raises
        ------
        ValueError
            Another `model`.
        """
        if model == "full":
            raise ValueError("model='full': each part has a matrix of its own: use count or zero")
        place = self._part_slice(model)
        columns = self._rows_source.columns.select(np.arange(len(self.names))[place])
        return pd.DataFrame(columns.matrix(), index=self._index, columns=list(columns.names))

    @row_property
    def fitted_values(self) -> pd.Series:
        """The means."""
        return self._row_series(self._response_distribution().mean())

    def _response_distribution(self) -> TwoPartDistribution:
        return TwoPartDistribution(self)

    @row_property
    def y(self) -> pd.Series:
        """The response."""
        return self._row_series(self._rows.y)

    @row_property
    def offset(self) -> pd.DataFrame:
        """The offsets of both parts."""
        return pd.DataFrame(self._rows.offset, index=self._index, columns=list(PART_ARGUMENTS[1:]))

    def _print_lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.models.twopart.pages import print_lines

        return print_lines(self)

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page."""
        from rglm.models.twopart.pages import part_titles

        parts = [number_cells(self.coef(model), page_digits()) for model in ("count", "zero")]
        return dict(zip(part_titles(self), parts, strict=True))

    def _print_footer(self) -> list[str]:
        """The lines of the auxiliary parameters."""
        from rglm.models.twopart.pages import scalar_lines

        return scalar_lines(self)

    if TYPE_CHECKING:
        summary = _summary.summary
        vcov = _covariance.vcov
        predict = _prediction.predict
    else:
        summary = lazy_method("models.twopart.summary")
        vcov = lazy_method("models.twopart.covariance")
        predict = lazy_method("models.twopart.prediction", rows=True)
