"""Verbs of rows: predictions, residuals and log-likelihoods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.inference.prediction import model_frame as _model_frame
    from rglm.models.brm.prediction import augment as _augment
    from rglm.models.brm.prediction import fitted as _fitted
    from rglm.models.brm.prediction import log_lik as _log_lik
    from rglm.models.brm.prediction import model_matrix as _model_matrix
    from rglm.models.brm.prediction import posterior_epred as _posterior_epred
    from rglm.models.brm.prediction import posterior_linpred as _posterior_linpred
    from rglm.models.brm.prediction import posterior_predict as _posterior_predict
    from rglm.models.brm.prediction import predict as _predict
    from rglm.models.brm.prediction import residuals as _residuals

PLACE = "models.brm.prediction"
BY_ROW = {"rows": True, "draws": True, "new_response": True}
BY_DRAW = {**BY_ROW, "by_draw": True}


class PredictionVerbs:
    """Verbs of rows: predictions, residuals and log-likelihoods."""

    if TYPE_CHECKING:
        fitted = _fitted.fitted
        predict = _predict.predict
        predictive_interval = _predict.predictive_interval
        residuals = _residuals.residuals
        predictive_error = _residuals.predictive_error
        posterior_epred = _posterior_epred.posterior_epred
        posterior_linpred = _posterior_linpred.posterior_linpred
        posterior_predict = _posterior_predict.posterior_predict
        log_lik = _log_lik.log_lik
        augment = _augment.augment
        model_frame = _model_frame.model_frame
        model_matrix = _model_matrix.model_matrix
    else:
        fitted = lazy_method(f"{PLACE}.fitted", rows=True)
        predict = lazy_method(f"{PLACE}.predict", **BY_ROW)
        predictive_interval = lazy_method(f"{PLACE}.predict", **BY_ROW)
        residuals = lazy_method(f"{PLACE}.residuals", **BY_ROW)
        predictive_error = lazy_method(f"{PLACE}.residuals", **BY_DRAW)
        posterior_epred = lazy_method(f"{PLACE}.posterior_epred", rows=True, by_draw=True)
        posterior_linpred = lazy_method(f"{PLACE}.posterior_linpred", rows=True, by_draw=True)
        posterior_predict = lazy_method(f"{PLACE}.posterior_predict", **BY_DRAW)
        log_lik = lazy_method(f"{PLACE}.log_lik", rows=True, by_draw=True, new_response=True)
        augment = lazy_method(f"{PLACE}.augment", rows=True, draws=True, keeps_columns=True)
        model_frame = lazy_method("inference.prediction.model_frame", rows=True)
        model_matrix = lazy_method(f"{PLACE}.model_matrix", rows=True)
