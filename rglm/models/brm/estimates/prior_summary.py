"""``prior_summary()``: the priors of a fit, as brms prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.brm.page.prior_frame import PriorFrame, prior_frame

if TYPE_CHECKING:
    from rglm.models.brm.brm_fit import BrmFit


def prior_summary(fit: BrmFit) -> PriorFrame:
    """The priors of a fit; brms' ``prior_summary``.

    Returns
    -------
    DataFrame
        A row for each class of parameters whose prior is shared, and for each parameter. prior:
        the distribution, ``(flat)`` where it is improper. class, coef, dpar: the parameter, in
        the words of `rglm.priors.prior`. lb, ub: the bounds that it is held between, as text.
        source: "user", "default", or "(vectorized)" for that of the class above.

    Notes
    -----
    The intercept's prior, and that of cut points, is of the intercept of centred columns, as in
    brms: of the linear predictor where all columns have their means.

    Examples
    --------
    >>> from rglm import brm
    >>> from rglm.datasets import load
    >>> from rglm.priors import normal
    >>> fit = brm("mpg ~ wt", load("mtcars"), prior=normal(0, 10), seed=1)
    >>> fit.prior_summary()["source"].tolist()
    ['default', 'user', '(vectorized)', 'default']
    """
    return prior_frame(fit._priors)
