"""The names of R's boot, car and others, and of scipy, for resampling, and what they are here."""

from __future__ import annotations

COUNTS = ("B", "n_boot", "n_resamples", "nboot", "nperm", "np", "nsim", "reps")
SEEDED = ("boot", "permutation_test", "simulate")
CORES = ("cores", "n_jobs", "ncores", "ncpus", "parallel")

RESAMPLING_FUNCTIONS = {
    "Boot": "fit.boot()",
    "boot_ci": "fit.boot().ci()",
    "bootstrap": "fit.boot()",
    "lmperm": "fit.permutation_test('x')",
    "vcovBS": "fit.vcov(type='boot')",
}
RESAMPLING_ARGUMENTS = {
    **{f"boot {name}": "R=" for name in COUNTS},
    **{f"permutation_test {name}": "R=" for name in COUNTS},
    **{f"boot {name}": "options(threads=); all cores are used without it" for name in CORES},
    "boot data": "the data of the fit",
    "boot f": "statistic=, a function of a fit",
    "boot method": "type=, such as 'residual'",
    "boot ran_gen": "type='parametric', whose responses simulate() draws",
    "boot sim": "type=, such as 'parametric'",
    **{f"{verb} {name}": "seed=" for verb in SEEDED for name in ("random_state", "rng")},
}
THREAD_OPTIONS = frozenset({"mc_cores", "nthread", "num_threads", *CORES})
