"""drop1, add1, step and update of zeroinfl and hurdle (tests/reference/twopart_terms.R)."""

import warnings

import numpy as np
import oracle
import pytest

import rglm
from rglm import BoundaryWarning, hurdle, lrtest, zeroinfl

READ = oracle.saved("twopart_terms")
CASES = {case["id"]: case for case in READ["cases"]}
BIO = oracle.data("biochemists")
NEAR = 1e-6  # of what R's optimiser leaves of the maximum


def fit_of(case):
    return getattr(rglm, case["fun"])(case["formula"], BIO, **(case["args"] or {}))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", CASES)
def test_terms_by_hand_in_r(name):
    case = CASES[name]
    fit, rows = fit_of(case), case["rows"]
    labels = list(rows)
    if name == "zinb":  # its likelihood without a term rises without end
        with pytest.warns(BoundaryWarning, match=r"changed by 'zero_ment': zeroinfl: the like"):
            fit.drop1()
        warnings.simplefilter("ignore", BoundaryWarning)
    if case["added"]:
        scope = "~ . + kid5 | . + mar"
        found = fit.add1(scope, test="Chisq").table
        assert found.equals(fit.add1(labels, test="LRT").table)
    else:
        found = fit.drop1(test="Chisq").table
        assert found.equals(fit.drop1(labels, test="LRT").table)
    assert found.index.tolist() == ["<none>", *labels]
    np.testing.assert_allclose(found["AIC"].iloc[0], case["model"]["aic"], rtol=NEAR)
    for ours, theirs in (("Df", "df"), ("AIC", "aic"), ("LRT", "lrt"), ("Pr(>Chi)", "p")):
        want = [row[theirs] for row in rows.values()]
        rtol = 1e-4 if theirs in ("lrt", "p") else NEAR  # a small difference of large numbers
        np.testing.assert_allclose(found[ours].iloc[1:], want, rtol=rtol, atol=1e-4)
    edf, aic = fit.extractAIC()
    assert edf == case["model"]["edf"]
    np.testing.assert_allclose(aic, case["model"]["aic"], rtol=NEAR)
    bic = fit.extractAIC(k=np.log(915)).AIC
    np.testing.assert_allclose(bic, case["model"]["bic"], rtol=NEAR)


def test_the_way_of_step_by_hand_in_r(capsys):
    way = READ["steps"]
    last = hurdle(way[0]["formula"], BIO).step()
    assert last.anova_path.table["Step"].tolist() == [one["step"] for one in way]
    aics = [one["aic"] for one in way]
    np.testing.assert_allclose(last.anova_path.table["AIC"], aics, rtol=NEAR)
    assert last.formula == way[-1]["formula"]
    printed = capsys.readouterr().out.split("\n\n")
    assert printed[0].split() == ["Start:", "AIC=3234.62", *way[0]["formula"].split()]
    assert f"Step:  AIC=3230.77\n{way[-1]['formula']}" in printed
    assert "- zero_phd    1 3232.7" in printed[1]


def test_steps_take_terms_in_too():
    small = zeroinfl("art ~ ment | 1", BIO)
    last = small.step("~ ment + fem + kid5 | ment + fem", trace=0)
    assert last.anova_path.table["Step"].tolist()[1:3] == ["+ zero_ment", "+ count_fem"]
    assert " | " in last.formula
    same = zeroinfl("art ~ ment + fem + kid5 | ment + fem", BIO).step(trace=0)
    np.testing.assert_allclose(last.AIC(), same.AIC(), rtol=1e-9)
    kept = same.step({"lower": "~ ment | ment", "upper": "~ . | ."}, trace=0)
    assert kept.formula == same.formula
    forward = small.step("~ . + fem", direction="forward", trace=0)  # of both parts
    assert {"+ count_fem"} <= set(forward.anova_path.table["Step"])
    with pytest.raises(ValueError, match="upper scope lacks the model's term 'ment'"):
        small.step("~ fem | fem", trace=0)
    with pytest.raises(ValueError, match="has 3 parts and the model 2"):
        small.step("~ fem | fem | fem", trace=0)


def test_scopes():
    fit = zeroinfl("art ~ fem + ment | ment + phd", BIO)
    rows = lambda *a, **k: fit.drop1(*a, **k).table.index.tolist()[1:]  # noqa: E731
    assert rows("~ fem | phd") == ["count_fem", "zero_phd"]
    assert rows("~ ment") == ["count_ment", "zero_ment"]
    assert rows("~ phd") == ["zero_phd"]
    assert rows("ment") == ["count_ment", "zero_ment"]
    assert rows(["zero_ment", "fem"]) == ["count_fem", "zero_ment"]
    assert rows("~ 1 | .") == ["zero_ment", "zero_phd"]
    for scope in ("~ kid5", ["zero_fem"], "~ phd | phd", "zero_fem", ["count_phd"]):
        with pytest.raises(ValueError, match=r"the model has no term '.*count_fem, count_ment"):
            fit.drop1(scope)
    with pytest.raises(ValueError, match="did you mean 'zero_phd'"):
        fit.drop1(["zero_pdh"])
    more = fit.add1("~ . + kid5").table.index.tolist()[1:]
    assert more == ["count_kid5", "zero_kid5"]
    assert fit.add1("kid5").table.index.tolist()[1:] == more
    assert fit.add1("~ . + kid5 | .").table.index.tolist()[1:] == ["count_kid5"]
    assert fit.add1(["zero_kid5"]).table.index.tolist()[1:] == ["zero_kid5"]
    with pytest.raises(ValueError, match="no term to add to the model"):
        fit.add1("~ . | .")
    with pytest.raises(TypeError, match="scope= takes a formula"):
        fit.add1(3)
    with pytest.raises(ValueError, match="test='F': use one of"):
        fit.drop1(test="F")
    with pytest.raises(ValueError, match="stripped of its rows"):
        fit.strip().drop1()


def test_margins_hold_in_each_part():
    fit = hurdle("art ~ fem * ment | fem + ment", BIO)
    assert fit.drop1().table.index.tolist()[1:] == ["count_fem:ment", "zero_fem", "zero_ment"]


@pytest.mark.parametrize("make", [zeroinfl, hurdle])
def test_update_changes_the_part_that_it_names(make):
    two, one = make("art ~ fem + ment | ment + phd", BIO), make("art ~ fem + ment", BIO)
    assert two.update(". ~ . - fem").formula == "art ~ ment | ment + phd"
    assert two.update(". ~ . - fem | .").formula == "art ~ ment | ment + phd"
    assert two.update(". ~ . | . - phd").formula == "art ~ fem + ment | ment"
    assert two.update(". ~ . - ment | . - ment + fem").formula == "art ~ fem | phd + fem"
    assert two.update(". ~ . | 1").formula == "art ~ fem + ment | 1"
    assert one.update(". ~ . - fem").formula == "art ~ ment"
    assert one.update(". ~ . | . - fem").formula == "art ~ fem + ment | ment"
    assert one.update(". ~ . - fem | .").formula == "art ~ ment | fem + ment"


def test_offsets_weights_and_contrasts_stay():
    given = {"weights": BIO["kid5"] + 0.5, "contrasts": {"fem": "contr_sum"}}
    fit = zeroinfl("art ~ fem + ment + offset(phd / 10) | ment + fem", BIO, **given)
    table = fit.drop1().table
    by_hand = {
        "count_fem": "art ~ ment + offset(phd / 10) | ment + fem",
        "zero_ment": "art ~ fem + ment + offset(phd / 10) | fem",
    }
    for label, formula in by_hand.items():
        aic = zeroinfl(formula, BIO, **given).AIC()
        np.testing.assert_allclose(table.loc[label, "AIC"], aic, rtol=1e-9)


def test_rows_that_change_are_refused():
    holes = BIO.assign(phd=BIO["phd"].where(BIO.index % 7 > 0))
    fit = hurdle("art ~ fem | phd", holes)
    with pytest.raises(ValueError, match="changed by 'zero_phd' has 915 rows and not 784"):
        fit.drop1()
    with pytest.raises(ValueError, match="from 784 rows to 915|has 915 rows"):
        fit.step(trace=0)


def test_a_zero_part_that_has_to_have_a_term_keeps_it():
    rng = np.random.default_rng(3)
    x = rng.uniform(-2, 2, 400)
    y = rng.poisson(rng.gamma(2, np.exp(0.5 + 1.5 * x) / 2))
    fit = hurdle("y ~ x", {"x": x, "y": y}, dist="negbin", zero_dist="negbin")
    assert fit.drop1().table.index.tolist() == ["<none>", "count_x"]
    assert fit.step(trace=0).formula == "y ~ x"
    with pytest.raises(ValueError, match="not identified with an intercept only"):
        fit.drop1("zero_x")


def test_lrtest_leaves_out_of_either_part():
    fit = zeroinfl("art ~ fem + ment | ment + phd", BIO)
    got = lrtest(fit, "zero_phd")
    assert "Model 2: art ~ fem + ment | ment\n" in repr(got)
    p = fit.drop1(test="LRT").table["Pr(>Chi)"]
    np.testing.assert_allclose(got.table["Pr(>Chisq)"].iloc[1], p["zero_phd"], rtol=1e-6)
    assert lrtest(fit, ["count_fem", "zero_phd"]).table["Df"].iloc[1] == -2
    assert "Model 2: art ~ fem | ment + phd" in repr(lrtest(fit, "ment"))
    same = zeroinfl("art ~ fem + ment", BIO)
    assert "Model 2: art ~ fem + ment | ment" in repr(lrtest(same, "zero_fem"))
    assert lrtest(same, "fem").table["Df"].iloc[1] == -2
    with pytest.raises(ValueError, match="no term 'zero_kid5'"):
        lrtest(fit, "zero_kid5")


def test_data_that_are_not_in_memory():
    formula = "art ~ fem + ment | ment"
    there = hurdle(formula, lambda: iter([BIO.iloc[:300], BIO.iloc[300:]]))
    here = hurdle(formula, BIO)
    assert there._is_chunked
    a, b = there.drop1(test="Chisq").table, here.drop1(test="Chisq").table
    assert a.index.tolist() == b.index.tolist()
    np.testing.assert_allclose(a, b, rtol=1e-6)
    assert there.step(trace=0).formula == here.step(trace=0).formula


def test_anova_of_one_fit_names_verbs_that_it_has():
    fit = zeroinfl("art ~ ment", BIO)
    with pytest.raises(ValueError, match=r"drop1\(\) tests each of its terms"):
        fit.anova()
    assert fit.drop1(test="Chisq")["Pr(>Chi)"].notna().sum() == 2
