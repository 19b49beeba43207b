"""Verbs that make tables, means and other fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.inference.posterior_result import PosteriorResult
from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.inference.marginal_effects import datagrid as _datagrid
    from rglm.integrations import arviz as _arviz
    from rglm.models.brm.means import averages as _averages
    from rglm.models.brm.means import emmeans as _emmeans
    from rglm.models.brm.means import emtrends as _emtrends
    from rglm.models.brm.means import ref_grid as _ref_grid
    from rglm.models.brm.means import row_effects as _row_effects
    from rglm.models.brm.tables import glance as _glance
    from rglm.models.brm.tables import tidy as _tidy
    from rglm.models.brm.tables import update as _update


class TableVerbs(PosteriorResult):
    """Verbs that make tables, means and other fits."""

    if TYPE_CHECKING:
        tidy = _tidy.tidy
        glance = _glance.glance
        update = _update.update
        emmeans = _emmeans.emmeans
        emtrends = _emtrends.emtrends
        ref_grid = _ref_grid.ref_grid
        datagrid = _datagrid.datagrid
        predictions = _row_effects.predictions
        comparisons = _row_effects.comparisons
        slopes = _row_effects.slopes
        avg_predictions = _averages.avg_predictions
        avg_comparisons = _averages.avg_comparisons
        avg_slopes = _averages.avg_slopes
        as_arviz = _arviz.as_arviz
    else:
        tidy = lazy_method("models.brm.tables.tidy")
        glance = lazy_method("models.brm.tables.glance")
        update = lazy_method("models.brm.tables.update")
        emmeans = lazy_method("models.brm.means.emmeans")
        emtrends = lazy_method("models.brm.means.emtrends")
        ref_grid = lazy_method("models.brm.means.ref_grid")
        datagrid = lazy_method("inference.marginal_effects.datagrid")
        predictions = lazy_method("models.brm.means.row_effects")
        comparisons = lazy_method("models.brm.means.row_effects")
        slopes = lazy_method("models.brm.means.row_effects")
        avg_predictions = lazy_method("models.brm.means.averages")
        avg_comparisons = lazy_method("models.brm.means.averages")
        avg_slopes = lazy_method("models.brm.means.averages")
        as_arviz = lazy_method("integrations.arviz")
