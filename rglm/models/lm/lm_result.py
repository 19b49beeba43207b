"""The base class of the fits of `lm` and `aov`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from rglm.models.base.lazy_method import lazy_method
from rglm.models.base.missing_verbs import LEAST_SQUARES_MESSAGES
from rglm.models.base.response_pictures import MeanPictures
from rglm.models.glm.leverage_verbs import LEVERAGES, LeverageVerbs
from rglm.models.lm.error_tests import ErrorTests
from rglm.models.lm.lm_criteria import LmCriteria

if TYPE_CHECKING:
    import pandas as pd

    from rglm.inference.collinearity import alias as _alias
    from rglm.inference.covariance import estfun as _estfun
    from rglm.inference.diagnostics import linear_influence as _influence
    from rglm.inference.diagnostics import linear_residuals as _residuals
    from rglm.inference.doses import dose_p as _dose_p
    from rglm.inference.prediction import linear_prediction as _prediction
    from rglm.inference.selection import linear_drop_add as _drop_add
    from rglm.inference.tables import linear_augment as _augment
    from rglm.models.lm import anova as _anova
    from rglm.models.lm import r2 as _r2


class LmResult(LmCriteria, LeverageVerbs, ErrorTests, MeanPictures):
    """A fit by least squares: its verbs."""

    def _submodel(self, formula: str, same_rows: bool = False) -> Self | None:
        """The model of some of its terms without a pass over the rows; None where it needs one."""
        from rglm.models.lm.submodel import submodel

        return submodel(self, formula, same_rows)

    @property
    def _has_many_fits(self) -> bool:
        return True

    _missing_verb_messages = LEAST_SQUARES_MESSAGES

    def _subset_fits(self, space: Any) -> Any:
        from rglm.inference.subsets.linear_subsets import linear_subsets

        return linear_subsets(self, space)

    if TYPE_CHECKING:
        predict = _prediction.predict
        residuals = _residuals.residuals
        rstandard = _influence.rstandard
        influence = _influence.influence
        estfun = _estfun.estfun
        anova = _anova.anova
        drop1 = _drop_add.drop1
        add1 = _drop_add.add1
        augment = _augment.augment
        alias = _alias.alias
        dose_p = _dose_p.dose_p
        r2 = _r2.r2

        def coef(self) -> pd.Series: ...  # noqa: D102  (inherited)
        def fitted(self) -> pd.Series: ...  # noqa: D102  (inherited)
    else:
        predict = lazy_method("inference.prediction.linear_prediction", rows=True)
        residuals = lazy_method("inference.diagnostics.linear_residuals", rows=True)
        rstandard = lazy_method(
            "inference.diagnostics.linear_influence", rows=True, needs=LEVERAGES
        )
        influence = lazy_method("inference.diagnostics.linear_influence")
        estfun = lazy_method(
            "inference.covariance.estfun", rows=True, needs=("_score_dispersion",)
        )
        anova = lazy_method("models.lm.anova")
        drop1 = lazy_method("inference.selection.linear_drop_add")
        add1 = lazy_method("inference.selection.linear_drop_add")
        augment = lazy_method(
            "inference.tables.linear_augment",
            rows=True,
            needs=LEVERAGES,
            new_response=True,
            keeps_columns=True,
        )
        alias = lazy_method("inference.collinearity.alias")
        dose_p = lazy_method("inference.doses.dose_p")
        r2 = lazy_method("models.lm.r2")
