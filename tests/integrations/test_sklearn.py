"""`GLM` as scikit-learn's tools use it."""

import pickle
import sys

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("sklearn")

import sklearn
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.metrics import d2_tweedie_score, r2_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import estimator_checks

from rglm import Gamma, binomial, glm, glm_nb, hurdle, lm, multinom, poisson, polr
from rglm.datasets import load
from rglm.integrations.sklearn import GLM

CHECKED = (
    GLM(),
    GLM(family="poisson"),
    GLM(family="binomial"),
    GLM(model="multinom"),
)


@pytest.fixture(scope="module")
def cars():
    return load("mtcars")


def own_checks():
    """The checks of `check_estimator`, with their estimators."""
    if hasattr(estimator_checks, "estimator_checks_generator"):
        make = estimator_checks.estimator_checks_generator
        return [pair for estimator in CHECKED for pair in make(estimator)]
    make = estimator_checks.check_estimator
    return [pair for estimator in CHECKED for pair in make(estimator, generate_only=True)]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", range(len(CHECKED)), ids=map(repr, CHECKED))
def test_check_estimator_passes_without_exceptions(kind):
    shown = repr(CHECKED[kind])
    checks = [(e, check) for e, check in own_checks() if repr(e) == shown]
    assert len(checks) > 40
    for estimator, check in checks:
        try:
            check(estimator)
        except pytest.skip.Exception:
            pass
        except Exception as error:
            if type(error).__name__ != "SkipTest":
                raise


def test_a_response_in_X_or_apart_is_the_same(cars):
    fit = lm("mpg ~ wt + hp", cars)
    others = cars.drop(columns="mpg")
    for estimator in (
        GLM("mpg ~ wt + hp").fit(cars),
        GLM("mpg ~ wt + hp").fit(cars, cars["mpg"]),
        GLM("mpg ~ wt + hp").fit(others, cars["mpg"]),
        GLM("mpg ~ wt + hp").fit(others, cars["mpg"].tolist()),
        GLM("mpg ~ wt + hp").fit(others, cars["mpg"].rename("miles")),
        GLM("~ wt + hp").fit(others, cars["mpg"]),
        GLM("~ wt + hp").fit(cars, cars["mpg"]),
        GLM("~ wt + hp", model="lm").fit(others.to_dict("list"), cars["mpg"].to_numpy()),
    ):
        assert np.allclose(estimator.predict(others), fit.fitted_values, rtol=1e-10)
    assert np.allclose(estimator.coef_, fit.coefficients[1:])
    assert np.isclose(estimator.intercept_, fit.coefficients.iloc[0])
    assert GLM("mpg ~ wt").fit(cars).score(cars) == pytest.approx(lm("mpg ~ wt", cars).r_squared)


def test_a_dot_has_all_columns_but_the_response(cars):
    names = lm("mpg ~ .", cars).names
    others = cars.drop(columns="mpg")
    for estimator in (GLM("mpg ~ .").fit(cars), GLM().fit(others, cars["mpg"])):
        assert list(estimator.result_.names) == list(names)
    assert list(GLM().fit(cars, cars["mpg"]).result_.names) == list(names)


def test_arrays_have_columns_by_number():
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(50, 3)), rng.normal(size=50)
    linear = LinearRegression().fit(X, y)
    estimator = GLM().fit(X, y)
    assert np.allclose(estimator.coef_, linear.coef_)
    assert estimator.score(X, y) == pytest.approx(linear.score(X, y))
    bent = GLM("y ~ x0 + poly(x1, 2)").fit(X, y)
    assert list(bent.result_.names) == ["(Intercept)", "x0", "poly(x1, 2)1", "poly(x1, 2)2"]
    assert not hasattr(bent, "feature_names_in_")
    with pytest.warns(UserWarning, match="X has feature names"):
        bent.predict(pd.DataFrame(X, columns=["a", "b", "c"]))
    with pytest.raises(ValueError, match="X has 2 features, but GLM is expecting 3"):
        bent.predict(X[:, :2])


def test_a_table_is_read_by_name(cars):
    estimator = GLM("mpg ~ wt").fit(cars)
    expected = estimator.predict(cars)
    assert np.array_equal(estimator.predict(cars[["hp", "wt"]]), expected)
    assert estimator.feature_names_in_.tolist() == list(cars)
    with pytest.warns(UserWarning, match="X does not have valid feature names"):
        assert np.allclose(estimator.predict(cars.to_numpy()), expected)
    with pytest.raises(ValueError, match="no column 'wt'"):
        estimator.predict(cars[["hp"]])


def test_cross_validation_of_formulas(cars):
    y, others, folds = cars["mpg"], cars.drop(columns="mpg"), KFold(4)
    by_hand = [
        r2_score(y.iloc[test], lm("mpg ~ wt", cars.iloc[train]).predict(cars.iloc[test]))
        for train, test in folds.split(cars)
    ]
    assert np.allclose(cross_val_score(GLM("mpg ~ wt"), cars, cv=folds), by_hand)
    assert np.allclose(cross_val_score(GLM("~ wt"), others, y, cv=folds), by_hand)
    grid = {"formula": ["~ wt", "~ wt + hp"], "family": ["gaussian", Gamma("log")]}
    search = GridSearchCV(GLM(), grid, cv=folds).fit(others, y)
    assert search.best_params_ == {"formula": "~ wt + hp", "family": Gamma("log")}
    logs = cross_val_score(GLM("log(mpg) ~ wt"), cars, cv=folds)
    train, test = next(folds.split(cars))
    fit = lm("log(mpg) ~ wt", cars.iloc[train])
    assert logs[0] == pytest.approx(r2_score(np.log(y.iloc[test]), fit.predict(cars.iloc[test])))


def test_pipelines(cars):
    scaled = StandardScaler().set_output(transform="pandas")
    pipe = make_pipeline(scaled, GLM("~ poly(wt, 2) + hp")).fit(cars[["wt", "hp"]], cars["mpg"])
    fit = lm("mpg ~ poly(wt, 2) + hp", cars)
    assert np.allclose(pipe.predict(cars[["wt", "hp"]]), fit.fitted_values)


def test_a_new_level_in_a_fold_is_an_error_that_names_it(cars):
    estimator = GLM("mpg ~ factor(carb)").fit(cars[cars["carb"] < 8])
    with pytest.raises(ValueError, match=r"new level\(s\) '8'"):
        estimator.predict(cars)


@pytest.mark.parametrize("labels", [[0, 1], [-1, 1], ["no", "yes"], [False, True]])
def test_classes_of_a_binomial_model(cars, labels):
    y = np.array(labels)[cars["am"]]
    estimator = GLM("~ wt", family="binomial").fit(cars, y)
    fit = glm("am ~ wt", cars, binomial())
    assert is_classifier(estimator)
    assert estimator.classes_.tolist() == labels
    probabilities = estimator.predict_proba(cars)
    assert np.allclose(probabilities[:, 1], fit.fitted_values)
    assert np.allclose(probabilities.sum(axis=1), 1)
    assert (estimator.predict(cars) == y).mean() == estimator.score(cars, y) > 0.9
    inside = GLM("am ~ wt", family=binomial("probit")).fit(cars.assign(am=y))
    assert inside.score(cars.assign(am=y)) > 0.9


@pytest.mark.parametrize("scoring", ["roc_auc", "neg_log_loss", "accuracy", None])
def test_scores_of_classifiers(scoring):
    galaxies = load("galaxies")
    estimator = GLM("has_gc ~ logmass", family="binomial")
    scores = cross_val_score(estimator, galaxies, galaxies["has_gc"], cv=3, scoring=scoring)
    assert scores.min() > (-0.5 if scoring == "neg_log_loss" else 0.8)


@pytest.mark.filterwarnings("ignore::rglm.warnings.BoundaryWarning")
def test_models_of_categories():
    from sklearn.datasets import load_iris

    iris = load_iris(as_frame=True)
    X, y = iris.data.set_axis(["sl", "sw", "pl", "pw"], axis=1), iris.target
    names = iris.target_names[y]
    unordered = GLM("~ sl + sw", model="multinom").fit(X, names)
    fit = multinom("Species ~ sl + sw", X.assign(Species=names))
    assert unordered.classes_.tolist() == ["setosa", "versicolor", "virginica"]
    assert np.allclose(unordered.predict_proba(X), fit.predict(type="probs"), atol=1e-6)
    assert not hasattr(unordered, "coef_")
    order = ["virginica", "setosa", "versicolor"]
    factor = pd.Series(pd.Categorical(names, order, ordered=True))
    ordered = GLM("~ sw", model="polr").fit(X, factor)
    expected = polr("y ~ sw", X.assign(y=factor)).predict(type="probs")
    assert np.allclose(ordered.predict_proba(X), expected[ordered.classes_], atol=1e-6)
    assert ordered.score(X, factor) > 0.35
    assert GLM("~ sw", model="polr").fit(X, y).classes_.tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="polr needs classes in order"):
        GLM("~ sw", model="polr").fit(X, names)


def test_deviance_explained():
    breaks = load("warpbreaks")
    y = breaks["breaks"]
    fit = glm("breaks ~ wool + tension", breaks, poisson())
    estimator = GLM("breaks ~ wool + tension", family="poisson").fit(breaks)
    explained = 1 - fit.deviance / fit.null_deviance
    assert estimator.score(breaks) == estimator.score(breaks, y) == pytest.approx(explained)
    assert explained == pytest.approx(d2_tweedie_score(y, fit.fitted_values, power=1))
    same = breaks.assign(breaks=3.0)
    assert estimator.score(same) == 0.0
    counts = GLM("breaks ~ wool + tension", model="glm_nb").fit(breaks)
    assert np.allclose(
        counts.predict(breaks), glm_nb("breaks ~ wool + tension", breaks).fitted_values
    )


def test_proportions_are_a_regression():
    budworm = load("budworm")
    estimator = GLM("cbind(dead, alive) ~ ldose + sex", family="binomial").fit(budworm)
    fit = glm("cbind(dead, alive) ~ ldose + sex", budworm, binomial())
    assert is_regressor(estimator)
    assert np.allclose(estimator.predict(budworm), fit.fitted_values)
    assert estimator.score(budworm) == pytest.approx(1 - fit.deviance / fit.null_deviance)
    share = budworm["dead"] / 20
    with pytest.raises(ValueError, match="Unknown label type.*family='quasibinomial'"):
        GLM("~ ldose + sex", family="binomial").fit(budworm, share)
    quasi = GLM("~ ldose + sex", family="quasibinomial").fit(budworm, share)
    assert np.allclose(quasi.predict(budworm), fit.fitted_values)


def test_weights_offsets_and_options():
    ships = load("galaxies").assign(t=2.0, w=np.arange(232) % 3)
    options = {"dist": "negbin", "offset": "log(t)"}
    estimator = GLM("~ logmass | logmass", model="hurdle", options=options)
    estimator.fit(ships, ships["n_gc"])
    fit = hurdle("n_gc ~ logmass | logmass", ships, dist="negbin", offset="log(t)")
    assert np.allclose(estimator.predict(ships), fit.fitted_values)
    weighted = GLM("n_gc ~ logmass", family="poisson").fit(ships, sample_weight=ships["w"])
    same = GLM("n_gc ~ logmass", family="poisson", options={"weights": "w"}).fit(ships)
    assert np.allclose(weighted.coef_, same.coef_)
    halves = GLM("has_gc ~ logmass", family="binomial")  # weights that are no numbers of trials
    halves.fit(ships, sample_weight=np.full(232, 0.5))
    with pytest.raises(ValueError, match="both given"):
        same.fit(ships, sample_weight=ships["w"])
    with pytest.raises(ValueError, match="all weights are zero"):
        weighted.fit(ships, sample_weight=np.zeros(232))


def test_missing_values_of_a_table(cars):
    holes = cars.copy()
    holes.iloc[0, 0] = holes.iloc[3, 5] = np.nan  # mpg, wt
    estimator = GLM("mpg ~ wt").fit(holes)
    assert np.allclose(estimator.coef_, lm("mpg ~ wt", holes).coefficients["wt"])
    assert np.isnan(estimator.predict(holes)).tolist() == [False] * 3 + [True] + [False] * 28
    with pytest.raises(ValueError, match="X has missing values in 1 row"):
        estimator.score(holes)
    kind = GLM("am ~ wt", family="binomial").fit(holes)
    with pytest.raises(ValueError, match="missing value in row 3"):
        kind.predict(holes)
    with pytest.raises(ValueError, match="has numbers; family='binomial' is for two classes"):
        GLM("~ wt").fit(cars, ["a", "b"] * 16)
    with pytest.raises(ValueError, match="Input y contains NaN"):
        GLM("~ wt").fit(cars, holes["mpg"])


WRONG = {
    "an expression and y": (GLM("log(mpg) ~ wt"), "mpg", "is log.mpg., and y is given apart"),
    "no response": (GLM("~ wt"), None, "requires y to be passed"),
    "no column": (GLM("nope ~ wt"), None, "'nope' is no column of X"),
    "two responses": (GLM("mpg ~ wt"), "hp", "y is named 'hp', and the formula's response 'mpg'"),
    "no family": (GLM("mpg ~ wt", family="poison"), None, "did you mean 'poisson'"),
    "no model": (GLM("mpg ~ wt", model="lmm"), None, "did you mean 'lm'"),
    "a family of lm": (GLM("mpg ~ wt", "poisson", "lm"), None, "family= is an argument of glm"),
    "many classes": (GLM("gear ~ wt", "binomial"), None, "Only binary classification"),
    "a made class": (GLM("factor(am) ~ wt", "binomial"), None, "has to be a column"),
    "code": (GLM("mpg ~ np.log(wt)"), None, "context={} leaves"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_an_error(cars, case):
    estimator, y, message = WRONG[case]
    with pytest.raises(ValueError, match=message):
        estimator.fit(cars, None if y is None else cars[y])
    with pytest.raises(NotFittedError):
        estimator.predict(cars)


def test_context_gives_names(cars):
    estimator = GLM("mpg ~ np.log(wt)", context={"np": np}).fit(cars)
    assert np.allclose(estimator.predict(cars), lm("mpg ~ log(wt)", cars).fitted_values)


def test_clones_and_pickles(cars):
    estimator = GLM("am ~ wt", family=binomial("probit"), options={"method": "brglm"})
    copy = clone(estimator)
    assert copy.get_params() == estimator.get_params()
    assert repr(clone(GLM().set_params(formula="y ~ x"))) == "GLM(formula='y ~ x')"
    fitted = pickle.loads(pickle.dumps(estimator.fit(cars)))
    assert np.array_equal(fitted.predict_proba(cars), estimator.predict_proba(cars))
    assert not hasattr(GLM(), "predict_proba")
    assert len(cross_val_predict(estimator, cars, cars["am"], cv=3, method="predict_proba")) == 32


def test_another_fit_forgets_the_first(cars):
    estimator = GLM("am ~ wt", "binomial").fit(cars)
    estimator.set_params(formula="~ x5", family="gaussian", model="zeroinfl")
    with pytest.raises(ValueError, match="has no zeros"):
        estimator.fit(cars.to_numpy(), cars["mpg"].to_numpy() // 1)
    with pytest.raises(NotFittedError):
        estimator.predict(cars)
    assert not {"classes_", "coef_", "feature_names_in_"} & set(vars(estimator))


def test_polars_tables(cars):
    pl = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    table = pl.from_pandas(cars)
    estimator = GLM("~ wt").fit(table, table["mpg"])
    assert np.allclose(estimator.predict(table), lm("mpg ~ wt", cars).fitted_values)
    assert estimator.feature_names_in_.tolist() == list(cars)
    lazy = GLM("mpg ~ wt").fit(table.lazy())
    assert np.array_equal(lazy.predict(table.lazy()), estimator.predict(table))
    assert lazy.feature_names_in_.tolist() == list(cars)


def test_an_enum_of_polars_has_the_order_of_classes(cars):
    pl = pytest.importorskip("polars")
    pytest.importorskip("pyarrow")
    names, kind = ["three", "four", "five"], pd.CategoricalDtype(["three", "four", "five"], True)
    gear = pd.Series([names[g - 3] for g in cars["gear"]], name="gear")
    expected = GLM("gear ~ wt", model="polr").fit(cars, gear.astype(kind)).predict_proba(cars)
    y = pl.Series("gear", gear.tolist(), dtype=pl.Enum(names))
    estimator = GLM("gear ~ wt", model="polr").fit(pl.from_pandas(cars), y)
    assert np.array_equal(estimator.predict_proba(cars), expected)


@pytest.mark.parametrize("kind", [bool, int])
def test_classes_beside_missing_ones_that_are_objects(cars, kind):
    hole = cars.assign(am=[None, *(kind(a) for a in cars["am"][1:])]).astype({"am": object})
    estimator = GLM("am ~ wt", "binomial").fit(hole)
    assert estimator.classes_.tolist() == [kind(0), kind(1)]
    expected = GLM("am ~ wt", "binomial").fit(cars[1:])
    assert np.array_equal(estimator.coef_, expected.coef_)
    assert estimator.score(hole) == expected.score(cars[1:])


def test_a_formula_is_a_string(cars):
    for formula in (["mpg ~ wt"], None):
        with pytest.raises(TypeError, match="formula= takes a string, got "):
            GLM(formula).fit(cars)


def test_routed_weights(cars):
    estimator = GLM("mpg ~ wt")
    with sklearn.config_context(enable_metadata_routing=True):
        estimator.set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        scores = cross_val_score(estimator, cars, cv=3, params={"sample_weight": np.ones(32)})
    assert np.allclose(scores, cross_val_score(GLM("mpg ~ wt"), cars, cv=3))


def test_without_scikit_learn_the_message_says_what_to_install(monkeypatch):
    for name in [n for n in sys.modules if n.startswith("rglm.integrations.sklearn")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(ImportError, match=r'pip install "rglm\[sklearn\]"'):
        import rglm.integrations.sklearn  # noqa: F401
