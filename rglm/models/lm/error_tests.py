"""The tests of the errors of a linear model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.models.base.lazy_method import lazy_method
from rglm.protocol.capabilities import HasLeverage

if TYPE_CHECKING:
    from rglm.inference.error_tests import bptest as _bptest
    from rglm.inference.error_tests import dwtest as _dwtest
    from rglm.inference.error_tests import ncvtest as _ncvtest


class ErrorTests(HasLeverage):
    """Tests of independent errors of one variance."""

    if TYPE_CHECKING:
        bptest = _bptest.bptest
        dwtest = _dwtest.dwtest
        ncvTest = _ncvtest.ncvTest  # noqa: N815  (R's name)
    else:
        bptest = lazy_method("inference.error_tests.bptest")
        dwtest = lazy_method("inference.error_tests.dwtest")
        ncvTest = lazy_method("inference.error_tests.ncvtest")  # noqa: N815  (R's name)
