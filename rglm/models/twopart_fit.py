"""The result of `zeroinfl` and of `hurdle`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rglm.design.block import Block
from rglm.design.formula import ParsedFormula
from rglm.design.parts import split_parts
from rglm.format.html import number_cells
from rglm.inference.pages import digits
from rglm.inference.predictor_parts import LinearPredictor
from rglm.models.auxiliary_parameters import AuxiliaryParameters
from rglm.models.byrow import by_row, row_property
from rglm.models.fit import SHOWN, terms_of
from rglm.models.likelihoodfit import LikelihoodFit
from rglm.models.verbs import verb

if TYPE_CHECKING:
    from rglm.inference.column_space import PartDesign
    from rglm.inference.nesting import Likelihood

PREFIXES = ("count_", "zero_")
MODELS = ("full", "count", "zero")


class TwoPartFit(AuxiliaryParameters, LikelihoodFit):
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
    loglik : float
    df_residual, df_null, n, converged, iter, weight
    """

    kind = "models of two parts"
    weighs_response = True
    shown = {**SHOWN, "dist": "poisson", "zero_dist": "binomial", "link": "logit"}

    def __init__(
        self, *args: Any, function: str, starts: list[Any], largest: float, **given: Any
    ) -> None:
        super().__init__(*args, **given)
        self.largest = largest  # response
        self.function, self.starts = function, [start.beta for start in starts]  # type: ignore[misc]
        self.dist, self.link = self.arguments["dist"], self.arguments["link"]
        self.zero_dist = self.arguments.get("zero_dist")
        self.alike = len(split_parts(self.arguments["formula"])) == 1

    @property
    def parsed(self) -> list[ParsedFormula]:
        """The parts of the formula that was given: one, where both have the same terms."""
        return [schema.parsed for schema in self.schemas[: 1 if self.alike else 2]]

    @property
    def _formula_parts(self) -> dict[str, ParsedFormula]:
        return {p: s.parsed for p, s in zip(PREFIXES, self.schemas, strict=True)}

    def _may_lack(self, prefix: str, term: Any) -> bool:
        """One share of zeros cannot give the mean and theta of a zero part."""
        last = len(self._formula_parts[prefix].terms) == 1
        return not (last and prefix == "zero_" and self.zero_dist == "negbin")

    @property
    def model_name(self) -> str:
        """``zeroinfl (negbin)``."""
        return f"{self.function} ({self.dist})"

    @property
    def loglik(self) -> float:
        """The log-likelihood."""
        return self.solution.maximum.value

    @property
    def df_null(self) -> int:
        """Rows less two, for an intercept in each part, as R counts."""
        return self.n - 2

    @cached_property
    def names(self) -> tuple[str, ...]:  # type: ignore[override]
        """The names of the coefficients, with ``count_`` or ``zero_`` in front."""
        found = zip(PREFIXES, self.schemas, strict=True)
        return tuple(prefix + name for prefix, schema in found for name in schema.names)

    @property
    def coefficients(self) -> pd.Series:
        """The coefficients of both parts, NaN where aliased."""
        return self.estimates

    def coef(self, model: str = "full") -> pd.Series:
        """The coefficients of both parts, or of one under the names of its columns; R's ``coef``.

        Parameters
        ----------
        model : {"full", "count", "zero"}
        """
        return self.estimates if model == "full" else self.part(model, self.estimates)

    def place(self, model: str) -> slice:
        """Where a part's coefficients stand."""
        if model not in MODELS[1:]:
            raise ValueError(f"model={model!r}: use full, count or zero")
        first = len(self.schemas[0].names)
        return slice(0, first) if model == "count" else slice(first, None)

    def part(self, model: str, found: Any) -> Any:
        """A part's rows of a table or Series of all coefficients, under its own names."""
        return found.iloc[self.place(model)].set_axis(self.part_names(model), axis=0)

    def part_names(self, model: str) -> list[str]:
        """The names of a part's columns."""
        return list(self.schemas[MODELS.index(model) - 1].names)

    @property
    def labels(self) -> dict[str, list[str]]:
        """What ``tidy()`` calls the estimates."""
        kinds = zip(MODELS[1:], self.schemas, strict=True)
        names = [name for schema in self.schemas for name in schema.names]
        return {"type": [kind for kind, s in kinds for _ in s.names], "term": names}

    @property
    def plain_names(self) -> list[str]:
        """The names of the count part without ``count_``, and those of the zero part."""
        first = list(self.schemas[0].names)
        return [*first, *self.names[len(first) :]]

    @property
    def aside(self) -> list[bool]:
        """Whether each coefficient is of the zero part."""
        return [kind == "zero" for kind in self.labels["type"]]

    @property
    def estimate_terms(self) -> list[str]:
        """The term that each estimate belongs to."""
        return [term for schema in self.schemas for term in terms_of(schema)]

    @property
    def of_counts(self) -> bool:
        """Whether the response is a count, and no amount."""
        return self.dist not in ("lognormal", "gamma")

    @property
    def _likelihood(self) -> Likelihood:
        from rglm.inference.nesting import ABOVE, Likelihood, Part, crossing

        count = Part(self.dist, "log")
        if self.zero_dist is None:
            return Likelihood("zero-inflated", {"count": count, "zero": Part("zero", self.link)})
        zero = crossing(self.zero_dist) or Part(ABOVE, self.link)
        return Likelihood("hurdle", {"count": count, "zero": zero})

    def _part_design(self, name: str) -> PartDesign:
        from rglm.inference.column_space import PartDesign

        places = np.arange(len(self.names))[self.place(name)]
        columns = self.rows_source.columns.select(places)
        return PartDesign(columns, self._rows.offset[:, MODELS.index(name) - 1])

    def _parsed_part(self, name: str) -> ParsedFormula:
        return self.schemas[MODELS.index(name) - 1].parsed

    @property
    def spread_parameter(self) -> str | None:
        """What estimates the variance of an amount about its mean."""
        return {"lognormal": "sigma", "gamma": "shape"}.get(self.dist)

    @property
    def alternatives(self) -> dict[str, str]:
        """What to try where counts vary more than those of the fit."""
        if self.dist == "negbin":
            return {}
        return {'dist="negbin"': "negative binomial counts, whose variance has a parameter"}

    def smallest_means(self) -> np.ndarray:
        """The means of the rows."""
        return self.rows_source.by_row(self.mean)

    def zero_probability(self) -> np.ndarray | None:
        """P(Y = 0) of each row."""
        return self.count_probabilities(np.zeros(1))[:, 0]

    def count_probabilities(self, counts: np.ndarray) -> np.ndarray:
        """P(Y = k) of each row for some counts k, (n, m)."""
        density, scalars = self.model.density, self.model.scalars(self.parameters)

        def of_block(block: Block) -> np.ndarray:
            eta, one = self.etas(block), np.ones(len(block.rows.y))
            values = [density.terms(k * one, eta, scalars, False).value for k in counts]
            return np.exp(np.column_stack(values))

        return self.rows_source.by_row(of_block)

    # rows

    @property
    def predictor_parts(self) -> list[LinearPredictor]:
        """The linear predictors ``count`` and ``zero``."""
        model, first = self.model, (0, len(self.schemas[0].names))
        return [
            LinearPredictor.of(
                k, MODELS[k + 1], schema, model.parts[k], model.places[k], first=first[k]
            )
            for k, schema in enumerate(self.schemas)
        ]

    @property
    def column_count(self) -> int:
        """The number of columns of both parts."""
        return len(self.names)

    @by_row
    def model_matrix(self, model: str = "count") -> pd.DataFrame:
        """The columns of a part, n x p; R's ``model.matrix(fit, model = )``.

        Parameters
        ----------
        model : {"count", "zero"}
        """
        place = self.place(model)
        columns = self.rows_source.columns.select(np.arange(len(self.names))[place])
        return pd.DataFrame(columns.matrix(), index=self.index, columns=list(columns.names))

    def certain(self) -> int:
        """In how many rows the zero part has a probability of 0 or 1 to within exp(-1000)."""

        def of_block(block: Block) -> int:
            none, some = self.model.density.log_crossing(self.etas(block)[1], self.scalars)
            return int((np.minimum(none, some)[block.rows.weights > 0] < -1000).sum())

        return self.rows_source.total(of_block)

    def mean(self, block: Block) -> np.ndarray:
        """The mean of y on a block."""
        return self.model.density.mean(self.etas(block), self.model.scalars(self.parameters))

    def gap_and_variance(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """Of y less its mean, and the variance of y, on a block."""
        variance = self.model.density.variance(
            self.etas(block), self.model.scalars(self.parameters)
        )
        return block.rows.y - self.mean(block), variance

    def cumulated(self, block: Block) -> tuple[np.ndarray, np.ndarray]:
        """P(Y < y) and P(Y <= y) on a block."""
        scalars = self.model.scalars(self.parameters)
        return self.model.density.cumulated(block.rows.y, self.etas(block), scalars)

    @row_property
    def fitted_values(self) -> pd.Series:
        """The means."""
        return self.series(self.rows_source.by_row(self.mean))

    @row_property
    def y(self) -> pd.Series:
        """The response."""
        return self.series(self._rows.y)

    @row_property
    def offset(self) -> pd.DataFrame:
        """The offsets of both parts."""
        return pd.DataFrame(self._rows.offset, index=self.index, columns=list(MODELS[1:]))

    def lines(self) -> list[str]:
        """The lines of R's short page."""
        from rglm.inference.twopart_pages import short

        return short(self)

    def blocks(self) -> dict[str, pd.DataFrame]:
        """The tables of the short page."""
        from rglm.inference.twopart_pages import titles

        parts = [number_cells(self.coef(model), digits()) for model in ("count", "zero")]
        return dict(zip(titles(self), parts, strict=True))

    def footer(self) -> list[str]:
        """What is estimated beside the coefficients."""
        from rglm.inference.twopart_pages import scalar_lines

        return scalar_lines(self)

    vcov = verb("twopart_covariance")
    predict = verb("twopart_prediction", rows=True)
    summary = verb("twopart_summary")
    residuals = verb("likelihood_residuals", rows=True)
    anova = verb("likelihood_ratio")
    gof = verb("likelihood_dispersion")
    check_overdispersion = verb("likelihood_dispersion")
    augment = verb("likelihood_augment", rows=True)
    simulate = verb("twopart_simulation", rows=True)
    drop1 = verb("term_selection")
    add1 = verb("term_selection")
    step = verb("step")
    extractAIC = verb("criterion")  # noqa: N815  (R's name)
