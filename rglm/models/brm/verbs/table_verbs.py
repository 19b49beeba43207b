"""Verbs that make tables, means and other fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method

if TYPE_CHECKING:
    from rglm.integrations import arviz as _arviz


class TableVerbs:
    """Verbs that make tables, means and other fits."""

    if TYPE_CHECKING:
        as_arviz = _arviz.as_arviz
    else:
        as_arviz = lazy_method("integrations.arviz")
