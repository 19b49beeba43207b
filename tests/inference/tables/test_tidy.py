"""tidy of a glm, against R's broom."""

import numpy as np
import pandas as pd
import pytest
from broom_cases import CASES, RTOL, assert_close, fit_of, limits_close, theirs
from oracle import data, numbers

from rglm import glm


@pytest.mark.parametrize("name", CASES)
def test_tidy(name):
    ours, expected = fit_of(name).tidy(conf_int=True), theirs(name, "tidy")
    assert list(ours) == [c.replace(".", "_") for c in expected]
    assert ours["term"].tolist() == expected["term"]
    for column in ("estimate", "std.error", "statistic"):
        assert_close(ours[column.replace(".", "_")], expected[column], RTOL, column)
    # a p-value is exp(-statistic^2 / 2), which magnifies what the statistic is off by
    np.testing.assert_allclose(ours["p_value"], numbers(expected["p.value"]), rtol=1e-6)
    limits_close(ours, expected, name)
    pd.testing.assert_frame_equal(ours.iloc[:, :5], fit_of(name).tidy())


@pytest.mark.parametrize("name", CASES)
def test_tidy_exponentiated(name):
    fit, expected = fit_of(name), theirs(name, "exponentiated")
    ours = fit.tidy(conf_int=True, conf_level=0.9, exponentiate=True)
    assert_close(np.log(ours["estimate"]), np.log(numbers(expected["estimate"])), RTOL, "estimate")
    assert_close(ours["std_error"], expected["std.error"], RTOL, "std_error")
    logs = {f"conf.{e}": np.log(numbers(expected[f"conf.{e}"])) for e in ("low", "high")}
    limits_close(ours.assign(**np.log(ours[["conf_low", "conf_high"]])), logs, name)
    own = fit.confint(level=0.9).to_numpy()
    np.testing.assert_array_equal(ours[["conf_low", "conf_high"]], np.exp(own))


@pytest.mark.parametrize("name", CASES)
def test_tidy_with_wald_intervals(name):
    ours = fit_of(name).tidy(conf_int=True, method="wald")
    expected = numbers(theirs(name, "wald"))
    for j, end in enumerate(("conf_low", "conf_high")):
        assert_close(ours[end], expected[:, j], RTOL, end)


def test_tidy_with_another_covariance():
    fit = fit_of("budworm")
    ours = fit.tidy(conf_int=True, vcov="HC1")
    se = np.sqrt(np.diag(fit.vcov(type="HC1")))
    np.testing.assert_allclose(ours["std_error"], se, rtol=1e-12)
    np.testing.assert_allclose(ours["statistic"], fit.coef() / se, rtol=1e-12)
    np.testing.assert_allclose(
        ours[["conf_low", "conf_high"]], fit.confint(method="wald", vcov="HC1"), rtol=1e-12
    )


def test_tidy_of_no_coefficients():
    fit = glm("breaks ~ 0", data("warpbreaks"))
    assert fit.tidy(conf_int=True).shape == (0, 7)


def test_stripped_fits():
    fit = fit_of("budworm").strip()
    pd.testing.assert_frame_equal(fit.tidy(), fit_of("budworm").tidy())
    pd.testing.assert_frame_equal(fit.glance(), fit_of("budworm").glance())
    assert ".fitted" in fit.augment(newdata=data("budworm"))
    with pytest.raises(ValueError, match="stripped"):
        fit.augment()
