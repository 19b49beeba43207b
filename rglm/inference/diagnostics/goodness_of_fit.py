"""The chi-square test of goodness of fit, which ``gof()`` of every model answers with."""

from __future__ import annotations

from rglm.formatting.hints.did_you_mean import did_you_mean
from rglm.inference.chisq import chisq_upper_tail
from rglm.inference.htest import HTest

STATISTICS = {"pearson": ("Pearson", "X-squared"), "deviance": ("Deviance", "Deviance")}
FITTED_SPREAD_NOTE = (
    "Note: parameters of the model are fitted to the spread of the responses, so that a small "
    "p-value speaks against the model and a large one says little."
)


def check_test(test: str, takes: str = "pearson or deviance") -> None:
    """Check ``test=``, which `takes` says the values of.

    Raises
    ------
    ValueError
        Neither ``"pearson"`` nor ``"deviance"``.
    """
    if test not in STATISTICS:
        raise ValueError(f"test={test!r}: use {takes}{did_you_mean(test, STATISTICS)}")


def check_df(df: float, verb: str) -> None:
    """Check that a fit leaves degrees of freedom.

    Raises
    ------
    ValueError
        It leaves none.
    """
    if df <= 0:
        raise ValueError(f"{verb} needs degrees of freedom, and this fit leaves none")


def chi_square_test(test: str, statistic: float, df: float, note: str = "") -> HTest:
    """The test of Pearson's chi-square or of the deviance on some degrees of freedom."""
    name, symbol = STATISTICS[test]
    return HTest(
        statistic={symbol: statistic},
        p_value=float(chisq_upper_tail(df, statistic)),
        method=f"{name} goodness-of-fit test",
        data_name="fit",
        parameter={"df": df},
        note=note,
    )
