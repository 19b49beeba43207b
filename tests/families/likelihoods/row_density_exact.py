"""Writes row_density_exact.json: log-likelihoods of rows and their derivatives in many digits.

Run from this folder, with mpmath (1.4 was used), which the tests themselves do not need:

    python row_density_exact.py

Each density is written as its definition says, with no care for cancellation: the precision is
what makes it exact. Derivatives are differences with a step far below double precision's.
"""

import json
from itertools import product

import mpmath as mp

SMALL = 150  # digits: twice the smallest quantity, 1e-12 squared, and a step's
LARGE = 1000  # where exp(-700) is taken from 1 twice over
MULTIPLIED = 50  # factors that are quicker than a log gamma function


def log_negbin(y, eta, log_theta):
    mu, theta = mp.exp(eta), mp.exp(log_theta)
    if y <= MULTIPLIED:
        peak = mp.log(mp.rf(theta, y) / mp.factorial(y))
    else:
        peak = mp.loggamma(y + theta) - mp.loggamma(theta) - mp.loggamma(y + 1)
    return peak + y * mp.log(mu / (mu + theta)) + theta * mp.log(theta / (mu + theta))


def log_poisson(y, eta):
    return y * eta - mp.exp(eta) - mp.log(mp.factorial(y))


def log_geometric(y, eta):
    return log_negbin(y, eta, mp.mpf(0))


def log_count(y, eta, *scalars, count):
    return COUNT[count](y, eta, *scalars)


COUNT = {"poisson": log_poisson, "negbin": log_negbin, "geometric": log_geometric}
INVERSE = {
    "logit": lambda eta: 1 / (1 + mp.exp(-eta)),
    "probit": lambda eta: mp.erfc(-eta / mp.sqrt(2)) / 2,
    "cloglog": lambda eta: 1 - mp.exp(-mp.exp(eta)),
    "cauchit": lambda eta: mp.mpf(1) / 2 + mp.atan(eta) / mp.pi,
    "log": mp.exp,
}


def log_zeroinflated(y, eta, zero, *scalars, count, link):
    p, f = INVERSE[link](zero), mp.exp(COUNT[count](y, eta, *scalars))
    return mp.log(p + (1 - p) * f) if y == 0 else mp.log((1 - p) * f)


def log_truncated(y, eta, *scalars, count):
    above = 1 - mp.exp(COUNT[count](0, eta, *scalars))
    return COUNT[count](y, eta, *scalars) - mp.log(above)


def log_crossing(y, eta, link):
    p = INVERSE[link](eta)
    return mp.log(p if y > 0 else 1 - p)


def log_censored(y, eta, *scalars, count):
    none = COUNT[count](0, eta, *scalars)
    return mp.log(1 - mp.exp(none)) if y > 0 else none


def log_lognormal(y, eta, log_sigma):
    sigma = mp.exp(log_sigma)
    z = (mp.log(y) - eta) / sigma
    return -z * z / 2 - mp.log(y * sigma * mp.sqrt(2 * mp.pi))


def log_gamma(y, eta, log_shape):
    a = mp.exp(log_shape)
    rate = a * mp.exp(-eta)
    return a * mp.log(rate) + (a - 1) * mp.log(y) - rate * y - mp.loggamma(a)


def log_betabinomial(y, eta, second, link):
    won, size = y
    mu, rho = INVERSE[link](eta), INVERSE["logit"](second)
    a, b = mu * (1 - rho) / rho, (1 - mu) * (1 - rho) / rho
    total = mp.log(mp.binomial(size, won))
    total += mp.log(mp.rf(a, won)) + mp.log(mp.rf(b, size - won))
    return total - mp.log(mp.rf(a + b, size))


def log_softmax(y, *eta):
    logits = [mp.mpf(0), *eta]
    total = mp.log(sum(mp.exp(part) for part in logits))
    return sum(n * (part - total) for n, part in zip(y, logits, strict=True))


def log(x):
    return float(mp.log(x))


THETA = [log(t) for t in (1e-6, 1e-2, 0.7, 15.9, 40, 1e4, 1e8, 1e12)]
MEANS = [log(m) for m in (1e-12, 1e-3, 0.3, 4, 90, 1e6)]
LINKS = list(INVERSE)
ZEROS = [-40.0, -7.5, -0.4, 1.1, 6.0]


def theta_of(count):
    return [(t,) for t in THETA] if count == "negbin" else [()]


def cases():
    """(name, settings, y, arguments, digits)"""
    for count in COUNT:
        for eta, extra in product(MEANS, theta_of(count)):
            for y in (0, 1, 3, 40, 100_000, 1_000_000):
                yield "count", {"count": count}, y, (eta, *extra), SMALL
            for y in (1, 2, 30, 100_000):
                yield "truncated", {"count": count}, y, (eta, *extra), SMALL
            yield "censored", {"count": count}, 1, (eta, *extra), SMALL
        for y in (1, 30):
            extra = () if count != "negbin" else (0.3,)
            yield "truncated", {"count": count}, y, (-700.0, *extra), LARGE
            yield "count", {"count": count}, y, (-700.0, *extra), LARGE
    for link, zero in product(LINKS, [*ZEROS, -20.0, 20.0]):
        # exp(-exp(20)) is no number in any precision that ends
        if zero > {"log": 0, "cloglog": 10}.get(link, 100):
            continue
        for y in (0, 1):
            yield "crossing", {"link": link}, y, (zero,), LARGE if zero > 5 else SMALL
    for count, link, zero in product(COUNT, LINKS, ZEROS):
        if link == "log" and zero > 0:
            continue
        for eta, y in product(MEANS[1::2], (0, 5)):
            extra = () if count != "negbin" else (0.3,)
            where = {"count": count, "link": link}
            digits = LARGE if link == "cloglog" and zero > 5 else SMALL
            yield "zeroinflated", where, y, (eta, zero, *extra), digits
    for y, eta, scalar in product((1e-3, 2.0, 1e5), (-3.0, 0.7, 9.0), (-5.0, 0.2, 3.0, 15.0)):
        yield "lognormal", {}, y, (eta, scalar), SMALL
        yield "gamma", {}, y, (eta, scalar), SMALL
    for y in ((0, 1), (1, 1), (3, 9), (0, 40), (17, 40), (90, 100), (250, 1000)):
        for eta, rho in product((-30.0, -2.0, 0.3, 8.0), (-40.0, -23.0, -7.0, -1.0, 2.0, 30.0)):
            yield "betabinomial", {"link": "logit"}, y, (eta, rho), SMALL
    for link in ("probit", "cloglog", "cauchit"):
        yield "betabinomial", {"link": link}, (7, 20), (-0.6, -2.0), SMALL
    for y in ((1, 0, 0, 0), (0, 0, 1, 0), (3, 2, 0, 9), (100_000, 5, 1, 0)):
        for eta in ((0.1, -0.4, 2.0), (30.0, 1.0, 29.0), (-600.0, 0.0, 1.0)):
            yield "softmax", {}, y, eta, SMALL


def row(name, where, y, arguments, digits):
    mp.mp.dps = digits
    density, at = globals()[f"log_{name}"], tuple(mp.mpf(a) for a in arguments)
    exact = tuple(mp.mpf(part) for part in y) if isinstance(y, tuple) else mp.mpf(y)
    k = len(at)

    def value(*point):
        return density(exact, *point, **where)

    def partial(*which):
        return float(mp.diff(value, at, tuple(which.count(i) for i in range(k))))

    second = [partial(i, j) for i in range(k) for j in range(i, k)]
    numbers = [float(value(*at)), *(partial(i) for i in range(k)), *second]
    return [name, where, y, arguments, numbers]


if __name__ == "__main__":
    rows = [row(*case) for case in cases()]
    with open("row_density_exact.json", "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(part) for part in rows) + "\n]\n")
