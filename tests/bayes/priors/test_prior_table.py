"""Which prior each parameter gets, brms' table of them, and what is refused."""

import numpy as np
import pytest

from rglm.bayes.distributions.location_scale import Normal, StudentT
from rglm.bayes.priors.default_priors import (
    cut_point_prior,
    intercept_prior,
    overdispersion_prior,
    shape_prior,
    sigma_prior,
    slope_prior,
)
from rglm.bayes.priors.prior_table import Parameter, resolve_priors
from rglm.priors import cauchy, exponential, flat, gamma, normal, prior, student_t, uniform

INF = np.inf


@pytest.fixture
def counts():
    """A zero-inflated negative binomial model of x and z."""
    return [
        Parameter("Intercept", "Intercept", "", "", Normal(1.1234567, 2.5)),
        Parameter("x", "b", "x", "", Normal(0, 2.51234)),
        Parameter("z", "b", "z", "", Normal(0, 5)),
        Parameter("zi_Intercept", "Intercept", "", "zi", Normal(0, 2.5)),
        Parameter("zi_x", "b", "x", "zi", Normal(0, 2.5)),
        Parameter("shape", "shape", "", "", overdispersion_prior(), 0, INF),
    ]


@pytest.fixture
def ordered():
    cuts = [Parameter(f"Intercept[{k}]", "Intercept", k, "", cut_point_prior()) for k in "12"]
    return [Parameter("x", "b", "x", "", Normal(0, 2.5)), *cuts]


@pytest.fixture
def categories():
    return [Parameter(f"{dpar}_x", "b", "x", dpar, Normal(0, 2.5)) for dpar in ("muB", "muC")]


def texts(table):
    return [repr(one) for one in table.distributions]


def shown(table):
    rows = ((r.prior, r.class_, r.coef, r.dpar, r.lb, r.ub, r.source) for r in table.rows)
    return [
        " ".join(str(part) for part in row if part != "" and part not in (INF, -INF))
        for row in rows
    ]


def test_without_priors_there_are_the_defaults(counts):
    table = resolve_priors(None, counts)
    assert table.distributions == tuple(one.default for one in counts)
    assert shown(table) == [
        "normal(1.12, 2.5) Intercept default",
        "normal(0, 2.51) b x default",
        "normal(0, 5) b z default",
        "normal(0, 2.5) Intercept zi default",
        "normal(0, 2.5) b x zi default",
        "inv_gamma(0.4, 0.3) shape 0.0 default",
    ]
    assert not table.is_flat.any()
    assert table.lower.tolist() == [-INF] * 5 + [0]
    assert (table.upper == INF).all()
    assert table.log_normaliser == 0


def test_a_coefficient_goes_before_its_class_and_a_class_before_the_default(counts):
    given = [
        prior(normal(0, 1), coef="x"),
        prior(student_t(3, 0, 2.123456), class_="b"),
        prior("exponential(1)", class_="shape"),
    ]
    for order in (given, given[::-1], given[0] + given[1] + given[2], [*given[:2]] + given[2]):
        table = resolve_priors(order, counts)
        assert texts(table)[1:3] == ["normal(0, 1)", "student_t(3, 0, 2.123456)"]
        assert texts(table)[5] == "exponential(1)"
    assert shown(table)[1:4] == [
        "student_t(3, 0, 2.123456) b user",
        "normal(0, 1) b x user",
        "student_t(3, 0, 2.123456) b z (vectorized)",
    ]
    assert shown(table)[-1] == "exponential(1) shape 0.0 user"


def test_a_distribution_alone_is_of_the_slopes_of_the_main_part(counts):
    table = resolve_priors(normal(0, 0.5), counts)
    assert texts(table)[1:3] == ["normal(0, 0.5)"] * 2
    assert table.distributions[4] == counts[4].default
    mixed = resolve_priors([normal(0, 0.5), prior(normal(0, 3), dpar="zi")], counts)
    assert texts(mixed)[4] == "normal(0, 3)"


def test_a_prior_may_bound_a_parameter(counts):
    given = [
        prior(exponential(1), coef="x"),
        prior(normal(0, 1), coef="z", lb=-1, ub=2),
        prior(normal(0, 1), class_="shape"),
        prior(uniform(-4, 4), class_="Intercept"),
    ]
    table = resolve_priors(given, counts)
    assert table.lower.tolist() == [-4, 0, -1, -INF, -INF, 0]
    assert table.upper.tolist() == [4, INF, 2, INF, INF, INF]
    assert shown(table)[2] == "normal(0, 1) b z -1.0 2.0 user"
    assert table.distributions[5] == Normal(0, 1).truncated(0, INF)
    flat_shape = resolve_priors(prior(flat(), class_="shape"), counts)
    assert flat_shape.is_flat.tolist() == [False] * 5 + [True]
    assert shown(flat_shape)[-1] == "(flat) shape 0.0 user"


def test_cut_points_share_a_prior_or_have_their_own(ordered):
    table = resolve_priors(None, ordered)
    assert shown(table)[1:] == [
        "student_t(3, 0, 2.5) Intercept default",
        "student_t(3, 0, 2.5) Intercept 1 (vectorized)",
        "student_t(3, 0, 2.5) Intercept 2 (vectorized)",
    ]
    assert table.log_normaliser == pytest.approx(np.log(2))
    own = resolve_priors(prior(normal(2, 1), class_="Intercept", coef="2"), ordered)
    assert texts(own)[1:] == ["student_t(3, 0, 2.5)", "normal(2, 1)"]
    drawn = own.sample(500, np.random.default_rng(1))
    assert drawn.shape == (3, 500)
    assert (drawn[2] > drawn[1]).all()
    assert own.log_normaliser == pytest.approx(-np.log((rejection(own) == 1).mean()), abs=0.02)


def rejection(table):
    rng = np.random.default_rng(4)
    first, second = (one.sample(rng, 100_000) for one in table.cut_points)
    return first < second


def test_bounds_of_cut_points_are_refused(ordered):
    message = r"prior= of Intercept\[1\]: exponential\(1\) has bounds, and cut points have to be"
    with pytest.raises(ValueError, match=message):
        resolve_priors(prior(exponential(1), class_="Intercept"), ordered)


def test_a_prior_without_a_part_is_of_all_categories(categories):
    table = resolve_priors(normal(0, 1), categories)
    assert texts(table) == ["normal(0, 1)"] * 2
    one = resolve_priors(prior(normal(0, 1), dpar="muC"), categories)
    assert texts(one) == ["normal(0, 2.5)", "normal(0, 1)"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (prior(normal(0, 1), "c"), r"prior\(class_='c'\): the model has no such class; it has"),
        (prior(normal(0, 1), "shap"), r"did you mean 'shape'\?\); it has 'Intercept', 'b', 'sh"),
        (
            prior("beta(1, 1)", "zi"),
            r"zi has a linear predictor; its intercept, .* is class_='Intercept', dpar='zi'",
        ),
        (prior(normal(0, 1), "sigma"), r"prior\(class_='sigma'\): the model has no such class"),
        (
            prior(normal(0, 1), "shape", dpar="zi"),
            r"prior\(class_='shape'\): the part 'zi' has no such class; it has 'Intercept', 'b'",
        ),
        (
            prior(normal(0, 1), coef="xx"),
            r"prior\(coef='xx'\): class_='b' has no such coefficient.*; it has 'x', 'z'",
        ),
        (prior(normal(0, 1), coef="Intercept"), r"\(the intercept is class_='Intercept'\)"),
        (
            prior(normal(0, 1), "shape", coef="x"),
            r"class_='shape' has no such coefficient; leave coef=",
        ),
        (
            prior(normal(0, 1), dpar="zo"),
            r"prior\(dpar='zo'\): the model has no such part.*; it has 'zi'",
        ),
        ([normal(0, 1), prior(normal(0, 2))], r"prior= has two priors of b; leave one out"),
        (
            prior(uniform(-2, -1), "shape"),
            r"prior= of shape: uniform\(-2, -1\) has no probability between 0 and inf, where it",
        ),
    ],
)
def test_priors_that_the_model_has_no_place_for(counts, given, message):
    with pytest.raises(ValueError, match=message):
        resolve_priors(given, counts)


@pytest.mark.parametrize("given", ["normal(0, 1)", 3, {"b": normal(0, 1)}, [prior(flat()), 2]])
def test_other_things_are_no_priors(counts, given):
    with pytest.raises(TypeError, match=r"prior= takes a prior, a list of them, or a distrib"):
        resolve_priors(given, counts)


def test_draws_of_the_prior_alone(counts):
    drawn = resolve_priors(prior(gamma(2, 4), "shape"), counts).sample(
        2000, np.random.default_rng(1)
    )
    assert drawn.shape == (6, 2000)
    assert drawn[5].mean() == pytest.approx(0.5, abs=0.03)
    table = resolve_priors(flat(), counts)
    assert table.flat_names == ["x", "z"]
    is_unknown = np.isnan(table.sample(10, np.random.default_rng(1))).any(axis=1)
    assert (is_unknown == table.is_flat).all()


def test_the_default_priors_have_the_scale_of_the_data():
    assert repr(slope_prior(2, 4)) == "normal(0, 1.25)"
    assert repr(slope_prior(1, 0)) == "normal(0, 2.5)"
    assert repr(intercept_prior(3, 2)) == "normal(3, 5)"
    assert repr(sigma_prior(4)) == "exponential(0.25)"
    assert repr(sigma_prior(0)) == "exponential(1)"
    assert repr(overdispersion_prior()) == "inv_gamma(0.4, 0.3)"
    assert repr(shape_prior()) == "inv_gamma(0.4, 0.3)"
    assert repr(shape_prior(20)) == "inv_gamma(0.4, 6)"
    assert cut_point_prior() == StudentT(3, 0, 2.5)


def test_a_prior_says_what_it_is_of():
    both = prior(cauchy(0, 1), coef="x", dpar="zi") + prior(normal(0, 1), lb=0)
    assert repr(both) == "b_zi_x ~ cauchy(0, 1)\nb ~ normal(0, 1) on (0, inf)"
    slopes = normal(0, 1) + prior(normal(0, 5), "Intercept") + [normal(0, 2)] + normal(0, 3)
    assert [one.place for one in slopes] == ["b", "Intercept", "b", "b"]
    with pytest.raises(TypeError, match="unsupported operand|can only concatenate"):
        prior(normal(0, 1)) + 3
