"""Means of a reference grid: what they show, and their errors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rglm import glm, lm, multinom, poisson, polr
from rglm.datasets import load

LOOMS = load("warpbreaks")
COUNTS = glm("breaks ~ wool * tension", LOOMS, poisson())
LINEAR = lm("breaks ~ wool * tension", LOOMS)


def test_means_of_cells_are_those_of_the_data() -> None:
    means = LINEAR.emmeans("wool * tension").table
    expected = LOOMS.groupby(["wool", "tension"], observed=True)["breaks"].mean()
    np.testing.assert_allclose(
        means.set_index(["wool", "tension"])["emmean"],
        expected[[("A", "L"), ("B", "L"), ("A", "M"), ("B", "M"), ("A", "H"), ("B", "H")]],
        rtol=1e-12,
    )


def test_what_is_shown() -> None:
    emm = COUNTS.emmeans("tension")
    assert list(emm.table) == ["tension", "emmean", "SE", "df", "asymp.LCL", "asymp.UCL"]
    assert list(emm.test(null=3).table)[3:] == ["df", "null", "z.ratio", "p.value"]
    assert list(emm.summary(True, type="response").table)[1] == "rate"
    assert list(emm.tidy())[1:] == [
        *("estimate", "std_error", "df", "conf_low", "conf_high", "statistic", "p_value")
    ]
    np.testing.assert_allclose(emm["SE"], np.sqrt(np.diag(emm.vcov())))
    np.testing.assert_array_equal(emm["emmean"], emm.coef())
    assert len(emm) == 3
    assert "<table" in emm._repr_html_()


def test_open_ends() -> None:
    one = COUNTS.emmeans("tension", type="response").confint(side="<").table
    assert (one["asymp.LCL"] == 0).all()
    other = COUNTS.emmeans("tension", type="response").confint(side=">").table
    assert np.isposinf(other["asymp.UCL"]).all()


def test_levels_of_a_response_are_a_variable() -> None:
    fit = multinom("tension ~ wool", LOOMS)
    table = fit.emmeans("tension | wool").table
    np.testing.assert_allclose(table.groupby("wool", observed=True)["prob"].sum(), 1.0)
    assert table["wool"].tolist() == ["A"] * 3 + ["B"] * 3
    ordered = polr("ordered(tension) ~ breaks + wool", LOOMS)
    assert ordered.emmeans("cut", mode="cum.prob").table["cut"].tolist() == ["L|M", "M|H"]
    assert len(ordered.ref_grid(mode="prob")) == 6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: COUNTS.emmeans("tensoin"), "'tensoin' is no variable .*did you mean 'tension'"),
        (lambda: COUNTS.emmeans("tension", type="respons"), "type='respons': use one of"),
        (lambda: COUNTS.emmeans("tension", mode="prob"), "mode='prob': use one of link, response"),
        (lambda: COUNTS.emmeans("tension", level=95), "level=95: a coverage"),
        (lambda: COUNTS.emmeans("tension", infer="yes"), "infer='yes': True or False"),
        (lambda: COUNTS.emmeans("tension").summary(by="wol"), "by='wol': the rows have tension"),
        (lambda: COUNTS.emmeans("tension").test(delta=-1), "delta=-1: a distance"),
        (lambda: COUNTS.emmeans("tension", df=-1), "df=-1: degrees of freedom"),
        (lambda: COUNTS.emmeans("tension", sigma=-1), "sigma=-1: a standard deviation"),
        (lambda: COUNTS.emmeans("tension").test(side="up"), "side='up'"),
        (lambda: COUNTS.emmeans("tension").confint(adjust="tuky"), "adjust='tuky'"),
    ],
)
def test_errors(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_no_mean_of_an_empty_cell() -> None:
    data = LOOMS[~((LOOMS["wool"] == "A") & (LOOMS["tension"] == "M"))]
    with pytest.warns(match="aliased|coefficient"):
        fit = lm("breaks ~ wool * tension", data)
    emm = fit.emmeans("tension | wool", infer=True)
    assert emm["emmean"].isna().tolist() == [False, True, False, False, False, False]
    assert " M       nonEst   NA NA       NA       NA      NA      NA" in repr(emm)
    assert fit.emmeans("tension")["df"].isna().tolist() == [False, True, False]
    assert isinstance(emm.table, pd.DataFrame)


def test_wide_tables_go_on_below() -> None:
    """As R prints them, 80 letters wide."""
    data = LOOMS.assign(a_rather_long_name_of_a_factor=LOOMS["wool"])
    fit = lm("breaks ~ a_rather_long_name_of_a_factor * tension", data)
    lines = repr(
        fit.emmeans("a_rather_long_name_of_a_factor * tension", infer=True, df=9)
    ).splitlines()
    assert max(map(len, lines)) < 80
    assert [line.split() for line in lines if "t.ratio" in line] == [["t.ratio", "p.value"]]


def test_many_pairs_need_no_matrix_of_all() -> None:
    data = pd.DataFrame({"g": [f"g{i}" for i in range(40)] * 2, "y": np.arange(80.0)})
    emm = lm("y ~ g", data).emmeans("pairwise ~ g", adjust="bonferroni")
    assert len(emm.contrasts.table) == 780
    assert "covariance" not in vars(emm.contrasts.estimated)


def test_arguments_of_what_is_shown_are_checked() -> None:
    emm = COUNTS.emmeans("tension")
    with pytest.raises(TypeError, match=r"level= takes a number or None, got 'tension'"):
        emm.confint("tension")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"no argument 'lvl' \(did you mean 'level'\?\)"):
        emm.update(lvl=0.9)
    with pytest.raises(TypeError, match=r"null= takes a number"):
        emm.test(null="log(3)")  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=r"by=3: the rows have tension"):
        emm.summary(by=3)  # type: ignore[arg-type]
    with pytest.raises(
        TypeError, match="tables of means or contrasts, got a value of type GlmFit"
    ):
        emm.rbind(COUNTS)


def test_a_formula_in_a_list_is_that_formula() -> None:
    given = LINEAR.emmeans(["pairwise ~ tension"], adjust="sidak")
    assert str(given) == str(LINEAR.emmeans("pairwise ~ tension", adjust="sidak"))
    with pytest.raises(ValueError, match="several formulas; give one at a time"):
        LINEAR.emmeans(["~ tension", "~ wool"])


def test_hints_of_what_an_r_user_types() -> None:
    fit = lm("breaks ~ factor(tension)", LOOMS)
    with pytest.raises(ValueError, match=r"did you mean 'tension'\?"):
        fit.emmeans("factor(tension)")
    with pytest.raises(TypeError, match=r"of the fit: fit.emmeans\('g', weights=...\)"):
        LINEAR.ref_grid().emmeans("wool", weights="cells")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="slopes are derivatives"):
        LINEAR.emtrends("wool", "x", delta_var=0.1)  # type: ignore[call-arg]


def test_ratios_on_their_own_scale_are_called_ratios() -> None:
    ratios = COUNTS.emmeans("tension").pairs()
    table = ratios.regrid().table
    assert table["contrast"].tolist() == ["L / M", "L / H", "M / H"]
    np.testing.assert_allclose(table["ratio"], ratios.summary(type="response")["ratio"])
    labels = ratios.regrid().pairs().table["contrast"].tolist()
    assert labels[0] == "(L / M) - (L / H)"


def test_levels_of_an_ordered_response_are_the_first_variable_of_the_grid() -> None:
    fit = polr("sample ~ logmass", load("galaxies"))
    assert list(fit.ref_grid(mode="prob").table)[:2] == ["sample", "logmass"]
    assert list(fit.ref_grid(mode="cum_prob").table)[:2] == ["logmass", "cut"]
    terms = fit.joint_tests(mode="prob", showconf=False)["model term"].tolist()
    assert terms == ["sample", "sample:logmass"]
    of_logit = multinom("sample ~ logmass", load("galaxies"))
    assert list(of_logit.ref_grid().table)[:2] == ["logmass", "sample"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [({"adjust": "bonf"}, "bonferroni"), ({"weights": "prop"}, "proportional")],
)
def test_the_beginning_of_a_word_hints_at_it(given: dict[str, str], meant: str) -> None:
    with pytest.raises(ValueError, match=rf"did you mean '{meant}'\?"):
        LINEAR.emmeans("tension", **given)  # type: ignore[arg-type]
