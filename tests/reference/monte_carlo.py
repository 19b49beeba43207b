"""Monte Carlo errors of draws from the draws alone, whatever the fit says of them."""

import numpy as np

BATCHES = 10  # of a chain


def errors(values):
    """(mean, its error, sd, its error) of equally weighted draws that may repeat each other.

    Draws that were resampled by importance weights: of each proposal with the share w, the error
    of a mean is sqrt(sum w^2 (x - m)^2), and that of the variance alike.
    """
    x, counts = np.unique(values, return_counts=True)
    w = counts / len(values)
    mean = w @ x
    squares = (x - mean) ** 2
    sd = np.sqrt(w @ squares)
    error = np.sqrt(w**2 @ squares)
    return mean, error, sd, np.sqrt(w**2 @ (squares - sd**2) ** 2) / (2 * sd)


def chain_errors(values):
    """The same of chains (chains, draws): the spread of the means of batches."""
    batches = values.reshape(-1, values.shape[1] // BATCHES)
    mean, sd = values.mean(), values.std()
    root = np.sqrt(len(batches))
    of_mean = batches.mean(axis=1).std(ddof=1) / root
    of_variance = ((batches - mean) ** 2).mean(axis=1).std(ddof=1) / root
    return mean, of_mean, sd, of_variance / (2 * sd)


def quantile_error(values, probability):
    """(quantile, its error): from the quantiles one error of the probability below and above."""
    _, counts = np.unique(values, return_counts=True)
    size = 1 / ((counts / len(values)) ** 2).sum()
    step = np.sqrt(probability * (1 - probability) / size)
    around = np.clip([probability - step, probability, probability + step], 0, 1)
    below, middle, above = np.quantile(values, around)
    return middle, (above - below) / 2


def sd_error(values, sd, kurtosis):
    """The error of an estimated sd, from the moments of the distribution that it is of.

    From the draws alone it is too small just where they lack a far one.
    """
    _, counts = np.unique(values, return_counts=True)
    size = 1 / ((counts / len(values)) ** 2).sum()
    return sd * np.sqrt((kurtosis - 1) / (4 * size))


class Comparison:
    """Differences in units of their errors: none far out, and of the right size together."""

    # of 500 differences one is expected beyond 3.1; 4 leaves room for the errors of the errors
    far = 4.0

    def __init__(self):
        self.all = {}

    def add(self, name, ours, theirs, *of):
        """Two numbers, and the errors of both."""
        self.all[name] = (ours - theirs) / np.sqrt(sum(np.square(error) for error in of))

    def check(self):
        off = {name: round(float(z), 1) for name, z in self.all.items() if not abs(z) <= self.far}
        assert not off, f"differences in Monte Carlo errors: {off}"
