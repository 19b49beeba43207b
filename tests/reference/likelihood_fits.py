"""Fits of all models that are no glm, and what R says of them (predict_likelihood.R)."""

import oracle

from rglm import betabinomial, hurdle, multinom, polr, zeroinfl

REFERENCE = oracle.saved("predict_likelihood")

COUNTS, WINE, WIDE = (oracle.data(name) for name in ("biochemists", "wine", "housing_wide"))

LIRAT, HOUSING = oracle.data("lirat"), oracle.data("housing")

ART, SAT = "art ~ fem + ment | ment", "Sat ~ Infl + Type + Cont"

FITS = {
    "polr": polr("rating ~ temp + contact", WINE),
    "housing": polr(SAT, HOUSING, weights="Freq"),
    "counts": multinom("cbind(Low, Medium, High) ~ Infl + Type", WIDE),
    "zeroinfl": zeroinfl(ART, COUNTS),
    "hurdle": hurdle(ART, COUNTS),
    "betabinomial": betabinomial("cbind(R, N - R) ~ fgrp", LIRAT),
}

DATA = {"polr": WINE, "housing": HOUSING, "counts": WIDE, "betabinomial": LIRAT}


def in_chunks(name):
    data = DATA.get(name, COUNTS)
    step = 300 if data is COUNTS else 30
    chunks = range(0, len(data), step)
    return FITS[name].update(data=lambda: (data.iloc[i : i + step] for i in chunks))
