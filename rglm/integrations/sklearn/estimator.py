"""``GLM``: a model by formula as an estimator of scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import accuracy_score
from sklearn.utils.metaestimators import available_if
from sklearn.utils.validation import check_is_fitted

from rglm.formatting.hints.option_check import check_option
from rglm.formatting.hints.warning_location import collect_warnings, warn
from rglm.integrations.sklearn.deviance_explained import deviance_explained, response_of_rows
from rglm.integrations.sklearn.estimator_type import MODELS, FormulaEstimator
from rglm.integrations.sklearn.features import (
    as_features,
    as_known_features,
    feature_names,
    row_weights,
)
from rglm.integrations.sklearn.response import Classes, Response, as_numbers, has_order, one_column
from rglm.protocol.capabilities import HasWorkingWeights
from rglm.warnings import FamilyWarning


class GLM(FormulaEstimator):
    """A model by formula as an estimator of scikit-learn.

    ``cross_val_score``, ``GridSearchCV``, pipelines and the like take it: a formula is a
    parameter. It is a classifier for the binomial family and for the models `polr` and `multinom`,
    else a regressor.

    Parameters
    ----------
    formula : str
        R's formula, in the columns of X: ``"y ~ x + factor(g)"``. The response is a column of X,
        and ``fit(X)`` needs no y; or it is given apart, ``fit(X, y)``, under the name that the
        formula has. Without a response, ``"~ x + g"``, y is given apart. ``"~ ."`` has all
        columns. The columns of an array are ``x0``, ``x1``, ...
    family : family, function or name
        As `glm` takes it: ``"poisson"``, ``binomial("probit")``.
    model : {"glm", "lm", "glm_nb", "polr", "multinom", "zeroinfl", "hurdle", "betabinomial"}
        The function that fits. `family` is of ``"glm"`` only.
    options : dict, optional
        Further arguments of that function: ``{"offset": "log(t)"}``, ``{"dist": "negbin"}``,
        ``{"method": "brglm"}``. Expressions in the columns are evaluated for new rows too.
    context : dict, optional
        What the formula may use besides columns and R's functions, ``{"np": np}``. Unlike in
        `glm` it is not the place of the call.

    Attributes
    ----------
    result_ : fit of `model`
        With all of its verbs: ``result_.summary()``.
    classes_ : array (k,)
        Of a classifier: the classes in sorted order. The second of two is the one whose
        probability the binomial family models.
    coef_, intercept_ : array (p,), float
        The coefficients without the intercept, in the order of ``result_.coefficients``, which
        has their names: there need not be one for each feature. Not of models of several
        linear predictors.
    n_features_in_ : int
        The number of columns of X.
    feature_names_in_ : array of str
        The names of the columns of X, if it was a table.

    Raises
    ------
    ValueError
        On `fit`: what the model's function raises; y missing, or given while the formula's
        response is an expression; one class only. On `predict`: a level of a factor that the
        fit has not seen, a missing column.

    Notes
    -----
    Rows of a table that have missing values are left out of the fit; their predictions are NaN,
    and a class cannot be predicted. Columns of a table are found by name, in any order; X may
    have others, such as the response.

    Proportions are a regression: take ``family="quasibinomial"``, which has the same means as the
    binomial, with numbers of trials as ``options={"weights": "n"}``, or counts
    ``"cbind(dead, alive) ~ x"`` in X.

    Without y scikit-learn cannot balance the classes of folds, and takes the rows in their order:
    in data that are sorted give y apart too, ``cross_val_score(model, X, X["low"])``, or shuffle,
    ``cv=KFold(5, shuffle=True)``.

    A formula holds what is learned of the rows (the knots of ``ns(x, 3)``, the mean of
    ``scale(x)``), so that a fold learns from its own training rows.

    Examples
    --------
    >>> from sklearn.model_selection import GridSearchCV, cross_val_score
    >>> from rglm.datasets import load
    >>> from rglm.integrations.sklearn import GLM
    >>> cars = load("mtcars")
    >>> cross_val_score(GLM("mpg ~ wt + hp"), cars, cv=4).round(2)
    array([0.52, 0.91, 0.72, 0.75])
    >>> formulas = ["~ wt", "~ wt + hp", "~ wt * hp"]
    >>> search = GridSearchCV(GLM(), {"formula": formulas}, cv=4)
    >>> search.fit(cars.drop(columns="mpg"), cars["mpg"]).best_params_
    {'formula': '~ wt + hp'}
    >>> classifier = GLM("am ~ wt", family="binomial").fit(cars)
    >>> classifier.predict_proba(cars[:2]).round(2)
    array([[0.18, 0.82],
           [0.38, 0.62]])
    """

    def __init__(
        self,
        formula: str = "~ .",
        family: Any = "gaussian",
        model: str = "glm",
        options: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> None:
        self.formula = formula
        self.family = family
        self.model = model
        self.options = options
        self.context = context

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> GLM:
        """Fit the model.

        Parameters
        ----------
        X : table or array (n, k)
            A DataFrame of pandas or polars, ...; or an array of numbers.
        y : array or Series (n,), optional
            The response, unless the formula names a column of X.
        sample_weight : array (n,), optional
            Prior weights, as ``weights=`` of the model.

        Returns
        -------
        GLM
            Itself.
        """
        self._forget()
        frame = as_features(X, min_rows=2)
        self.n_features_in_ = frame.shape[1]
        if (names := feature_names(X)) is not None:
            self.feature_names_in_ = names
        response = Response.of(self.formula, frame, y)
        weights = row_weights(sample_weight, len(frame))
        known = response.known_rows(frame, y)
        frame, weights = frame[known], None if weights is None else weights[known]
        if response.column is not None:
            values = self._encoded(response.values[known] if y is None else y, weights)
            frame = frame.assign(**{response.column: values})
        elif self._is_classifier:
            raise ValueError(
                f"the response of {self.formula!r} has to be a column: make it first, or give y"
            )
        self.result_ = self._fit_model(response.formula, frame, weights)
        self._set_coefficients()
        return self

    def _forget(self) -> None:
        """Delete what an earlier fit has set, maybe of another model."""
        for name in [n for n in vars(self) if n.endswith("_")]:
            delattr(self, name)

    def _fit_model(self, formula: str, frame: pd.DataFrame, weights: np.ndarray | None) -> Any:
        check_option("model", self.model, MODELS)
        function = self._kind.function
        options: dict[str, Any] = {"context": dict(self.context or {}), **(self.options or {})}
        if "family" in signature(function).parameters:
            options["family"] = self.family
        elif self.family != "gaussian":
            raise ValueError(f"family= is an argument of glm(), not of {self.model}()")
        if weights is not None:
            if "weights" in options:
                raise ValueError("sample_weight and options={'weights': ...} are both given")
            options["weights"] = weights
        with collect_warnings() as collected:
            result = function(formula, frame, **options)
        for message, category in collected.items():
            if not issubclass(category, FamilyWarning):  # weights need not be numbers of trials
                warn(message, category)
        return result

    def _encoded(self, y: Any, weights: np.ndarray | None) -> Any:
        """The response as the model takes it: numbers, or a factor of the classes."""
        if not self._is_classifier:
            return as_numbers(y)
        is_binary = not self._kind.has_classes
        classes = Classes.of(y, weights, 2 if is_binary else None)
        self.classes_ = classes.labels
        if is_binary:
            return classes.codes
        is_ordered = classes.labels.dtype.kind in "biuf" or has_order(y)
        if self._kind.is_ordered and not is_ordered:
            raise ValueError(
                f"{self.model} needs classes in order: give an ordered Categorical, numbers, or "
                "y apart as a polars Enum"
            )
        return classes.factor(is_ordered=self._kind.is_ordered)

    def _set_coefficients(self) -> None:
        if isinstance(self.result_, HasWorkingWeights):
            coefficients = self.result_.coefficients
            is_intercept = coefficients.index == "(Intercept)"
            self.coef_ = coefficients[~is_intercept].to_numpy()
            self.intercept_ = float(coefficients[is_intercept].sum())

    def predict(self, X: Any) -> np.ndarray:
        """The mean of each row, or the likeliest class.

        Parameters
        ----------
        X : table or array (n, k)

        Returns
        -------
        array (n,)
        """
        return self._predicted(self._new_rows(X))

    @available_if(lambda self: self._is_classifier)
    def predict_proba(self, X: Any) -> np.ndarray:
        """The probability of each class, in the order of ``classes_``.

        Parameters
        ----------
        X : table or array (n, k)

        Returns
        -------
        array (n, k)
        """
        return self._probabilities(self._new_rows(X))

    def _predicted(self, frame: pd.DataFrame) -> np.ndarray:
        if not self._is_classifier:
            return self.result_.predict(frame, type="response").to_numpy()
        probabilities = self._probabilities(frame)
        missing = np.isnan(probabilities).any(axis=1)
        if missing.any():
            row = int(np.argmax(missing))
            raise ValueError(f"X has a missing value in row {row}, which has no class then")
        return self.classes_[probabilities.argmax(axis=1)]

    def _probabilities(self, frame: pd.DataFrame) -> np.ndarray:
        if self._kind.has_classes:
            table = self.result_.predict(frame, type="probs")
            return table[[str(label) for label in self.classes_]].to_numpy()
        success = self.result_.predict(frame, type="response").to_numpy()
        return np.column_stack([1 - success, success])

    def _new_rows(self, X: Any) -> pd.DataFrame:
        check_is_fitted(self, "result_")
        return as_known_features(X, getattr(self, "feature_names_in_", None), self.n_features_in_)

    def score(self, X: Any, y: Any = None, sample_weight: Any = None) -> float:
        """The deviance explained, D^2, of a regressor; the accuracy of a classifier.

        D^2 is 1 - D(y, mean) / D(y, ybar), D the deviance of the family and ybar the mean of y in
        these rows: 1 is perfect, 0 as good as ybar, and it may be below 0. For normal responses,
        and for models without a deviance, it is R^2.

        Parameters
        ----------
        X : table or array (n, k)
        y : array or Series (n,), optional
            The response, unless the formula names a column of X.
        sample_weight : array (n,), optional

        Returns
        -------
        float
        """
        frame = self._new_rows(X)
        response = Response.of(self.formula, frame, y)
        known = response.known_rows(frame, y)
        frame, weights = frame[known], row_weights(sample_weight, len(known))
        weights = np.ones(len(frame)) if weights is None else weights[known]
        if self._is_classifier:
            labels = one_column(response.values[known] if y is None else y)
            return float(accuracy_score(labels, self._predicted(frame), sample_weight=weights))
        if y is None:
            found, trials = response_of_rows(self.result_, frame)
        else:
            found, trials = as_numbers(y), np.ones(len(frame))
        return deviance_explained(self.result_, found, self._predicted(frame), weights * trials)
