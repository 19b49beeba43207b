"""The result of `betabinomial`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rglm.design.columns import Columns, constant_column, hstack
from rglm.families.glm.binomial import Binomial, binomial
from rglm.families.links.link import Link
from rglm.families.links.link_names import make_link
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.tables.html import number_cells
from rglm.formatting.tables.named_vector import named_vector_lines
from rglm.formatting.text.deparse_lines import deparse_lines
from rglm.models.base.estimates import terms_of
from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.response_pictures import BinaryPictures
from rglm.models.base.rowwise import by_row, row_property
from rglm.models.betabinomial.response_distribution import BetaBinomialDistribution
from rglm.models.likelihood.mean_fit import CountFit
from rglm.models.quantities.chosen import Quantities
from rglm.models.quantities.mean_quantities import mean_quantities
from rglm.protocol.likelihood_structure import LikelihoodStructure, PredictorPart
from rglm.protocol.predictor_design import PredictorDesign

if TYPE_CHECKING:
    from rglm.models.betabinomial import prediction as _prediction
    from rglm.models.betabinomial import summary as _summary


class BetaBinomialFit(CountFit, BinaryPictures):
    """A fitted beta-binomial model, as `betabinomial` returns it.

    Printing shows VGAM's short page, `summary` the long one.

    Attributes
    ----------
    coefficients : Series (p + 1,)
        Those of g(mu), and behind the intercept, as ``(Intercept):2``, logit(rho); NaN where
        aliased.
    rho : float
        The correlation of two trials of a row.
    fitted_values : Series (n,)
        mu, the expected proportion of successes.
    linear_predictors : Series (n,)
        g(mu).
    y : Series (n,)
        The proportion of successes.
    trials : Series (n,)
    df_residual : int
        As VGAM counts, two for each row less the parameters.
    deviance, null_deviance, aic : float
        Minus twice the log-likelihood, of this model and of that with intercepts only, and AIC.
    df_null, edf, rank, iter : int
    converged : bool
    dispersion : float
        1, as the likelihood has no other.
    prior_weights, offset : Series (n,)
        Numbers of observations; what was added to the linear predictor, or None.
    family, formula, terms, contrasts, xlevels, call, data, na_action
        What the fit was made of.
    """

    _function_name = "betabinomial"
    _models_title = "beta-binomial models"

    @staticmethod
    def _vglm_names(names: Sequence[str]) -> tuple[str, ...]:
        """VGAM's names of the coefficients."""
        first = names[:1] == ("(Intercept)",)
        return (*(["(Intercept):1"] if first else []), "(Intercept):2", *names[int(first) :])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the coefficients."""
        return self._vglm_names(self._schema.names)

    @property
    def _names_in_one_part(self) -> list[str]:
        """The names of a binomial model, and ``(Intercept):2``."""
        return ["(Intercept)" if name == "(Intercept):1" else name for name in self.names]

    @property
    def _is_secondary(self) -> list[bool]:
        """Whether each coefficient is logit(rho)."""
        return [name == "(Intercept):2" for name in self.names]

    @property
    def _estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to."""
        terms = terms_of(self._schema)
        first = int(terms[:1] == ["(Intercept)"])
        return [*terms[:first], "(Intercept)", *terms[first:]]

    @property
    def coefficients(self) -> pd.Series:
        """The coefficients, NaN where aliased."""
        return self._estimates

    @property
    def family(self) -> Binomial:
        """The binomial family with the same link."""
        return binomial(self._likelihood_model.density.link)

    @property
    def model_name(self) -> str:
        """``betabinomial (logit)``."""
        return f"betabinomial ({self._likelihood_model.density.link})"

    @property
    def rho(self) -> float:
        """The correlation of two trials of a row."""
        return float(1 / (1 + np.exp(-self._parameters[-1])))

    @property
    def _derived_parameters(self) -> Mapping[str, tuple[str, Link]]:
        return {"rho": ("(Intercept):2", make_link("logit"))}

    @property
    def df_residual(self) -> int:
        """Two for each row, less the parameters."""
        return 2 * self._informative_row_count - self.edf

    @property
    def _quantities(self) -> Quantities:
        return mean_quantities(self.family.link, self.family.mean_name)

    @property
    def _likelihood_structure(self) -> LikelihoodStructure:
        part = PredictorPart("betabinomial", self._likelihood_model.density.link)
        return LikelihoodStructure("one part", {"mean": part})

    def _predictor_design(self, name: str) -> PredictorDesign:
        columns = self._rows_source.columns.select(np.arange(len(self._schema.names)))
        return PredictorDesign(columns, self._rows.offset[:, 0])

    # rows

    @property
    def _success_level(self) -> None:
        """None: the response is successes out of trials."""

    def _binary_outcomes(self) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        successes, trials = self._rows.weights * self._rows.y.T
        return self.fitted_values.to_numpy(), successes, trials

    def _all_columns(self, designs: Sequence[Columns]) -> Columns:
        """The columns of the mean, and the constant of logit(rho)."""
        return hstack([*designs, constant_column(designs[0].nrows)])

    def _all_offsets(self, offsets: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        return [*offsets, np.zeros(len(offsets[0]))]

    @property
    def _column_count(self) -> int:
        """The number of columns, of which the last is the constant of logit(rho)."""
        return len(self.names)

    @row_property
    def _offset_values(self) -> pd.Series:
        return self._row_series(self._rows.offset[:, 0])

    @row_property
    def fitted_values(self) -> pd.Series:
        """The means mu: expected proportions of successes."""
        return self._row_series(self.family.link.linkinv(self.linear_predictors.to_numpy()))

    def _response_distribution(self) -> BetaBinomialDistribution:
        return BetaBinomialDistribution(self)

    @row_property
    def y(self) -> pd.Series:
        """The proportion of successes."""
        with np.errstate(invalid="ignore"):
            return self._row_series(self._rows.y[:, 0] / self._rows.y[:, 1])

    @property
    def _auxiliary_parameters(self) -> Mapping[str, float]:
        return {"rho": self.rho}

    @row_property
    def trials(self) -> pd.Series:
        """The number of trials."""
        return self._row_series(self._rows.trials)

    @by_row
    def model_matrix(self) -> pd.DataFrame:
        """The columns of g(mu), (n, p), under R's names."""
        x = self._rows_source.columns.matrix()[:, :-1]  # the last is the constant of logit(rho)
        return pd.DataFrame(x, index=self._index, columns=list(self._schema.names))

    def _print_lines(self) -> list[str]:
        """The lines of VGAM's short page."""
        return [
            "",
            "Call:",
            *deparse_lines(self.call),
            "",
            "",
            "Coefficients:",
            *named_vector_lines(self.coefficients),
            "",
            *self._print_footer(),
        ]

    def _print_tables(self) -> dict[str, pd.DataFrame]:
        """The table of the short page."""
        return {"Coefficients": number_cells(self.coefficients)}

    def _print_footer(self) -> list[str]:
        """The lines below it."""
        value = format_numbers([self._solution.maximum.value])[0]
        total = 2 * self._informative_row_count
        return [
            f"Degrees of Freedom: {total} Total; {self.df_residual} Residual",
            f"Log-likelihood: {value} ",
        ]

    if TYPE_CHECKING:
        summary = _summary.summary
        predict = _prediction.predict

        def coef(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        summary = lazy_method("models.betabinomial.summary")
        predict = lazy_method("models.betabinomial.prediction", rows=True)
