"""The answer of check_overdispersion(): numbers, and their meaning in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

import numpy as np

from rglm.formatting.hints.attribute_hints import AttributeHints
from rglm.formatting.numbers.number_format import format_numbers
from rglm.formatting.numbers.pvalues import format_pval
from rglm.formatting.tables.html import html_text
from rglm.inference.chisq import chisq_upper_tail

SIGNIFICANCE_LEVEL = 0.05
EXCESS_ZERO_SDS = 2.0  # standard deviations by which zeros exceed what the fit expects
MAX_SMALL_MEANS = 0.2  # a larger share of means below 1 makes the chi-square p-value rough

BIAS = (
    "The estimates rely on the distribution, as their standard errors do: with a wrong one they "
    "are biased, and robust standard errors do not help."
)


@dataclass(frozen=True)
class Overdispersion(AttributeHints):
    """Whether responses vary as a model says; printing says it in words.

    Attributes
    ----------
    family : str
    pearson_chi2, df : float
        Pearson's chi-square and its degrees of freedom.
    sparse : float
        The share of rows with a fitted mean (or number of successes or failures) below 1; where
        it is above 0.2 the chi-square p-value is rough.
    counts, trials, binary : bool
        Whether the responses are counts, successes out of trials (or categories), single zeros
        and ones (or categories, most of which have predictors of their own).
    z : float
        Cameron and Trivedi's statistic; NaN unless Poisson with unit weights.
    zeros_observed, zeros_expected, zeros_sd : float
        Zeros in the response, and how many the fit expects and with which standard deviation;
        NaN where the response is no count.
    alternatives : dict or None
        Models to try, by name; None for those beside a glm.
    has_robust_estimates : bool
        Whether the estimates hold if the variance is wrong, as those of a `glm` do; those of
        zero-inflated, hurdle and beta-binomial models rely on the whole distribution.
    """

    family: str
    pearson_chi2: float
    df: float
    sparse: float
    counts: bool
    trials: bool
    binary: bool
    z: float = np.nan
    zeros_observed: float = np.nan
    zeros_expected: float = np.nan
    zeros_sd: float = np.nan
    alternatives: Mapping[str, str] | None = None
    has_robust_estimates: bool = True

    @property
    def p_value(self) -> float:
        """P(a chi-square is larger)."""
        return float(chisq_upper_tail(self.df, self.pearson_chi2))

    @property
    def lower_p_value(self) -> float:
        """P(a chi-square is smaller): small where there is underdispersion."""
        return 1 - self.p_value

    @property
    def z_p_value(self) -> float:
        """P(a normal is larger than z)."""
        from scipy.special import ndtr

        return float(ndtr(-self.z))

    @property
    def ratio(self) -> float:
        """Pearson's chi-square over its degrees of freedom: 1 where the family is right."""
        return self.pearson_chi2 / self.df

    @property
    def verdict(self) -> str:
        """``over``, ``under``, ``none``, or ``unknown`` for ungrouped 0/1 responses."""
        if self.binary:
            return "unknown"
        if self.p_value < SIGNIFICANCE_LEVEL:
            return "over"
        return "under" if self.lower_p_value < SIGNIFICANCE_LEVEL else "none"

    @property
    def excess_zeros(self) -> bool:
        """Whether there are clearly more zeros than the fit expects."""
        return bool(
            self.zeros_observed > self.zeros_expected + EXCESS_ZERO_SDS * max(self.zeros_sd, 0.5)
        )

    def __repr__(self) -> str:
        return "\n".join(_page_lines(self))

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return html_text(repr(self))


def _page_lines(check: Overdispersion) -> list[str]:
    lines = ["", f"Dispersion of a {check.family} fit", "", *_number_line(check)]
    for paragraph in _verdict_text(check):
        lines += ["", *wrap(paragraph, 79, break_on_hyphens=False)]
    if models := _advice_text(check):
        width = max(map(len, models))
        lines += ["", "What to try:"]
        lines += [f"  {name:<{width}}  {why}" for name, why in models.items()]
    return [*lines, ""]


def _number_line(check: Overdispersion) -> list[str]:
    lines = [
        f"Pearson chi-square: {_rounded(check.pearson_chi2)} on {check.df} degrees of freedom, "
        f"{_p_text(check.p_value)}",
        f"Ratio: {_rounded(check.ratio)}",
    ]
    if not np.isnan(check.z):
        lines.append(f"Cameron-Trivedi test: z = {_rounded(check.z)}, {_p_text(check.z_p_value)}")
    if not np.isnan(check.zeros_observed):
        expected = f"{check.zeros_expected:.1f} expected"
        lines.append(f"Zeros: {check.zeros_observed:.0f} observed, {expected}")
    return lines


def _rounded(value: float) -> str:
    return format_numbers([value], 4)[0]


def _p_text(value: float) -> str:
    shown = format_pval([value], 3)[0]
    return f"p-value {shown}" if shown.startswith("<") else f"p-value = {shown}"


def _verdict_text(check: Overdispersion) -> list[str]:
    verdicts = {
        "over": _overdispersion_text,
        "under": _underdispersion_text,
        "none": _agreement_text,
        "unknown": _unknown_text,
    }
    paragraphs = [verdicts[check.verdict](check)]
    if check.excess_zeros:
        paragraphs.append(
            "There are more zeros than the fit expects. Overdispersion alone makes zeros; a model "
            "with a part for them is for zeros that have a cause of their own."
        )
    if check.sparse > MAX_SMALL_MEANS and not check.binary:
        small = "means" if not check.trials else "numbers of successes or failures"
        paragraphs.append(
            f"{100 * check.sparse:.0f} % of the fitted {small} are below 1: the chi-square "
            "p-value is rough."
        )
    return paragraphs


def _overdispersion_text(check: Overdispersion) -> str:
    too_small = (
        f"Standard errors are too small by a factor of about {np.sqrt(check.ratio):.2g}, the "
        "square root, if the ratio is the same at all means; p-values are too small with them."
    )
    clusters = " (then cluster the standard errors)" if check.has_robust_estimates else ""
    errors = too_small if check.has_robust_estimates else BIAS
    return (
        f"The variance of the responses is about {check.ratio:.2g} times what the family says: "
        f"there is overdispersion. {errors} Look first for "
        "what makes it look so: a predictor or an interaction left out, a few outlying rows, a "
        f"wrong link, rows that belong together{clusters}."
    )


def _underdispersion_text(check: Overdispersion) -> str:
    small = f"The variance of the responses is only {check.ratio:.2g} times what the family says"
    if check.sparse > MAX_SMALL_MEANS:
        return f"{small}. With fitted numbers this small it is no sure sign of underdispersion."
    too_large = "Standard errors are too large, so that tests are cautious."
    errors = too_large if check.has_robust_estimates else BIAS
    return (
        f"{small}: there is underdispersion. {errors} A "
        "response with a ceiling, or events that keep a distance from each other, do this."
    )


def _agreement_text(check: Overdispersion) -> str:
    return "The responses vary about as much as the family says: no sign of overdispersion."


def _unknown_text(check: Overdispersion) -> str:
    if check.alternatives is not None:
        return (
            "Few observations, or none, have the same predictors, and the spread of a single "
            "category is fixed by its probability: overdispersion cannot be seen, and these "
            "numbers say nothing about it. Where observations belong together, cluster the "
            "standard errors: summary(vcov=fit.vcov(cluster='group'))."
        )
    return (
        "The responses are single zeros and ones, whose variance is fixed by their mean: "
        "overdispersion cannot be seen in ungrouped binary data, and these numbers say nothing "
        "about it. Where rows share their predictors or belong together, count successes by group "
        "(cbind(successes, failures)) and look again, or cluster the standard errors: "
        "summary(vcov=fit.vcov(cluster='group'))."
    )


def _advice_text(check: Overdispersion) -> dict[str, str]:
    """Models to try, and why."""
    over, under = check.verdict == "over", check.verdict == "under"
    if check.alternatives is not None:
        return dict(check.alternatives) if over or under else {}
    quasi = f"same estimates, standard errors times sqrt(ratio) = {np.sqrt(check.ratio):.2g}"
    advice = {}
    if check.counts and (over or under):
        advice["quasipoisson()"] = quasi
    if check.trials and (over or under):
        advice["quasibinomial()"] = quasi
    if check.counts and over:
        advice["glm_nb()"] = "negative binomial counts, with a likelihood and an AIC"
    if check.counts and check.excess_zeros:
        advice["zero-inflated, hurdle"] = "a part of their own for the zeros"
    if check.trials and over:
        advice["beta-binomial"] = "probabilities that vary between groups; a likelihood"
    if over or under:
        advice['summary(vcov="HC3")'] = "standard errors for any variance, in large samples"
    return advice
