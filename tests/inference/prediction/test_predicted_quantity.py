"""predict() of polr, multinom, zeroinfl, hurdle and betabinomial, with errors and intervals.

Values against R, by the delta method with numerical Jacobians (predict_likelihood.R).
"""

import pickle

import numpy as np
import oracle
import pandas as pd
import pytest

from rglm import betabinomial, binomial, glm, hurdle, multinom, polr, zeroinfl

RTOL = 1e-3  # R's bread is a Hessian by differences, good to some four digits
REFERENCE = oracle.saved("predict_likelihood")
COUNTS, WINE, BEPS = (oracle.data(name) for name in ("biochemists", "wine", "beps"))
LIRAT = oracle.data("lirat")
ART = "art ~ fem + ment | ment"
FITS = {
    "polr": polr("rating ~ temp + contact", WINE),
    "multinom": multinom("vote ~ gender + Europe", BEPS, ref="Labour"),
    "zeroinfl": zeroinfl(ART, COUNTS, dist="negbin"),
    "hurdle": hurdle(ART, COUNTS, dist="negbin"),
    "gamma": hurdle(ART, COUNTS, dist="gamma"),
    "betabinomial": betabinomial("cbind(R, N - R) ~ fgrp + hb", LIRAT),
}
DATA = {"polr": WINE, "multinom": BEPS, "betabinomial": LIRAT}
PEOPLE = {"fem": ["Men", "Women", "Women"], "ment": [0, 5, 20]}
NEW = {
    "polr": {"temp": ["cold", "warm", "warm"], "contact": ["no", "no", "yes"]},
    "multinom": {"gender": ["female", "male", "male"], "Europe": [2, 5, 11]},
    "betabinomial": {"fgrp": ["1", "2", "4"], "hb": [4.0, 8.5, 12.0]},
}
TYPES = {
    "polr": ["probs", "link", "terms"],
    "multinom": ["probs", "link", "terms"],
    "betabinomial": ["response", "link", "terms"],
    "gamma": ["response", "count", "zero", "link", "terms"],
}
BOTH = [(n, t) for n in FITS for t in TYPES.get(n, ["response", "count", "zero", "prob", "link"])]
WIDE = {"interval": "confidence", "level": 0.9}


def new(name):
    return pd.DataFrame(NEW.get(name, PEOPLE), index=["a", "b", "c"])


@pytest.mark.parametrize(
    ("name", "type"),
    [
        (n, t)
        for n, parts in REFERENCE.items()
        for t in parts
        if isinstance(parts[t], dict) and "lwr" in parts[t]
    ],
)
def test_errors_and_intervals_as_in_r(name, type):
    fit, theirs = FITS[name], REFERENCE[name][type]
    extra = {"at": [0]} if type == "prob" else {}
    found = fit.predict(new(name), type=type, **WIDE, **extra)
    assert found.index.tolist() == ["a", "b", "c"]
    for kind, expected in theirs.items():
        ours = found[kind]
        if name == "multinom" and type == "probs":
            ours = ours[REFERENCE[name]["levels"]]
        np.testing.assert_allclose(
            np.ravel(ours, order="F"), np.ravel(expected), rtol=RTOL, atol=1e-12, err_msg=kind
        )


@pytest.mark.parametrize(("name", "type"), BOTH)
def test_errors_and_intervals_stand_beside_the_prediction(name, type):
    fit, rows = FITS[name], new(name)
    plain = fit.predict(rows, type=type)
    errors = fit.predict(rows, type=type, se_fit=True)
    np.testing.assert_allclose(errors["fit"], plain, rtol=1e-14)
    kinds = errors.columns if plain.ndim == 1 else errors.columns.get_level_values(0).unique()
    assert list(kinds) == ["fit", "se_fit"]
    if type == "terms":
        with pytest.raises(ValueError, match="interval= does not go with type='terms'"):
            fit.predict(rows, type=type, interval="confidence")
        return
    found = fit.predict(rows, type=type, interval="confidence")
    kinds = found.columns if plain.ndim == 1 else found.columns.get_level_values(0).unique()
    assert list(kinds) == ["fit", "se_fit", "lwr", "upr"]
    assert (found["lwr"].to_numpy() <= found["fit"].to_numpy()).all()
    assert (found["fit"].to_numpy() <= found["upr"].to_numpy()).all()
    if plain.ndim == 2:
        assert found["fit"].columns.tolist() == plain.columns.tolist()
    if type in ("probs", "prob"):
        assert (found["lwr"] > 0).all(axis=None)
        assert (found["upr"] < 1).all(axis=None)


@pytest.mark.parametrize(("name", "type"), BOTH)
def test_the_rows_of_the_fit_a_stripped_and_a_pickled_fit(name, type):
    fit, data = FITS[name], DATA.get(name, COUNTS)
    extra = {"at": 2} if type == "prob" else {}
    extra |= {"se_fit": True} if type == "terms" else WIDE
    own, found = fit.predict(type=type, **extra), fit.predict(data, type=type, **extra)
    pd.testing.assert_frame_equal(own, found)
    bare = pickle.loads(pickle.dumps(fit.strip()))
    pd.testing.assert_frame_equal(bare.predict(data, type=type, **extra), found)
    assert bare.predict(data, type=type, **extra).attrs == found.attrs


@pytest.mark.parametrize("name", FITS)
def test_linear_predictors_are_terms_their_constants_and_offsets(name):
    fit = FITS[name]
    terms, eta = fit.predict(type="terms"), fit.linear_predictors
    if eta.ndim == 1:
        np.testing.assert_allclose(terms.sum(axis=1) + terms.attrs["constant"], eta, rtol=1e-10)
        np.testing.assert_allclose(terms.mean(), 0, atol=1e-12)
        return
    pd.testing.assert_frame_equal(eta, fit.predict(type="link"))
    for part, constant in terms.attrs["constant"].items():
        np.testing.assert_allclose(terms[part].sum(axis=1) + constant, eta[part], rtol=1e-9)


def test_terms_are_those_of_a_glm():
    """Of a hurdle's zero part and of a multinom of two levels, both logistic regressions."""
    data = COUNTS.assign(some=(COUNTS["art"] > 0).astype(int))
    fit = glm("some ~ ment", data, binomial(), control={"epsilon": 1e-14, "maxit": 50})
    zero = FITS["hurdle"]
    for given in ({"se_fit": True}, {"se_fit": True, "vcov": "HC0"}):
        expected = fit.predict(type="terms", **given)
        found = zero.predict(type="terms", model="zero", **given)
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    link = zero.predict(type="link", model="zero", interval="confidence")
    expected = fit.predict(type="link", interval="confidence")
    np.testing.assert_allclose(link, expected, rtol=1e-6)
    two = multinom("some ~ ment", data.assign(some=data["some"] > 0))
    probs = two.predict(type="probs", interval="confidence").xs("TRUE", axis=1, level=1)
    expected = fit.predict(type="response", interval="confidence")
    np.testing.assert_allclose(probs, expected, rtol=1e-6)


@pytest.mark.parametrize("name", FITS)
def test_another_covariance(name):
    fit, rows = FITS[name], new(name)
    type = TYPES.get(name, ["response"])[0]
    robust = fit.vcov(type="HC0")
    text, table = (fit.predict(rows, type=type, se_fit=True, vcov=v) for v in ("HC0", robust))
    pd.testing.assert_frame_equal(text, table)
    own = fit.predict(rows, type=type, se_fit=True)
    four = fit.predict(rows, type=type, se_fit=True, vcov=4 * robust)
    np.testing.assert_allclose(four["se_fit"], 2 * text["se_fit"], rtol=1e-9)
    assert not np.allclose(own["se_fit"], text["se_fit"], rtol=1e-6)


@pytest.mark.parametrize("name", FITS)
def test_parts_predict_as_the_whole(name):
    fit, data = FITS[name], DATA.get(name, COUNTS)
    type = TYPES.get(name, ["response"])[0]
    parts = fit.update(data=lambda: (data.iloc[i : i + 300] for i in range(0, len(data), 300)))
    for given in ({"type": type, **WIDE, "vcov": "HC0"}, {"type": "terms", "se_fit": True}):
        found = parts.predict(**given).collect()
        np.testing.assert_allclose(found, fit.predict(**given), rtol=1e-6, atol=1e-9)
    for value in ("linear_predictors", "fitted_values", "prior_weights"):
        found = getattr(parts, value).collect()
        np.testing.assert_allclose(found, getattr(fit, value), rtol=1e-6)
    assert (parts.y.collect().to_numpy() == fit.y.to_numpy()).all()


def test_the_counts_that_are_predicted_are_those_of_all_rows():
    """After strip(), and in each part, up to the largest count of the data."""
    fit = FITS["zeroinfl"]
    parts = fit.update(data=lambda: (COUNTS.iloc[i : i + 300] for i in (0, 300, 600, 900)))
    expected = fit.predict(type="prob")
    assert expected.columns.tolist() == [*range(COUNTS["art"].max() + 1)]
    np.testing.assert_allclose(parts.predict(type="prob").collect(), expected, rtol=1e-6)
    np.testing.assert_allclose(fit.strip().predict(COUNTS, type="prob"), expected, rtol=1e-12)


def test_what_has_no_error_is_refused_in_words():
    for given in ({"se_fit": True}, {"interval": "confidence"}):
        with pytest.raises(ValueError, match="a class has no standard error"):
            FITS["polr"].predict(**given)
    with pytest.raises(ValueError, match="interval='prediction': use None or 'confidence'"):
        FITS["zeroinfl"].predict(interval="prediction")
    with pytest.raises(ValueError, match="level=95"):
        FITS["multinom"].predict(type="probs", interval="confidence", level=95)
    with pytest.raises(ValueError, match="model= goes with type='link'"):
        FITS["hurdle"].predict(model="zero")
    with pytest.raises(ValueError, match="model='both': use full, count or zero"):
        FITS["hurdle"].predict(type="link", model="both")
    with pytest.raises(ValueError, match="type='probs': use one of .*response.* 'prob'"):
        FITS["hurdle"].predict(type="probs")


def test_an_aliased_coefficient_has_no_part_in_errors():
    data = WINE.assign(again=(WINE["temp"] == "warm").astype(float))
    with pytest.warns(match="not defined because of singularities"):
        fit = polr("rating ~ temp + again + contact", data)
    expected = FITS["polr"].predict(type="probs", se_fit=True, vcov="HC0")
    found = fit.predict(type="probs", se_fit=True, vcov="HC0")
    np.testing.assert_allclose(found, expected, rtol=1e-7)


def test_theta_is_a_number_everywhere():
    nmes, formula = oracle.data("nmes"), "hospital ~ health + chronic | chronic"
    one = hurdle(formula, nmes, dist="negbin", zero_dist="negbin")
    for fit in (FITS["zeroinfl"], FITS["hurdle"], one):
        assert isinstance(fit.theta, float)
        np.testing.assert_allclose(fit.SE_theta, fit.theta * fit.SE_logtheta)
    for name in ("zeroinfl", "hurdle"):
        np.testing.assert_allclose(FITS[name].theta, REFERENCE[name]["theta"], rtol=1e-6)
        np.testing.assert_allclose(
            FITS[name].SE_logtheta, REFERENCE[name]["SE_logtheta"], rtol=RTOL
        )
    assert isinstance(one.zero_theta, float)
    assert isinstance(one.SE_zero_theta, float)
    assert FITS["hurdle"].zero_theta is None
    assert FITS["gamma"].theta is None


def test_sigma_and_shape_of_an_amount():
    gamma, lognormal = FITS["gamma"], hurdle(ART, COUNTS, dist="lognormal")
    above = COUNTS[COUNTS["art"] > 0]
    normal = glm("log(art) ~ fem + ment", above)
    root = np.sqrt(normal.deviance / normal.nobs())  # the maximum likelihood estimate
    np.testing.assert_allclose(lognormal.sigma, root, rtol=1e-9)
    np.testing.assert_allclose(lognormal.SE_sigma, root / np.sqrt(2 * len(above)), rtol=1e-6)
    assert isinstance(gamma.shape, float)
    assert gamma.SE_shape > 0
    assert gamma.sigma is None
    assert lognormal.shape is None


def test_components_under_the_names_of_a_glm():
    for name, fit in FITS.items():
        n = len(DATA.get(name, COUNTS))
        for value in ("y", "fitted_values", "linear_predictors", "prior_weights"):
            assert len(getattr(fit, value)) == n
        assert fit.deviance == pytest.approx(-2 * float(fit.logLik()))
        assert fit.aic == fit.AIC()
        assert fit.df_residual > 0
        assert fit.rank > 0
    assert FITS["multinom"].rank == REFERENCE["multinom"]["rank"]
    assert FITS["polr"].y.cat.ordered
    assert (FITS["polr"].y.astype(str) == WINE["rating"].astype(str)).all()
    assert FITS["betabinomial"].offset is None


def aliased_fits():
    """A fit of each model with an aliased column, its data, and rows that break the relation."""
    bio = COUNTS.assign(twice=2.0 * COUNTS["ment"])
    wine = WINE.assign(twice=(WINE["temp"] == "warm") * 2.0)
    lirat = LIRAT.assign(twice=2.0 * LIRAT["hb"])
    beps = BEPS.assign(twice=2.0 * BEPS["Europe"])
    return {
        "polr": (polr, "rating ~ temp + twice + contact", wine),
        "multinom": (multinom, "vote ~ Europe + twice", beps),
        "zeroinfl": (zeroinfl, "art ~ ment + twice | fem", bio),
        "hurdle": (hurdle, "art ~ fem | ment + twice", bio),
        "betabinomial": (betabinomial, "cbind(R, N - R) ~ hb + twice", lirat),
    }


@pytest.mark.parametrize("name", aliased_fits())
def test_rows_that_are_not_estimable_are_counted(name):
    model, formula, data = aliased_fits()[name]
    with pytest.warns(match="not defined because of singularities"):
        fit = model(formula, data)
    for one in (fit, fit.strip()):
        one.predict(data.head(4))  # no warning
        with pytest.warns(match=r"4 row\(s\) of newdata are not estimable"):
            one.predict(data.head(4).assign(twice=9.0))


@pytest.mark.parametrize(
    ("fit", "shape"),
    [
        (polr("rating ~ 1", WINE), (72, 0)),
        (multinom("vote ~ 1", BEPS), (1525, 0)),
        (zeroinfl("art ~ 1", COUNTS), (915, 0)),
        (betabinomial("cbind(R, N - R) ~ 1", LIRAT), (58, 0)),
        (multinom("vote ~ 0 + Europe", BEPS), (1525, 2)),
    ],
)
def test_models_without_terms_or_intercept(fit, shape):
    assert fit.predict(type="terms").shape == shape
    found = fit.predict(type="terms", se_fit=True)
    assert found.shape == (shape[0], 2 * shape[1])
    if shape[1]:  # nothing to centre on
        assert list(found.attrs["constant"].values()) == [0.0, 0.0]
    assert fit.predict(type="link", se_fit=True).notna().all(axis=None)
