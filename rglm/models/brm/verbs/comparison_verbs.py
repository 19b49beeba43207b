"""Verbs of models: cross-validation, evidence and their comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.models.brm.comparison import bayes_r2 as _bayes_r2
    from rglm.models.brm.comparison import kfold as _kfold
    from rglm.models.brm.comparison import loo as _loo
    from rglm.models.brm.comparison import loo_compare as _loo_compare
    from rglm.models.brm.comparison import loo_model_weights as _loo_model_weights
    from rglm.models.brm.comparison import loo_r2 as _loo_r2
    from rglm.models.brm.comparison import waic as _waic
    from rglm.models.brm.comparison.evidence import bayes_factor as _bayes_factor
    from rglm.models.brm.comparison.evidence import bridge_sampler as _bridge_sampler

PLACE = "models.brm.comparison"


class ComparisonVerbs:
    """Verbs of models: cross-validation, evidence and their comparison."""

    if TYPE_CHECKING:
        loo = _loo.loo
        waic = _waic.waic
        kfold = _kfold.kfold
        loo_compare = _loo_compare.loo_compare
        loo_model_weights = _loo_model_weights.loo_model_weights
        model_weights = _loo_model_weights.model_weights
        bayes_R2 = _bayes_r2.bayes_R2  # noqa: N815  (R's name)
        loo_R2 = _loo_r2.loo_R2  # noqa: N815  (R's name)
        bridge_sampler = _bridge_sampler.bridge_sampler
        bayes_factor = _bayes_factor.bayes_factor
        post_prob = _bayes_factor.post_prob
        bridge = _bridge_sampler.bridge_sampler
    else:
        loo = lazy_method(f"{PLACE}.loo")
        waic = lazy_method(f"{PLACE}.waic")
        kfold = lazy_method(f"{PLACE}.kfold")
        loo_compare = lazy_method(f"{PLACE}.loo_compare")
        loo_model_weights = lazy_method(f"{PLACE}.loo_model_weights")
        model_weights = lazy_method(f"{PLACE}.loo_model_weights")
        bayes_R2 = lazy_method(f"{PLACE}.bayes_r2")  # noqa: N815  (R's name)
        loo_R2 = lazy_method(f"{PLACE}.loo_r2")  # noqa: N815  (R's name)
        bridge_sampler = lazy_method(f"{PLACE}.evidence.bridge_sampler")
        bayes_factor = lazy_method(f"{PLACE}.evidence.bayes_factor")
        post_prob = lazy_method(f"{PLACE}.evidence.bayes_factor")
        bridge = lazy_method(f"{PLACE}.evidence.bridge_sampler", "bridge_sampler")
