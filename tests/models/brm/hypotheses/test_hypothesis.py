"""Hypotheses against brms on the same draws, evidence of points against exact values."""

import numpy as np
import pytest
from scipy import stats

from rglm import brm
from rglm.bayes.densities.kernel_density import bandwidth, kernel_density
from rglm.datasets import load
from rglm.errors import FormulaError
from rglm.models.brm.hypotheses.prior_at_point import prior_draws
from rglm.priors import exponential, flat, normal, prior, student_t

NUMBERS = ["Estimate", "Est.Error", "CI.Lower", "CI.Upper", "Evid.Ratio", "Post.Prob"]
PRIORS = [
    prior(normal(0, 10)),
    prior(normal(20, 15), class_="Intercept"),
    prior(exponential(0.2), class_="sigma"),
]


@pytest.fixture(scope="module")
def fit():
    return brm("mpg ~ wt + I(hp / 100) + wt:I(hp / 100)", load("mtcars"), prior=PRIORS, seed=1)


@pytest.mark.parametrize(
    ("name", "options"), [("tested", {}), ("tested_robust", {"robust": True, "alpha": 0.1})]
)
def test_one_sided_hypotheses_are_those_of_brms(given_fit, expected, name, options):
    table, r = given_fit.hypothesis(expected["one_sided"], **options).hypothesis, expected[name]
    assert table["Hypothesis"].tolist() == r["labels"]
    assert table["Star"].tolist() == r["star"]
    np.testing.assert_allclose(table[NUMBERS], np.array(r["values"], dtype=float), 1e-10)


def test_a_point_has_the_interval_of_brms(given_fit, expected):
    table, r = given_fit.hypothesis("wt = -4").hypothesis, expected["two_sided"]
    assert table["Hypothesis"].tolist() == [r["labels"]]
    np.testing.assert_allclose(table["CI.Lower"].iloc[0], r["lower"], 1e-10)
    np.testing.assert_allclose(table["CI.Upper"].iloc[0], r["upper"], 1e-10)


def test_kernel_density_is_that_of_r(expected):
    """R's density() is interpolated between points of a grid."""
    for name, width in zip(expected["draws"], expected["bandwidth"], strict=True):
        np.testing.assert_allclose(bandwidth(np.array(expected["draws"][name])), width, 1e-10)
    draws = np.array(expected["draws"]["wt"])
    found = [kernel_density(draws, point) for point in expected["points"]]
    np.testing.assert_allclose(found, expected["density"], 1e-4)
    assert kernel_density(np.full(10, 3.0), 3.0) > 0


def test_page_is_that_of_brms(given_fit):
    page = given_fit.hypothesis(["wt > -5.5", "exp(wt) > 0.004", "wt < -2"])
    assert str(page).split("\n") == [
        "Hypothesis Tests for class b:",
        "             Hypothesis Estimate Est.Error CI.Lower CI.Upper Evid.Ratio",
        "1       (wt)-(-5.5) > 0     0.54      0.97    -1.04     2.10       2.70",
        "2 (exp(wt))-(0.004) > 0     0.01      0.01     0.00     0.03       2.74",
        "3         (wt)-(-2) < 0    -2.96      0.97    -4.54    -1.40        Inf",
        "  Post.Prob Star",
        "1      0.73     ",
        "2      0.73     ",
        "3      1.00    *",
        "---",
        "'CI': 90%-CI for one-sided and 95%-CI for two-sided hypotheses.",
        "'*': For one-sided hypotheses, the posterior probability exceeds 95%;",
        "for two-sided hypotheses, the value tested against lies outside the 95%-CI.",
        "Posterior probabilities of point hypotheses assume equal prior probabilities.",
    ]
    assert "(wt)-(-2) &lt; 0" in page._repr_html_()
    assert page.samples.columns.tolist() == page.prior_samples.columns.tolist()
    np.testing.assert_allclose(page.samples["H3"], given_fit.draws["wt"] + 2)


def test_a_key_is_shown_for_its_hypothesis(given_fit):
    page = given_fit.hypothesis({"steep": "wt < -4"})
    assert page.hypothesis["Hypothesis"].tolist() == ["steep"]


def ratio(fit, text, **options):
    return fit.hypothesis(text, **options).hypothesis["Evid.Ratio"].iloc[0]


def test_evidence_of_a_point_is_that_of_the_model_without_it():
    """Savage and Dickey's ratio is the ratio of the evidences, 7 sd from the draws too (to 3%)."""
    data, options = load("mtcars"), {"prior": PRIORS, "seed": 1}
    whole = brm("mpg ~ wt + hp", data, **options)
    for text, formula in (("wt = 0", "mpg ~ hp"), ("0 = 2 * hp", "mpg ~ wt")):
        part = brm(formula, data, **options)
        logs = [fit._sample.importance.log_evidence for fit in (part, whole)]
        np.testing.assert_allclose(ratio(whole, text), np.exp(logs[0] - logs[1]), 0.03)


def grid_ratio(prior_of_slope, point):
    """Savage and Dickey's ratio of has_gc ~ logmass on a grid."""
    data = load("galaxies")
    x, y = data["logmass"].to_numpy(), data["has_gc"].to_numpy()
    x = x - x.mean()
    a, b = np.linspace(-2, 5, 141)[:, None, None], np.append(np.linspace(0, 4, 161), point)
    eta = a + b[:, None] * x
    log = (y * eta - np.logaddexp(0, eta)).sum(axis=2)
    log += stats.norm(0, 2.5).logpdf(a[..., 0]) + prior_of_slope.logpdf(b)
    marginal = np.exp(log - log.max()).sum(axis=0)
    total = marginal[:-1].sum() * 0.025
    return marginal[-1] / total / prior_of_slope.pdf(point)


@pytest.mark.parametrize("point", [1.5, 1.0, 0.5, 2.4])
def test_evidence_of_a_point_is_that_of_a_grid(point):
    """To 2%, three Monte Carlo errors of 4,000 draws, however far from the draws."""
    exact = stats.norm(0, 2)
    priors = [prior(normal(0, 2)), prior(normal(0, 2.5), class_="Intercept")]
    fit = brm("has_gc ~ logmass", load("galaxies"), "bernoulli", prior=priors, seed=1)
    np.testing.assert_allclose(ratio(fit, f"logmass = {point}"), grid_ratio(exact, point), 0.02)


def test_a_slope_between_bounds_and_a_scale():
    """The point of a parameter between bounds is taken to its transform."""
    priors = [prior(normal(0, 2), lb=0), prior(normal(0, 2.5), class_="Intercept")]
    fit = brm("has_gc ~ logmass", load("galaxies"), "bernoulli", prior=priors, seed=1)
    exact = grid_ratio(stats.halfnorm(0, 2), 1.2)
    np.testing.assert_allclose(ratio(fit, "2 * logmass = 2.4"), exact, 0.03)
    page = fit.hypothesis("logmass = -1")
    assert "(logmass)-(-1) = 0 has no evidence ratio: its prior has no density there." in str(page)
    fit = brm("mpg ~ wt", load("mtcars"), prior=PRIORS, seed=1)
    draws = fit.draws["sigma"].to_numpy()
    expected = kernel_density(draws, 3.0) / stats.expon(scale=5).pdf(3.0)
    np.testing.assert_allclose(ratio(fit, "sigma = 3"), expected, 0.05)
    np.testing.assert_allclose(ratio(fit.strip(), "sigma = 3"), expected, 1e-10)


def test_a_point_has_the_exact_prior_density(fit):
    """Of one parameter, and of sums of normal ones, whatever the seed is."""
    x = load("mtcars").assign(hp=lambda d: d["hp"] / 100)
    means = x["wt"].mean(), x["hp"].mean(), (x["wt"] * x["hp"]).mean()
    intercept = stats.norm(20, np.hypot(15, 10 * np.linalg.norm(means)))
    fit = fit.strip()  # the posterior's density is then by a kernel
    cases = {
        "wt = -4": ("wt", stats.norm(0, 10).pdf(-4), -4),
        "sigma = 2.5": ("sigma", stats.expon(scale=5).pdf(2.5), 2.5),
        "3 = Intercept / 10": ("Intercept", intercept.pdf(30), 30),
    }
    for text, (name, density, point) in cases.items():
        expected = kernel_density(fit.draws[name].to_numpy(), point) / density
        np.testing.assert_allclose(ratio(fit, text, seed=1), expected, 1e-8)
        assert ratio(fit, text, seed=1) == ratio(fit, text, seed=2)
    both = "2 * (wt - `I(hp / 100)`) = log(exp(-1)) + 3^2"
    difference = 2 * (fit.draws["wt"] - fit.draws["I(hp/100)"])
    expected = kernel_density(difference.to_numpy(), 8.0) / stats.norm(0, np.sqrt(800)).pdf(8)
    np.testing.assert_allclose(ratio(fit, both), expected, 1e-8)


def test_other_priors_are_averaged_over_draws(fit):
    """Within 5%, three errors of an average or kernel of 10,000 draws."""
    other = brm(
        "mpg ~ wt + hp",
        load("mtcars"),
        prior=[*PRIORS, prior(student_t(3, 0, 2), coef="wt")],
        seed=1,
    ).strip()
    t = np.linspace(-100, 100, 4001)
    density = (stats.t(3, 0, 2).pdf(t) * stats.norm(0, 10).pdf(-3 - t)).sum() * 0.05
    found = ratio(other, "wt + hp = -3", seed=1)
    draws = (other.draws["wt"] + other.draws["hp"]).to_numpy()
    np.testing.assert_allclose(found, kernel_density(draws, -3) / density, 0.05)
    found = ratio(fit, "exp(wt / 10) = 0.7", seed=1)
    draws = np.exp(fit.draws["wt"].to_numpy() / 10)
    expected = kernel_density(draws, 0.7) / (stats.norm(0, 1).pdf(np.log(0.7)) / 0.7)
    np.testing.assert_allclose(found, expected, 0.1)


def test_a_flat_prior_gives_no_evidence():
    fit = brm("mpg ~ wt + hp", load("mtcars"), prior=flat(), seed=1)
    page = fit.hypothesis(["wt = -4", "sigma = 2", "exp(wt) = 1", "wt < -4"])
    assert page.hypothesis["Evid.Ratio"].isna().tolist() == [True, False, True, False]
    assert page.prior_samples.isna().all().tolist() == [True, False, True, True]
    assert "(wt)-(-4) = 0 has no evidence ratio: its prior is flat." in str(page)
    assert np.isnan(ratio(fit, "sigma = -1"))


def test_cut_points_are_in_order_in_the_prior():
    data = load("warpbreaks")
    data = data.assign(tension=data["tension"].astype("category").cat.as_ordered())
    fit = brm("tension ~ breaks", data, family="cumulative", seed=1)
    assert fit.hypothesis("`Intercept[2]` > Intercept[1]").hypothesis["Post.Prob"].iloc[0] == 1
    draws = prior_draws(fit, 500, np.random.default_rng(1))
    assert (draws[0] < draws[1]).all()
    assert np.isfinite(ratio(fit, "Intercept[1] = -3"))


def test_names_with_and_without_backticks(fit):
    names = (
        "wt:I(hp/100)",
        "`wt:I(hp/100)`",
        "wt:I(hp / 100)",
        "`wt:I( hp /100)`",
        "b_wt:I(hp/100)",
    )
    tables = [fit.hypothesis(f"{name} < 0").hypothesis[NUMBERS].to_numpy() for name in names]
    np.testing.assert_array_equal(tables, [tables[0]] * 5)
    full = fit.hypothesis("b_wt < sigma", class_=None)
    assert full.title == "Hypothesis Tests for class :"
    assert full.hypothesis["Hypothesis"].tolist() == ["(b_wt)-(sigma) < 0"]


def test_a_coefficient_of_the_name_of_a_parameter():
    data = load("mtcars").rename(columns={"wt": "sigma"})
    fit = brm("mpg ~ sigma", data, seed=1)
    slope, spread = fit.draws.iloc[:, 1], fit.draws.iloc[:, 2]
    np.testing.assert_array_equal(fit.hypothesis("sigma > 0").samples["H1"], slope)
    np.testing.assert_array_equal(fit.hypothesis("sigma > 0", class_=None).samples["H1"], spread)
    found = fit.hypothesis("b_sigma > sigma", class_=None).samples["H1"]
    np.testing.assert_array_equal(found, slope.to_numpy() - spread.to_numpy())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wtt > 1", "no parameter 'wtt' .did you mean 'wt'.*there are Intercept, wt, "),
        ("`a b` > 1", "no parameter 'a b'"),
        ("wt", "has 0 comparisons: write one, as 'x > 1'"),
        ("wt > 1, wt < 2", "has 2 comparisons"),
        ("2 > 1", "names no parameter; there are Intercept"),
        ("log(wt) > 0", "is not defined for 4000 of 4000 draws"),
        ("wt / 0 > 1", "is not defined for 4000 of 4000 draws"),
        ("scale(wt) > 0", "no function 'scale'"),
        ("squrt(wt) > 0", "no function 'squrt' .did you mean 'sqrt'"),
        ("wt.abs() > 0", "no function 'wt.abs'"),
        ("(wt > 1", "is missing"),
        ("wt > 'a'", "takes numbers"),
        ("wt[1] > 0", r"no parameter 'wt\[1\]'"),
        ("__import__('os') > wt", "no function '__import__'"),
        ("wt" + " + wt" * 10_000 + " > 0", "characters of a hypothesis"),
    ],
)
def test_what_cannot_be_read_is_named(fit, text, message):
    with pytest.raises(FormulaError, match=message):
        fit.hypothesis(text)


def test_wrong_arguments(fit):
    with pytest.raises(ValueError, match="class_='sd': 'b' is that of the coefficients"):
        fit.hypothesis("wt > 0", class_="sd")
    with pytest.raises(ValueError, match="alpha=5"):
        fit.hypothesis("wt > 0", alpha=5)
    with pytest.raises(TypeError, match="takes texts such as"):
        fit.hypothesis(["wt > 0", 1])
    with pytest.raises(TypeError, match="takes texts such as 'logmass > 1', got 3"):
        fit.hypothesis(3)
