"""A small model for `brm`, and its joint density of data and parameters by scipy alone.

Priors are of brms' classes: "Intercept" at the mean of the columns, "b", "sigma", "shape", "phi";
those of cut points hold for each, and their product is normalised over the ordered ones (log K!).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import factorial

import brm_grids as grids
import numpy as np
import pandas as pd

AUXILIARIES = ("sigma", "shape", "phi")


@dataclass(frozen=True)
class Part:
    """A linear predictor: its name in brms, its link, its columns beside the intercept."""

    dpar: str = ""
    link: str = "log"
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExactCase:
    """One model; `priors` by "Intercept", "b", "sigma", with "zi_" and the like of other parts."""

    id: str
    data: Mapping[str, list]
    formula: str
    family: str  # its name in rglm.bayes
    link: str | None  # of the mean; None: the family's own
    density: Callable = field(repr=False)
    priors: Mapping[str, str]
    parts: tuple[Part, ...] = (Part(),)
    arguments: Mapping[str, str] = field(default_factory=dict)  # weights=, offset= of the call
    family_arguments: Mapping[str, str] = field(default_factory=dict)  # link_hu= of the family
    start: tuple[float, ...] | None = None
    response: str = "y"
    cuts: int = 0
    positive: tuple[str, ...] = ()  # slopes whose prior is above 0: u is their logarithm

    @property
    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self.data)

    @property
    def auxiliaries(self) -> list[str]:
        return [name for name in AUXILIARIES if name in self.priors]

    def coefficients(self, part: Part) -> list[str]:
        prefix = f"{part.dpar}_" if part.dpar else ""
        return [f"{prefix}{name}" for name in ("Intercept", *part.columns)]

    @property
    def names(self) -> list[str]:
        """What a user sees, in brms' words and order."""
        if self.cuts:
            names = [f"Intercept[{k + 1}]" for k in range(self.cuts)] + list(self.parts[0].columns)
        else:
            intercepts = [self.coefficients(part)[0] for part in self.parts]
            slopes = [name for part in self.parts for name in self.coefficients(part)[1:]]
            names = intercepts + slopes
        return [*names, *self.auxiliaries]

    def given_priors(self) -> list[tuple[str, str, str | None, str | None]]:
        """(distribution, class, coefficient, part), as `rglm.priors.prior` takes them."""
        listed: list[tuple[str, str, str | None, str | None]] = []
        for part in self.parts:
            prefix, dpar = (f"{part.dpar}_", part.dpar) if part.dpar else ("", None)
            listed.append((self.priors[f"{prefix}Intercept"], "Intercept", None, dpar))
            for column in part.columns:
                own = self.priors.get(f"{prefix}{column}")
                listed.append((own or self.priors[f"{prefix}b"], "b", own and column, dpar))
        return listed + [(self.priors[name], name, None, None) for name in self.auxiliaries]

    # -------------------------------------------------------- the joint density
    def column(self, name: str) -> np.ndarray:
        return np.asarray(self.data[name], float)[:, None]

    def coordinates(self, u):
        """(linear predictors, quantities shown by name, log prior) of points u (P, G)."""
        etas, shown, log_prior, at = [], {}, 0.0, 0
        for part in self.parts:
            names = self.coefficients(part)
            eta = u[at] + np.zeros((len(self.data[self.response]), 1))
            prefix = f"{part.dpar}_" if part.dpar else ""
            shown[names[0]] = u[at].copy()
            log_prior = log_prior + grids.log_prior(self.priors[f"{prefix}Intercept"], u[at])
            for column, name, slope in zip(part.columns, names[1:], u[at + 1 :], strict=False):
                x = self.column(column)
                if name in self.positive:
                    log_prior, slope = log_prior + slope, np.exp(slope)
                eta = eta + (x - x.mean()) * slope
                shown[names[0]] -= x.mean() * slope
                shown[name] = slope
                prior = self.priors.get(name, self.priors.get(f"{prefix}b"))
                log_prior = log_prior + grids.log_prior(prior, slope)
            at += len(names)
            etas.append(eta)
        for name, u_of in zip(self.auxiliaries, u[at:], strict=True):
            shown[name] = np.exp(u_of)
            log_prior = log_prior + grids.log_prior(self.priors[name], shown[name], 0.0) + u_of
        return etas, shown, log_prior

    def log_joint(self, u):
        if self.cuts:
            return self.log_joint_of_cuts(u)
        etas, shown, log_prior = self.coordinates(u)
        if "offset" in self.data:
            etas[0] = etas[0] + self.column("offset")
        means = [
            grids.INVERSE_LINKS[part.link](eta) for part, eta in zip(self.parts, etas, strict=True)
        ]
        more = {"trials": self.column("trials")} if "trials" in self.data else {}
        rows = self.density(
            self.column(self.response), *means, *[shown[name] for name in self.auxiliaries], **more
        )
        return self.row_weights() @ rows + log_prior

    def row_weights(self) -> np.ndarray:
        return np.asarray(self.data.get("w", np.ones(len(self.data[self.response]))), float)

    def log_joint_of_cuts(self, u):
        """P(y <= k) = F(cut_k - (x - mean x)'b); u: the first cut, log differences, slopes."""
        cuts, log_prior, eta = [u[0]], 0.0, 0.0
        for log_difference in u[1 : self.cuts]:
            cuts.append(cuts[-1] + np.exp(log_difference))
            log_prior = log_prior + log_difference
        for cut in cuts:
            log_prior = log_prior + grids.log_prior(self.priors["Intercept"], cut)
        for column, slope in zip(self.parts[0].columns, u[self.cuts :], strict=True):
            x = self.column(column)
            eta = eta + (x - x.mean()) * slope
            log_prior = log_prior + grids.log_prior(self.priors["b"], slope)
        below = [grids.INVERSE_LINKS[self.link or "logit"](cut - eta) for cut in cuts]
        below = [np.zeros_like(below[0]), *below, np.ones_like(below[0])]
        y = self.column(self.response)
        probability = sum(
            np.where(y == k + 1, below[k + 1] - below[k], 0.0) for k in range(self.cuts + 1)
        )
        return self.row_weights() @ np.log(probability) + log_prior + np.log(factorial(self.cuts))

    def shown(self, u):
        if not self.cuts:
            shown = self.coordinates(u)[1]
            return np.array([shown[name] for name in self.names])
        cuts = np.cumsum([u[0], *np.exp(u[1 : self.cuts])], axis=0)
        slopes = u[self.cuts :]
        for column, slope in zip(self.parts[0].columns, slopes, strict=True):
            cuts = cuts + np.mean(self.data[column]) * slope
        return np.array([*cuts, *slopes])

    @property
    def first_guess(self) -> tuple[float, ...]:
        if self.start is not None:
            return self.start
        return (0.0,) * (len(self.names))
