"""Markov chains: exact posteriors, the same draws from the same seed, errors and interrupts."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from rglm.bayes.chains.chain_progress import ChainProgress
from rglm.bayes.chains.markov_chain import MarkovChain
from rglm.bayes.chains.nuts import core_count, nuts_sample, run_chains
from rglm.bayes.chains.nuts_control import NutsControl
from rglm.bayes.chains.require_nutpie import require_nutpie
from rglm.bayes.chains.whitened_density import WhitenedDensity
from rglm.bayes.distributions.location_scale import Normal
from rglm.bayes.distributions.positive import Exponential
from rglm.bayes.mode import find_mode
from rglm.bayes.modes import find_modes
from rglm.errors import FitError
from rglm.families.likelihoods.glm.gaussian_density import GaussianDensity

pytest.importorskip("nutpie")


@pytest.fixture(scope="module")
def sample(galaxies):
    return nuts_sample(*galaxies, iter=300, seed=3, progress=False)


def test_draws_are_of_the_exact_posterior(known_variance):
    posterior, mean, covariance, _ = known_variance
    u = nuts_sample(posterior, find_mode(posterior, np.zeros(3)), iter=800, seed=1).u
    assert u.shape == (4, 400, 3)
    flat, sd = u.reshape(-1, 3), np.sqrt(np.diag(covariance))
    # 1600 draws, of which whitening makes at least 600 independent ones
    np.testing.assert_allclose((flat.mean(axis=0) - mean) / sd, 0, atol=4 / np.sqrt(600))
    np.testing.assert_allclose(flat.std(axis=0) / sd, 1, atol=4 / np.sqrt(1200))


def test_chains_begin_at_every_mode(make_posterior):
    y = np.array([-0.1, 0.2, 0, 0.1, -0.2, 0.1])  # of mean 0, which was held to be 10
    priors = [Normal(10, 1), Exponential(7)]
    posterior = make_posterior(GaussianDensity(), np.empty((6, 0)), y, priors)
    mode, *others = find_modes(posterior, np.zeros(2))
    u = nuts_sample(posterior, mode, others=others, init="mode", chains=2, iter=100, seed=1).u
    assert len(others) == 1
    means = u[:, :, 0].mean(axis=1)
    np.testing.assert_allclose(means, [mode.u[0], others[0].u[0]], atol=1)


def test_a_seed_gives_the_same_draws_with_any_number_of_cores(galaxies, sample):
    again = nuts_sample(*galaxies, iter=300, seed=3, cores=3)
    assert (again.u == sample.u).all()
    assert (again.log_density == sample.log_density).all()
    other = nuts_sample(*galaxies, iter=200, seed=4, chains=1)
    assert not (other.u == sample.u[:1, :100]).any()
    assert len(np.unique(sample.u[:, -1, 0])) == 4


def test_the_density_of_a_draw_is_the_posteriors(galaxies, sample):
    draws = sample.u[:, :5].reshape(-1, 2)
    density = galaxies[0].log_density(draws.T)
    np.testing.assert_allclose(sample.log_density[:, :5].ravel(), density, rtol=1e-12)


def test_the_report_of_easy_chains_has_no_problems(sample):
    report = sample.sampling
    assert report.divergences.shape == report.tree_depth.shape == report.energy.shape == (4, 150)
    assert report.problems() == []
    assert report.divergence_count == report.max_treedepth_count == 0
    assert (report.bfmi > 0.6).all()
    assert (report.steps == 2**report.tree_depth - 1).mean() > 0.5
    assert np.median(report.acceptance) > 0.8


def test_thinning_keeps_every_third_draw(galaxies, sample):
    thinned = nuts_sample(*galaxies, iter=300, seed=3, thin=3)
    assert (thinned.u == sample.u[:, 2:150:3]).all()
    sums = sample.sampling.steps[:, :150].reshape(4, 50, 3).sum(axis=-1)
    assert (thinned.sampling.steps == sums).all()


@pytest.mark.parametrize("init", [0, "mode", "random", 0.5])
def test_all_starts_lead_to_the_posterior(galaxies, sample, init):
    u = nuts_sample(*galaxies, iter=500, chains=1, seed=1, init=init).u
    both = [one.mean(axis=(0, 1)) for one in (u, sample.u)]
    np.testing.assert_allclose(*both, atol=0.15)


def test_few_doublings_are_told(galaxies):
    control = {"max_treedepth": 1, "adapt_delta": 0.99}
    report = nuts_sample(*galaxies, iter=200, chains=1, seed=1, control=control).sampling
    assert report.max_treedepth_count > 50
    assert 'control={"max_treedepth": 3}' in report.problems()[0]


@pytest.mark.parametrize("cores", [1, 2])
def test_an_error_of_the_density_comes_as_it_is(galaxies, substitute, cores):
    broken = substitute(fails_after=700)
    with pytest.raises(ZeroDivisionError, match="of the density"):
        nuts_sample(broken, galaxies[1], seed=1, cores=cores)
    calls = broken.calls[0]
    time.sleep(0.05)
    assert broken.calls[0] == calls


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_ends_all_chains(galaxies, substitute):
    counted = substitute()
    timer = threading.Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGINT))
    # a shell starts its background jobs with the signal ignored
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            nuts_sample(counted, galaxies[1], iter=1_000_000, seed=1, cores=2)
    finally:
        signal.signal(signal.SIGINT, before)
    calls = counted.calls[0]
    time.sleep(0.05)
    assert counted.calls[0] == calls


def test_a_density_of_zero_everywhere_is_refused(galaxies, substitute):
    class Nowhere:
        source = None

        def value_and_gradient(self, u):
            return -np.inf, np.zeros(2)

    with pytest.raises(FitError, match=r"init='random': the posterior density is 0"):
        nuts_sample(Nowhere(), galaxies[1], seed=1)


def test_what_nutpie_gives_up_is_a_fit_error(galaxies):
    density = WhitenedDensity(*galaxies)
    start = np.full(2, np.nan)
    chain = MarkovChain(require_nutpie(""), density, start, 1, 10, 10, NutsControl.of(None))
    with pytest.raises(FitError, match=r"nutpie could not run a Markov chain: All init.*proper"):
        run_chains([chain], density, 1, ChainProgress(20, False))


def test_small_data_run_one_chain_at_a_time(galaxies):
    assert core_count(galaxies[0], None) == 1
    assert core_count(galaxies[0], 3) == 3
