"""What is fitted: the workloads, and which packages are tried on each."""

from __future__ import annotations

from dataclasses import dataclass, replace

GLUM = ("glum arrays (fit only)", "glum arrays", "glum formula (fit only)", "glum formula")
FORMULAS = ("rglm", *GLUM[2:])
ONE_THREAD = "rglm, one thread"
# other versions of rglm, each from a folder that ``--against`` names
OLDER = ("rglm 0.1", "rglm before")


@dataclass(frozen=True)
class Workload:
    """One model and its data.

    `packages` take turns in rounds; `slow` ones are run once before them, and those of `huge`
    only when asked for. `never` are packages that cannot run it, with the reason.
    """

    name: str
    title: str
    family: str
    n: int
    numeric: int = 20
    levels: tuple[int, ...] = ()
    packages: tuple[str, ...] = ()
    slow: tuple[str, ...] = ()
    huge: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    calls: int = 1
    rounds: int = 5
    dataset: str | None = None
    response: str = "y"
    terms: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()  # numeric columns that the formula makes factors of
    rounded: int = 0  # the number of values that a numeric column has; 0 for any number

    @property
    def numbers(self) -> tuple[str, ...]:
        """Names of the numeric columns."""
        return self.terms or tuple(f"x{i + 1}" for i in range(self.numeric))

    @property
    def factors(self) -> tuple[str, ...]:
        """Names of the factors."""
        return tuple(f"f{i + 1}" for i in range(len(self.levels)))

    @property
    def formula(self) -> str:
        """The formula that R, statsmodels, glum and rglm all read."""
        names = [f"factor({name})" if name in self.coded else name for name in self.numbers]
        return f"{self.response} ~ " + " + ".join([*names, *self.factors])

    @property
    def absorbed(self) -> str:
        """The formula with the factors absorbed, as fixest writes it."""
        numbers = f"{self.response} ~ {' + '.join(self.numbers)}"
        return f"{numbers} | {' + '.join(self.factors)}" if self.factors else numbers

    @property
    def columns(self) -> int:
        """The number of columns of the full design matrix."""
        return 1 + len(self.numbers) + sum(size - 1 for size in self.levels)

    @property
    def design_mb(self) -> float:
        """The size of the full design matrix, in MB of 1e6 bytes."""
        return self.n * self.columns * 8 / 1e6

    def toy(self) -> Workload:
        """The same model at a size that takes no time, to warm up with and to test."""
        if self.dataset:
            return self
        levels = tuple(min(size, 40 // (i + 1)) for i, size in enumerate(self.levels))
        title = f"{self.title}: a toy of 2,000 rows"
        return replace(self, name=f"{self.name}-toy", title=title, n=2000, levels=levels)


def _dense(family: str) -> Workload:
    return Workload(
        f"dense-{family.lower()}",
        f"1e6 x 20 dense, {family}",
        family,
        1_000_000,
        packages=("rglm", ONE_THREAD, *OLDER, *GLUM, "floor", "floor (all cores)"),
        slow=("R", "statsmodels"),
    )


def _cells(name: str, what: str, levels: tuple[int, ...], rounded: int = 0) -> Workload:
    """A model of which many rows are equal: `rounded` is the number of values of a column."""
    return Workload(
        name,
        f"1e6 rows, {what}, binomial",
        "binomial",
        1_000_000,
        numeric=int(rounded > 0),
        rounded=rounded,
        levels=levels,
        packages=("rglm", ONE_THREAD, *OLDER, *GLUM[2:]),
        never=("R", "statsmodels"),
    )


def _many(family: str, name: str) -> Workload:
    title = f"1e6 rows, 20 numeric + a factor of 100,000 levels, {family}"
    packages = ("rglm", OLDER[1], "pyfixest")
    never = ("R", "statsmodels", "glum formula")
    return Workload(
        f"many-{name}",
        title,
        family,
        1_000_000,
        levels=(100_000,),
        packages=packages,
        never=never,
        rounds=3,
    )


WORKLOADS = (
    _dense("binomial"),
    _dense("poisson"),
    _dense("Gamma"),
    Workload(
        "hundred-thousand",
        "1e5 x 10 dense, binomial",
        "binomial",
        100_000,
        numeric=10,
        packages=("rglm", ONE_THREAD, *OLDER, *GLUM[2:]),
        slow=("R", "statsmodels"),
        calls=3,
    ),
    _cells("cells", "factors of 50 and 20 levels", (50, 20)),
    _cells("cells-many", "factors of 1000 and 50 levels", (1000, 50)),
    _cells("cells-number", "a number of 72 values, factors of 50 and 20 levels", (50, 20), 72),
    Workload(
        "large",
        "2e6 x 20 dense, binomial",
        "binomial",
        2_000_000,
        packages=FORMULAS,
        huge=("R", "statsmodels"),
        rounds=3,
    ),
    Workload(
        "factors",
        "1e6 rows, 2 numeric + factors of 1000 and 50 levels, binomial",
        "binomial",
        1_000_000,
        numeric=2,
        levels=(1000, 50),
        packages=("rglm", *OLDER, *FORMULAS[1:]),
        never=("R", "statsmodels"),
    ),
    _many("poisson", "poisson"),
    _many("binomial", "logit"),
    Workload(
        "small",
        "232 rows, 1 numeric, binomial (datasets.load('galaxies'))",
        "binomial",
        232,
        packages=("rglm", *OLDER, "R", "statsmodels", "formulaic alone"),
        calls=20,
        rounds=10,
        dataset="galaxies",
        response="has_gc",
        terms=("logmass",),
    ),
    Workload(
        "lm-dense",
        "1e6 x 20 dense, lm",
        "gaussian",
        1_000_000,
        packages=("rglm", ONE_THREAD, OLDER[1], "pyfixest", "lstsq on a ready array"),
        slow=("R", "statsmodels"),
    ),
    Workload(
        "lm-many",
        "1e6 rows, 20 numeric + a factor of 100,000 levels, lm",
        "gaussian",
        1_000_000,
        levels=(100_000,),
        packages=("rglm", "glm of rglm", "pyfixest"),
        never=("R", "statsmodels"),
        rounds=3,
    ),
    Workload(
        "lm-small",
        "32 rows, lm of 5 columns (mtcars)",
        "gaussian",
        32,
        packages=("rglm", OLDER[1], "R", "statsmodels"),
        calls=20,
        rounds=10,
        dataset="mtcars",
        response="mpg",
        terms=("wt", "hp", "cyl"),
        coded=("cyl",),
    ),
)
BY_NAME = {workload.name: workload for workload in WORKLOADS}
