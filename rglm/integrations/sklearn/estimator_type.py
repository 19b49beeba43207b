"""Whether an estimator is a classifier or a regressor, by its model and family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sklearn.base import BaseEstimator

from rglm.families.glm.family import Family
from rglm.families.glm.family_names import as_family
from rglm.models.betabinomial.betabinomial import betabinomial
from rglm.models.glm.glm import glm
from rglm.models.glm_nb.glm_nb import glm_nb
from rglm.models.lm.lm import lm
from rglm.models.multinom.multinom import multinom
from rglm.models.polr.polr import polr
from rglm.models.twopart.hurdle import hurdle
from rglm.models.twopart.zeroinfl import zeroinfl
from rglm.protocol.model_result import ModelResult


@dataclass(frozen=True)
class ModelKind:
    """A model's function, and what its responses are."""

    function: Callable[..., ModelResult]
    has_classes: bool = False
    is_ordered: bool = False
    is_count: bool = False


MODELS = {
    "glm": ModelKind(glm),
    "lm": ModelKind(lm),
    "glm_nb": ModelKind(glm_nb, is_count=True),
    "polr": ModelKind(polr, has_classes=True, is_ordered=True),
    "multinom": ModelKind(multinom, has_classes=True),
    "zeroinfl": ModelKind(zeroinfl, is_count=True),
    "hurdle": ModelKind(hurdle, is_count=True),
    "betabinomial": ModelKind(betabinomial),
}


class FormulaEstimator(BaseEstimator):
    """An estimator whose kind follows from its parameters `formula`, `family` and `model`."""

    formula: str
    family: Any
    model: str

    @property
    def _kind(self) -> ModelKind:
        """The model; glm for an unknown one, which is an error of `fit`."""
        return MODELS.get(self.model, MODELS["glm"])

    @property
    def _family(self) -> Family | None:
        """The family of a glm; None of other models, and of what is an error of `fit`."""
        if self.model != "glm":
            return None
        try:
            return as_family(self.family)
        except (TypeError, ValueError):
            return None

    @property
    def _is_classifier(self) -> bool:
        """Whether the response is a class, which is not so of counts and proportions."""
        if self._family is None:
            return self._kind.has_classes
        left = str(self.formula).partition("~")[0]
        return self._family.name == "binomial" and "cbind(" not in left

    @property
    def _needs_y(self) -> bool:
        """Whether the formula names no response."""
        return not str(self.formula).partition("~")[0].strip()

    @property
    def _is_positive(self) -> bool:
        """Whether numbers that are the response may not be below 0."""
        if self._family is None:
            return self._kind.is_count
        return not self._is_classifier and self._family.response_range[0] >= 0

    @property
    def _estimator_type(self) -> str:
        """The kind of estimator, as scikit-learn before 1.6 asks for it."""
        return "classifier" if self._is_classifier else "regressor"

    def _more_tags(self) -> dict[str, Any]:
        """The tags of scikit-learn before 1.6."""
        return {
            "binary_only": self._is_classifier and not self._kind.has_classes,
            "requires_y": self._needs_y,
            "requires_positive_y": self._is_positive,
        }

    def __sklearn_tags__(self) -> Any:
        """The tags of scikit-learn from 1.6 on."""
        from sklearn.utils import ClassifierTags, RegressorTags

        tags = super().__sklearn_tags__()
        tags.estimator_type = self._estimator_type
        tags.target_tags.required = self._needs_y
        tags.target_tags.positive_only = self._is_positive
        if self._is_classifier:
            tags.classifier_tags = ClassifierTags(multi_class=self._kind.has_classes)
        else:
            tags.regressor_tags = RegressorTags()
        return tags
