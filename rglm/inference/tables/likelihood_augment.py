"""The rows of a fit by maximum likelihood with what the fit says of each; broom's augment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from rglm.inference.tables.augment import beside, beside_rows_of_fit, new_rows
from rglm.protocol.capabilities import HasLikelihoodModel


def augment(
    fit: HasLikelihoodModel,
    data: Any = None,
    newdata: Any = None,
    type_predict: str | None = None,
    type_residuals: str | None = None,
    se_fit: bool = False,
) -> pd.DataFrame:
    """The data with fitted values and residuals beside them; R's ``broom::augment``.

    Parameters
    ----------
    data : table, optional
        The data of the fit, with columns that the formula does not use; as for a `glm`. Without
        it the model frame is used.
    newdata : table, optional
        New rows instead, which get ``.fitted`` and ``.se_fit`` only.
    type_predict : str, optional
        What ``.fitted`` is, of the types that ``predict()`` takes, and by default what
        ``predict()`` gives: the mean of a count or an amount, the linear predictor of a
        `betabinomial`, the likeliest level of a `polr` or `multinom`.
    type_residuals : str, optional
        What ``.resid`` is: by default Pearson residuals; of a `polr` or `multinom` none, as in
        broom, unless they are asked for.
    se_fit : bool
        Standard errors of the fitted values too.

    Returns
    -------
    DataFrame
        The data and ``.fitted``, ``.se_fit``, ``.resid``. What has several numbers a row has a
        column for each, ``.fitted_low``. There is no leverage in these models, and no ``.hat`` or
        ``.cooksd``.

    Raises
    ------
    ValueError
        An unknown type; `data` and `newdata` together; `data` whose rows are not the fit's.

    Examples
    --------
    >>> from rglm import polr
    >>> from rglm.datasets import load
    >>> fit = polr("ordered(tension) ~ breaks", load("warpbreaks"))
    >>> fit.augment().columns.tolist()
    ['ordered(tension)', 'breaks', '.fitted']
    >>> fit.augment(type_predict="probs").columns[2:].tolist()
    ['.fitted_L', '.fitted_M', '.fitted_H']
    """
    given = {} if type_predict is None else {"type": type_predict}
    if newdata is not None:
        frame = new_rows(data, newdata)
        with _argument("type_predict"):
            found = fit.predict(frame, se_fit=se_fit, **given)
        return beside(frame, _fitted(found, se_fit))
    with _argument("type_predict"):
        values = _fitted(fit.predict(se_fit=se_fit, **given), se_fit)
    type_residuals = fit._augment_residuals if type_residuals is None else type_residuals
    if type_residuals is not None:
        with _argument("type_residuals"):
            values |= _columns(".resid", fit.residuals(type_residuals))
    return beside_rows_of_fit(fit, data, pd.DataFrame(values))


@contextmanager
def _argument(name: str) -> Iterator[None]:
    """Errors about ``type=`` call it by the name that it has here."""
    try:
        yield
    except ValueError as error:
        error.args = (str(error).replace("type=", f"{name}="), *error.args[1:])
        raise


def _fitted(found: Any, se_fit: bool) -> dict[str, pd.Series]:
    if not se_fit:
        return _columns(".fitted", found)
    return _columns(".fitted", found["fit"]) | _columns(".se_fit", found["se_fit"])


def _columns(name: str, found: pd.Series | pd.DataFrame) -> dict[str, pd.Series]:
    """A column, or one for each of several numbers a row."""
    if isinstance(found, pd.Series):
        return {name: found}
    labels = ["_".join(map(str, c)) if isinstance(c, tuple) else str(c) for c in found.columns]
    return {f"{name}_{label}": found.iloc[:, i] for i, label in enumerate(labels)}
