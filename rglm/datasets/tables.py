"""One function a data set; its docstring is the data set's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rglm.datasets.shipped import read_csv

if TYPE_CHECKING:
    import pandas as pd


def budworm() -> pd.DataFrame:
    r"""Deaths of tobacco budworm moths at six doses of an insecticide: 12 rows.

    Batches of 20 moths of either sex were exposed for three days to trans-cypermethrin; moths
    that were dead or knocked down were counted.

    Returns
    -------
    DataFrame, 12 x 7
        - ``sex``: categorical, levels F, M;
        - ``ldose``: the logarithm of the dose to base 2, 0 to 5;
        - ``numdead``: moths dead or knocked down, the name in Venables & Ripley;
        - ``n``: moths in the batch, 20;
        - ``dose``: the dose in micrograms, ``2**ldose``;
        - ``dead``, ``alive``: ``numdead`` and ``n - numdead``, for ``cbind(dead, alive)``.

    Notes
    -----
    Source: Collett, D. (1991), Modelling Binary Data, Chapman & Hall, p. 75. Also Venables, W. N.
    and Ripley, B. D. (2002), Modern Applied Statistics with S, 4th ed., section 7.2.
    R's ``glm(cbind(dead, alive) ~ sex + ldose, binomial)`` has residual deviance 6.7571 on 9 df.

    Examples
    --------
    >>> budworm().groupby("sex", observed=True)["dead"].sum().to_dict()
    {'F': 46, 'M': 65}
    """
    data = read_csv("budworm", factors={"sex": "FM"})
    dead = data["numdead"]
    return data.assign(dose=2 ** data["ldose"], dead=dead, alive=data["n"] - dead)


def clotting() -> pd.DataFrame:
    """Clotting times of blood plasma at nine dilutions, for two lots of thromboplastin: 9 rows.

    Returns
    -------
    DataFrame, 9 x 3
        - ``u``: concentration of normal plasma, in percent;
        - ``lot1``, ``lot2``: clotting time in seconds with each lot.

    Notes
    -----
    Source: McCullagh, P. and Nelder, J. A. (1989), Generalized Linear Models, 2nd ed., Chapman &
    Hall, pp. 300-302; measured by Hurn, Barker and Magath (1945).
    R's ``glm(lot1 ~ log(u), Gamma)`` gives 1/mean = -0.01655 + 0.01534 log(u), and ``lot2``
    -0.02391 + 0.02360 log(u).

    Examples
    --------
    >>> clotting()["lot1"].tolist()
    [118, 58, 42, 35, 27, 25, 21, 19, 18]
    """
    return read_csv("clotting")


def dobson() -> pd.DataFrame:
    """Counts of a randomized controlled trial, three treatments by three outcomes: 9 rows.

    Returns
    -------
    DataFrame, 9 x 3
        - ``treatment``: categorical, levels 1, 2, 3;
        - ``outcome``: categorical, levels 1, 2, 3;
        - ``counts``: patients in the cell, 50 for each treatment.

    Notes
    -----
    Source: Dobson, A. J. (1990), An Introduction to Generalized Linear Models, Chapman & Hall,
    p. 93. It is the first example of R's ``?glm``, where
    ``glm(counts ~ outcome + treatment, poisson)`` has residual deviance 5.1291 on 4 df.

    Examples
    --------
    >>> dobson().groupby("outcome", observed=True)["counts"].sum().tolist()
    [63, 40, 47]
    """
    return read_csv("dobson", factors={"treatment": "123", "outcome": "123"})


def galaxies() -> pd.DataFrame:
    """SIMULATED galaxies, with and without globular clusters: 232 rows, none of them real.

    ``logmass`` is uniform on 4 to 11. Whether a galaxy has any cluster follows the published
    logistic fit to 232 real galaxies, and how many it then has a negative binomial truncated at
    zero::

        logit P(n > 0) = -10.50 + 1.55 logmass
        log m          = -10.3  + 1.51 logmass,  theta = 1.3

    The true model is a hurdle. Yet the two lines agree so nearly on the zeros that a negative
    binomial regression on all rows, without a hurdle, finds the second one again: on 40,000
    galaxies drawn in this way the slope 1.509, with theta 1.24. ``has_gc`` is ``n_gc > 0`` in
    every row.

    Returns
    -------
    DataFrame, 232 x 4
        - ``logmass``: the base-10 logarithm of the stellar mass in solar masses, 4 to 11;
        - ``has_gc``: 1 where the galaxy has globular clusters, else 0;
        - ``n_gc``: the number of its globular clusters;
        - ``sample``: categorical, levels dwarf, field, cluster: three made-up surveys, of light,
          middling and heavy galaxies, which overlap. Given the mass it has no effect on the
          clusters.

    Notes
    -----
    Source: drawn by ``rglm/datasets/simulate_galaxies.py`` with seed 1.
    The logistic coefficients are those of Eadie, G. M., Harris, W. E. and Springford, A. (2022),
    "Clearing the hurdle: the mass of globular cluster systems as a function of host galaxy mass",
    ApJ 926, 162, where half of the galaxies of 10^6.8 solar masses have clusters.
    In R, ``glm(has_gc ~ logmass, binomial)`` gives -10.15 (standard error 1.34) and 1.50 (0.19);
    ``MASS::glm.nb(n_gc ~ logmass)`` gives -10.76 (0.51), 1.57 (0.06) and theta 1.22 (0.16). A
    Poisson model is far too narrow: Pearson's chi-square is 35 times its degrees of freedom.

    Examples
    --------
    >>> data = galaxies()
    >>> data.shape, int(data["has_gc"].sum()), int(data["n_gc"].max())
    ((232, 4), 144, 1229)
    """
    return read_csv("galaxies", factors={"sample": ("dwarf", "field", "cluster")})


def hubble() -> pd.DataFrame:
    """Distances and radial velocities of nebulae, from which Hubble found his law: 24 rows.

    The distances of that time are too short by a factor of six or seven, which makes the slope,
    Hubble's constant, as much too large: today it is about 70 km/s per megaparsec.

    Returns
    -------
    DataFrame, 24 x 3
        - ``nebula``: its name, of a Magellanic cloud or by its NGC number;
        - ``distance``: in megaparsecs;
        - ``velocity``: away from us in km/s, as measured: the Sun's own motion is not taken out.

    Notes
    -----
    Source: Hubble, E. (1929), "A relation between distance and radial velocity among
    extra-galactic nebulae", Proceedings of the National Academy of Sciences 15, 168-173, table 1.
    R's ``lm(velocity ~ distance)`` has intercept -40.78 (standard error 83.44) and slope 454.16
    (75.24); without intercept the slope is 423.94.

    Examples
    --------
    >>> hubble()["velocity"].max().item()
    1090
    """
    return read_csv("hubble")


def mtcars() -> pd.DataFrame:
    """Fuel consumption and ten aspects of design of 32 cars of 1973 and 1974: 32 rows.

    Returns
    -------
    DataFrame, 32 x 11
        The index, ``model``, has the names of the cars, as R's row names.

        - ``mpg``: miles per US gallon;
        - ``cyl``: number of cylinders;
        - ``disp``: displacement in cubic inches;
        - ``hp``: gross horsepower;
        - ``drat``: rear axle ratio;
        - ``wt``: weight in 1000 lbs;
        - ``qsec``: seconds for a quarter of a mile from rest;
        - ``vs``: 0 V-shaped engine, 1 straight;
        - ``am``: 0 automatic transmission, 1 manual;
        - ``gear``: number of forward gears;
        - ``carb``: number of carburettors.

    Notes
    -----
    Source: the magazine Motor Trend, US, 1974; Henderson, H. V. and Velleman, P. F. (1981),
    "Building multiple regression models interactively", Biometrics 37, 391-411. Also R's
    ``?mtcars``. R's ``lm(mpg ~ wt + hp)`` has R-squared 0.8268.

    Examples
    --------
    >>> mtcars().loc["Fiat 128", ["mpg", "wt"]].tolist()
    [32.4, 2.2]
    """
    return read_csv("mtcars").set_index("model")


def recreation() -> pd.DataFrame:
    """Boating trips to Lake Somerville in Texas by 659 owners of boats in 1980: 659 rows.

    Returns
    -------
    DataFrame, 659 x 8
        - ``trips``: trips in the year; 417 made none;
        - ``quality``: the quality of the lake, 1 to 5; 0 from those who had not been there;
        - ``ski``: whether the owner water-skied there, "no" or "yes";
        - ``income``: yearly income in thousands of dollars;
        - ``userfee``: whether the owner paid the yearly fee of the lake, "no" or "yes";
        - ``costC``, ``costS``, ``costH``: what a trip to Lake Conroe, Somerville or Houston costs,
          in dollars.

    Notes
    -----
    Source: Sellar, C., Stoll, J. R. and Chavas, J.-P. (1985), Validation of empirical measures of
    welfare change, Land Economics 61, 156-175; Ozuna, T. and Gomez, I. A. (1995), Specification
    and testing of count data recreation demand functions, Empirical Economics 20, 543-550. Also
    Cameron, A. C. and Trivedi, P. K. (1998), Regression Analysis of Count Data, Cambridge
    University Press, section 6.4. R's ``glm(trips ~ ., poisson)`` has log-likelihood -1529.43.

    Examples
    --------
    >>> int((recreation()["trips"] == 0).sum())
    417
    """
    yes_no = ["no", "yes"]
    return read_csv("recreation", factors={"ski": yes_no, "userfee": yes_no})


def ships() -> pd.DataFrame:
    """Damage that waves did to cargo ships, with the months of service: 40 rows.

    Returns
    -------
    DataFrame, 40 x 5
        - ``type``: type of the ship, levels A to E;
        - ``year``: the first year of the five of construction: 60, 65, 70 or 75;
        - ``period``: the first year of operation: 60 (to 74) or 75 (to 79);
        - ``service``: months of service of these ships together; 0 where there can be none;
        - ``incidents``: incidents of damage.

    Notes
    -----
    Source: McCullagh, P. and Nelder, J. A. (1989), Generalized Linear Models, 2nd ed., Chapman &
    Hall, section 6.3.2, p. 205. R's ``glm(incidents ~ type + factor(year) + factor(period) +
    offset(log(service)), poisson, subset = service > 0)`` has residual deviance 38.695 on 25 df.

    Examples
    --------
    >>> int(ships()["incidents"].sum())
    356
    """
    return read_csv("ships", factors={"type": "ABCDE"})


def warpbreaks() -> pd.DataFrame:
    """Breaks of warp yarn during weaving, by wool and tension: 54 rows, nine for each pair.

    Returns
    -------
    DataFrame, 54 x 3
        - ``breaks``: breaks per loom, over a fixed length of yarn;
        - ``wool``: categorical, levels A, B;
        - ``tension``: categorical, levels L, M, H (low, medium, high), unordered as in R.

    Notes
    -----
    Source: Tippett, L. H. C. (1950), Technological Applications of Statistics, Wiley, p. 106. Also
    Tukey, J. W. (1977), Exploratory Data Analysis, Addison-Wesley, and R's ``?warpbreaks``.
    R's ``glm(breaks ~ wool + tension, poisson)`` has residual deviance 210.39 on 50 df.

    Examples
    --------
    >>> warpbreaks().groupby("tension", observed=True)["breaks"].mean().round(2).to_dict()
    {'L': 36.39, 'M': 26.39, 'H': 21.67}
    """
    return read_csv("warpbreaks", factors={"wool": "AB", "tension": "LMH"})
