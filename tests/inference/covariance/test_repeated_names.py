"""Two coefficients of one name: known by their place, named only to show and to ask, against R."""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import (
    RankWarning,
    betabinomial,
    binomial,
    compare,
    gaussian,
    glm,
    glm_nb,
    hurdle,
    multinom,
    plot_coefs,
    poisson,
    polr,
    regtable,
    zeroinfl,
)

THEIRS = oracle.saved("positions")
DATA = pd.DataFrame(THEIRS["data"]).astype({"f": str, "p": str, "a": str, "b": str})
DATA["o"] = pd.Categorical(DATA["o"], ["f1", "f2", "f3"], ordered=True)
RENAMED = DATA.assign(g=DATA["f"], h=DATA["f1"], u=DATA["p"])
FAMILIES = {"poisson": poisson, "gaussian": gaussian, "logistic": binomial, "product": poisson}
TIGHT = {"epsilon": 1e-12, "maxit": 50}
SPLINE = 2e-4  # R reads the ends of a profile off a spline, to so much of the width
FIT = glm("k ~ f + f1", DATA, poisson(), control=TIGHT)


def close(ours, theirs, rtol=1e-8):
    theirs = np.array(theirs, dtype=float)
    np.testing.assert_allclose(np.asarray(ours, dtype=float), theirs, rtol, rtol * 0.1)


def check_profile(ours, theirs):
    width = np.ptp(theirs, axis=1, keepdims=True)
    assert (np.abs(ours.to_numpy() - theirs) < SPLINE * width).all()


@pytest.mark.parametrize("key", FAMILIES)
def test_glm(key):
    theirs = THEIRS["glm"][key]
    fit = glm(theirs["formula"], DATA, FAMILIES[key](), control=TIGHT)
    assert list(fit.coef().index) == theirs["names"]
    close(fit.coef(), theirs["coef"])
    close(fit.vcov(), theirs["vcov"])
    close(fit.vcov(type="HC1"), theirs["hc1"])
    close(fit.vcov(cluster="c"), theirs["cl"])
    close(fit.summary().coefficients, theirs["table"], 1e-7)
    close(fit.summary(vcov="HC1").coefficients["Std. Error"] ** 2, np.diag(theirs["hc1"]))
    close(fit.confint(method="wald"), theirs["wald"])
    close(fit.dfbetas().iloc[:5], theirs["dfbetas"])
    close(fit.anova(test=False).table, theirs["anova"], 1e-6)
    close(fit.drop1().table, theirs["drop1"])
    check_profile(fit.confint(method="profile"), theirs["profile"])


def test_the_interval_of_the_number_and_of_the_level():
    """The numbers of the issue; R has them under another name of the factor."""
    x = [0.3, 1.2, -0.7, 0.1, 0.9, -1.1, 0.4, -0.2, 1.5, -0.6, 0.8, -0.9]
    data = {"k": [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8], "f": list("012012012012"), "f1": x}
    ends = glm("k ~ f + f1", data, poisson()).confint().to_numpy()
    np.testing.assert_allclose(ends[1], [-0.0215, 1.6762], atol=1e-4)
    np.testing.assert_allclose(ends[3], [-0.6714, 0.0944], atol=1e-4)


def test_one_of_the_two_is_aliased():
    data, theirs = DATA.assign(f1=DATA["same"]), THEIRS["aliased"]
    with pytest.warns(RankWarning, match="'f1'"):
        fit = glm("k ~ f + f1", data, poisson())
    close(fit.coef(), theirs["coef"])
    close(fit.summary().coefficients.iloc[:3], theirs["table"], 1e-7)
    assert fit.confint().isna().all(axis=1).tolist() == [False, False, False, True]
    own = fit.vcov().iloc[:3, :3]
    close(fit.summary(vcov=own).coefficients.iloc[:3], theirs["table"], 1e-7)


def test_ordered_categories():
    """A level of the factor has the name of a cut point."""
    fit, theirs = polr("o ~ p + f1", DATA), THEIRS["polr"]
    assert list(fit.names) == theirs["names"]
    close(fit._estimates, theirs["coef"], 1e-6)
    close(fit.vcov(), theirs["vcov"], 1e-5)
    check_profile(fit.confint(), theirs["profile"])
    with pytest.raises(ValueError, match="'f1|f2' is ambiguous"):
        polr("o ~ f", DATA.assign(f=DATA["p"])).confint("f1|f2")


@pytest.mark.parametrize(
    ("name", "fit"),
    [
        ("nb", lambda: glm_nb("q ~ f + f1", DATA)),
        ("multinom", lambda: multinom("o ~ f + f1", DATA)),
        ("zeroinfl", lambda: zeroinfl("k ~ f + f1", DATA)),
        ("hurdle", lambda: hurdle("k ~ f + f1", DATA)),
    ],
)
def test_other_models(name, fit):
    fit, theirs = fit(), THEIRS[name]
    close(fit._estimates, theirs["coef"], 2e-5)  # as far as R's optimisers go
    np.testing.assert_allclose(fit.vcov(), theirs["vcov"], rtol=1e-3, atol=1e-6)


def models(right):
    """Models of all kinds, by name."""
    trials = {"dead": DATA["k"].clip(upper=4), "alive": 4 - DATA["k"].clip(upper=4)}
    data = RENAMED.assign(**trials)
    return {
        "glm": lambda: glm(f"k ~ {right}", data, poisson()),
        "brglm": lambda: glm(f"w ~ {right}", data, binomial(), method="brglm"),
        "glm_nb": lambda: glm_nb(f"q ~ {right}", data),
        "polr": lambda: polr(f"o ~ {right}", data),
        "multinom": lambda: multinom(f"o ~ {right}", data),
        "two levels": lambda: multinom(f"w ~ {right}", data.assign(w=data["w"].astype(str))),
        "zeroinfl": lambda: zeroinfl(f"k ~ {right}", data),
        "hurdle": lambda: hurdle(f"q ~ {right}", data, dist="negbin"),
        "betabinomial": lambda: betabinomial(f"cbind(dead, alive) ~ {right}", data),
    }


SAID = {
    "wald": lambda fit: fit.confint(method="wald"),
    "vcov": lambda fit: fit.vcov(),
    "HC1": lambda fit: fit.confint(vcov="HC1"),
    "function": lambda fit: fit.confint(vcov=lambda f: f.vcov(type="HC1")),
    "matrix": lambda fit: fit._coefficient_table(fit.vcov(cluster="c")),
    "wald_test": lambda fit: fit.wald_test(np.eye(len(fit.names))[[3]]).table,
    "estfun": lambda fit: fit.estfun(),
    "tidy": lambda fit: fit.tidy(conf_int=True, method="wald").select_dtypes("number"),
    "stripped": lambda fit: fit.strip().confint(method="wald"),
    "pickled": lambda fit: pickle.loads(pickle.dumps(fit)).confint(method="wald"),
    "update": lambda fit: fit.update(". ~ . + y")._estimates,
    "summary": lambda fit: str(fit.summary()).count("\n") if fit._has_profile_intervals else 0,
    "page": lambda fit: fit._repr_html_().count("<td"),
    "regtable": lambda fit: len(regtable(fit).coefficients),
    "frame": lambda fit: regtable(fit, fit, names=["a", "a"]).to_frame().shape,
    "plot_coefs": lambda fit: len(plot_coefs(fit, fit, intercept=True).get_yticks()),
    "compare": lambda fit: compare(fit, fit).iloc[:, :2],
}


@pytest.mark.parametrize("kind", models(""))
def test_fits_are_the_same_under_other_names(kind):
    """Whatever is said of the places, the names make no difference."""
    fit, other = (models(right)[kind]() for right in ("f + f1", "g + h"))
    assert len(set(fit.names)) < len(fit.names)
    for name, said in SAID.items():
        ours, theirs = (np.asarray(said(one), dtype=float) for one in (fit, other))
        np.testing.assert_allclose(ours, theirs, 1e-7, 1e-10, err_msg=name)
    with pytest.raises(ValueError, match="is ambiguous"):
        fit.confint(next(name for name in fit.names if fit.names.count(name) > 1))


@pytest.mark.parametrize("level", [0.5, 0.95])
def test_profiles(level):
    other = glm("k ~ g + h", RENAMED, poisson(), control=TIGHT)
    ours, theirs = FIT.profile(alpha=1 - level), other.profile(alpha=1 - level)
    assert list(ours) == list(FIT.names)
    assert (len(ours), "f2" in ours, "f3" in ours) == (4, True, False)
    for one, two in zip(ours.values(), theirs.values(), strict=True):
        np.testing.assert_allclose(one, two, 1e-9, 1e-12)
    assert str(ours).count("$f1") == 2
    with pytest.raises(ValueError, match="'f1' is ambiguous"):
        ours["f1"]
    panels = FIT.plot_profile(level=level)
    assert [ax.get_title(loc="left") for ax in panels.ravel()] == list(FIT.names)


def test_a_coefficient_called_z():
    """As the root of a profile is."""
    fit = glm("k ~ z", DATA.assign(z=DATA["f1"]), poisson())
    trace = fit.profile()["z"]
    assert trace.columns.tolist() == ["z", "(Intercept)", "z"]
    assert trace.iloc[:, 2].is_monotonic_increasing
    assert len(fit.plot_profile().ravel()) == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda: FIT.confint("f1"),
        lambda: FIT.confint(["f2", "f1"], method="wald"),
        lambda: FIT.vcov("f1"),
        lambda: FIT.vcov(["f1"], type="HC3"),
        lambda: FIT.wald_test("f1 = 0"),
        lambda: FIT.wald_test(["f2", "2 f1"]),
        lambda: FIT.wald_test(pd.DataFrame([[1.0]], columns=["f1"])),
        lambda: FIT.profile("f1"),
        lambda: FIT.plot_profile("f1"),
        lambda: FIT.summary(vcov=FIT.vcov().iloc[::-1, ::-1]),
        lambda: plot_coefs(FIT, parm="f1"),
        lambda: regtable(FIT, coef_map={"f1": "size"}),
        lambda: regtable(FIT, coef_omit=["f1"]),
        lambda: regtable(FIT, labels={"f1": "size"}),
        lambda: glm("k ~ f + f1", DATA, poisson(), start={"(Intercept)": 0, "f1": 0, "f2": 0}),
        lambda: glm("k ~ f + f1", DATA, poisson(), start=FIT.coef().iloc[::-1]),
        lambda: zeroinfl("k ~ f + f1", DATA).vcov("f1", model="zero"),
    ],
)
def test_an_ambiguous_name(ask):
    with pytest.raises(ValueError, match="ambiguous"):
        ask()


def test_names_of_one_coefficient_go_on_to_work():
    theirs = THEIRS["glm"]["poisson"]
    close(FIT.confint("f2", method="wald"), [theirs["wald"][2]])
    close(FIT.wald_test("f2 = 0").vcov, [[theirs["vcov"][2][2]]])
    close(FIT.vcov("f2", type="HC1"), [[theirs["hc1"][2][2]]])
    assert glm("k ~ f + f1", DATA, poisson(), start=FIT.coef()).iter <= 2


def test_tables_of_several_models_match_terms_and_not_only_names():
    """f1 of one model is the number, of the other the factor's level: two lines."""
    number, level = glm("k ~ f1", DATA, poisson()), glm("k ~ f", DATA, poisson())
    lines = regtable(FIT, number, level, statistic=None).coefficients
    filled = [(line.label, [bool(cell) for cell in line.cells]) for line in lines]
    assert filled == [
        ("(Intercept)", [True, True, True]),
        ("f1", [True, False, True]),
        ("f2", [True, False, True]),
        ("f1", [True, True, False]),
    ]
    assert len(plot_coefs(FIT, number, level).get_yticks()) == 3
    assert [line.label for line in regtable(FIT, labels=str.upper, statistic=None).coefficients][
        1:
    ] == ["F1", "F2", "F1"]


def test_marginaleffects():
    marginaleffects = pytest.importorskip("marginaleffects")
    terms = marginaleffects.hypotheses(FIT)
    assert terms["term"].to_list() == ["(Intercept)", "f1 [f]", "f2", "f1 [f1]"]
    close(terms["estimate"].to_numpy(), THEIRS["glm"]["poisson"]["coef"])
    with pytest.raises(NameError, match="f1"):  # and not the mean of the two
        marginaleffects.hypotheses(FIT, "f1 = 0")


def test_models_of_one_name_are_all_compared():
    other = glm("k ~ f", DATA, poisson())
    table = compare(FIT, **{"poisson (log)": other})
    assert table["df"].tolist() == [4, 3]
    assert len(plot_coefs(FIT, other, names=["a", "a"]).get_legend().get_texts()) == 2


def test_rows_of_one_label():
    data = DATA.assign(y=DATA["y"].where(DATA["c"] != 3))
    data.index = [1, 1, 2] * 60
    fit = glm("k ~ f + y", data, poisson(), na_action="na_exclude")
    plain = glm("k ~ f + y", data.reset_index(drop=True), poisson(), na_action="na_exclude")
    assert fit.plot().shape == (2, 2)
    assert [len(fit.residuals()), len(fit.augment(data=data))] == [180, 180]
    close(fit.cooks_distance(), plain.cooks_distance())
    close(fit.vcov(cluster=data["c"]), plain.vcov(cluster="c"))


def test_within_a_term():
    """a1:b2:b2 is level 1:b2 of a with level 2 of b, and level 1 with 2:b2: none is lost."""
    theirs, fit = THEIRS["cells"], glm("k ~ a * b", DATA, poisson(), control=TIGHT)
    assert list(fit.names) == theirs["names"]
    assert len(set(fit._estimate_identities)) == 9 > len(set(fit.names))
    close(fit.coef(), theirs["coef"], 1e-7)
    close(fit.vcov(), theirs["vcov"], 1e-7)
    close(fit.predict(DATA), fit.linear_predictors)


def test_chunked_data():
    fit = glm(
        "k ~ f + f1", lambda: (DATA[i : i + 60] for i in (0, 60, 120)), poisson(), control=TIGHT
    )
    close(fit.vcov(cluster="c"), FIT.vcov(cluster="c"))
    close(fit.confint(), FIT.confint(), 1e-7)
    own = {"se_fit": True, "vcov": "HC1"}
    close(fit.predict(**own).collect(), FIT.predict(**own))


def test_columns_of_a_matrix():
    """R has two coefficients of one name, too."""
    fit = glm("k ~ cbind(f1, y^2, c^2)", DATA, poisson())
    other = glm("k ~ f1 + I(y^2) + I(c^2)", DATA, poisson())
    assert list(fit.names[2:]) == ["cbind(f1, y^2, c^2)"] * 2
    close(fit.confint(), other.confint())
    close(fit.vcov(type="HC3"), other.vcov(type="HC3"))
