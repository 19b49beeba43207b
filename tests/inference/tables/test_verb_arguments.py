"""The same verb takes the same words in every model, and errors name what was given."""

import numpy as np
import pandas as pd
import pytest

from rglm import betabinomial, glm, glm_nb, hurdle, multinom, poisson, polr, zeroinfl

RNG = np.random.default_rng(3)
N = 90
DATA = pd.DataFrame({"x": RNG.normal(size=N), "z": RNG.uniform(size=N), "g": np.arange(N) % 7})
DATA["h"] = np.arange(N) % 5
DATA["y"] = RNG.negative_binomial(2, 2 / (2 + np.exp(1.2 + 0.4 * DATA["x"]))) * (
    RNG.uniform(size=N) < 0.7
)
DATA["o"] = pd.Categorical(DATA["y"].clip(upper=2), ordered=True)
DATA["s"], DATA["t"] = DATA["y"].clip(upper=5), 5 - DATA["y"].clip(upper=5)
MODELS = {
    "glm": lambda d: glm("y ~ x + z", d, poisson()),
    "glm_nb": lambda d: glm_nb("y ~ x + z", d),
    "polr": lambda d: polr("o ~ x + z", d),
    "multinom": lambda d: multinom("o ~ x + z", d),
    "zeroinfl": lambda d: zeroinfl("y ~ x | z", d),
    "hurdle": lambda d: hurdle("y ~ x | z", d),
    "betabinomial": lambda d: betabinomial("cbind(s, t) ~ x + z", d),
}
FITS = {name: model(DATA) for name, model in MODELS.items()}
OTHERS = [name for name in FITS if not name.startswith("glm")]


@pytest.mark.parametrize("name", FITS)
def test_false_is_no_test(name: str) -> None:
    fit = FITS[name]
    plain = fit.drop1().table
    for test in (False, "none"):
        pd.testing.assert_frame_equal(fit.drop1(test=test).table, plain)
    assert "Pr(>Chi)" not in fit.add1("~ . + h", test=False).table
    with pytest.raises(ValueError, match="test=True: use one of"):
        fit.drop1(test=True)


@pytest.mark.parametrize("name", OTHERS)
def test_correlation_stands_where_r_has_it(name: str) -> None:
    fit = FITS[name]
    assert "Correlation of Coefficients" in repr(fit.summary(True))
    with pytest.raises(TypeError, match="correlation= takes True or False, got 'HC1'"):
        fit.summary("HC1")


@pytest.mark.parametrize("name", OTHERS)
def test_errors_of_augment_name_its_own_arguments(name: str) -> None:
    fit = FITS[name]
    with pytest.raises(ValueError, match="^type_residuals='link': use one of"):
        fit.augment(type_residuals="link")
    with pytest.raises(ValueError, match="^type_predict='deviance': use one of"):
        fit.augment(newdata=DATA, type_predict="deviance")
    if name in ("polr", "multinom"):
        with pytest.raises(ValueError, match="go with type_predict='probs'"):
            fit.augment(se_fit=True)


@pytest.mark.parametrize("name", OTHERS)
def test_partial_residuals_of_terms(name: str) -> None:
    with pytest.raises(ValueError, match=r"partial=True is of working residuals, which"):
        FITS[name].plot_terms(partial=True)


def test_matrices_of_parts() -> None:
    with pytest.raises(ValueError, match="model='full': each part has a matrix of its own"):
        FITS["zeroinfl"].model_matrix(model="full")
    with pytest.raises(TypeError, match=r"no argument 'model'; it takes none"):
        FITS["polr"].model_matrix(model="zero")


def test_a_lower_scope_of_one_part_keeps_terms_where_they_are() -> None:
    fit = FITS["hurdle"]
    kept = fit.step({"lower": "~ z"}, trace=0, k=1e6)
    assert kept.formula == "y ~ 1 | z"
    assert fit.step({"lower": "~ x | z"}, trace=0, k=1e6).formula == "y ~ x | z"
    with pytest.raises(ValueError, match="no term 'h'"):
        fit.step({"lower": "~ h"}, trace=0)


@pytest.mark.parametrize("name", FITS)
def test_two_ways_of_clustering_of_chunked_data(name: str) -> None:
    chunked = MODELS[name](lambda: (DATA.iloc[i : i + 40] for i in range(0, N, 40)))
    np.testing.assert_allclose(
        chunked.vcov(cluster=["g", "h"]), FITS[name].vcov(cluster=["g", "h"]), rtol=1e-6
    )
