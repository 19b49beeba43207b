"""Formulas that try to run code: none can under ``context={}``, and private names never can."""

import os
import pickle

import numpy as np
import pandas as pd
import pytest

import rglm
from rglm.errors import FormulaError

N = 12
MARK = "rglm_attack"

# Python's ways out of an expression: refused whatever the context has
NEVER = [
    "().__class__.__base__.__subclasses__()",
    "().__class__.__mro__[1].__subclasses__()",
    "x.__array_interface__",
    "x.__class__",
    "x.__class__.__base__",
    "x.__reduce__()",
    "x.__getattribute__('values')",
    "I(x.__class__.__init__.__globals__)",
    "np.__builtins__",
    "np.__loader__.load_module('os')",
    "np.log.__self__",
    "np.log.__doc__",
    "half.__globals__",
    "half.__code__",
    "half.__globals__['os'].system('touch rglm_attack')",
    "__import__('os').system('touch rglm_attack')",
    "__builtins__",
    "__name__",
    "_private(x)",
    "trailing_(x)",
    "x._mgr",
    "x._values",
    'f"{x}"',
    'f"{x.__class__}".__len__()',
    "f'{os.system(1)}'",
    "rf'{x}'",
    "b'abc'",
    "r'abc'",
    "'{0.__class__}'.format(x)",
    "'{0.__class__}'.format_map({})",
    "str.format('{0.__class__}', x)",
    "'a'.join('b')",
    "(1).real",
    "[i for i in x]",
    "(i for i in x)",
    "{i for i in x}",
    "{i: 1 for i in x}",
    "{1: 2}",
    "lambda: 1",
    "(lambda: x)()",
    "(lambda x: x)(x)",
    "function(x) x",
    r"\(x) x",
    "x[0]",
    "x[0:3]",
    "d['x']",
    "np.core[0]",
    "(y := x)",
    "half(a := x)",
    "half(*x)",
    "half(**x)",
    "await x",
    "x if x else x",
    "yield x",
    "half(x)(x)",
    "getattr(x, 'sum')()",
    "getattr(x, '__class__')",
    "vars(x)",
    "eval('1')",
    "exec('1')",
    "compile('1', 'a', 'eval')",
    "np.lib.npyio.os.system('touch rglm_attack')",
    "pd.io.common.os.system('touch rglm_attack')",
    "pd.eval('1 + 1')",
    "pd.core.computation.eval.eval('1')",
    "x.to_pickle('rglm_attack')",
    "x.to_csv('rglm_attack')",
    "x.values.tofile('rglm_attack')",
    "x.values.dump('rglm_attack')",
    "x.apply('to_pickle', args=['rglm_attack'])",
    "x.agg('to_csv', path_or_buf='rglm_attack')",
    "x.agg(['to_csv'])",
    "x.transform('__class__')",
    "x.pipe('to_csv')",
    "attrgetter('__class__')(x)",
    "attrgetter('__class__')",
    "x.\uff3f\uff3fclass\uff3f\uff3f",
    "x.__cl\u0430ss__",
    "\uff3f\uff3fimport\uff3f\uff3f('os')",
    "x.\ufe33class\ufe33",
    "`__import__`('os')",
    "I(`x`.__class__)",
    "x; import os",
    "x\nimport os",
    "import os",
    "x = y = 1",
    "x -> z",
    "@half",
    "x @ x",
    "x $ x",
    "scale(x, state = x)",
]
# what an analyst may want, and a stranger not
NOT_FOR_STRANGERS = [
    "np.load('rglm_attack.npy')",
    "np.load('rglm_attack.npy', allow_pickle=True)",
    "pd.read_pickle('rglm_attack')",
    "pd.read_csv('/etc/passwd')",
    "np.log(x)",
    "np.pi * x",
    "I(np.pi * x)",
    "x.clip(1, 3)",
    "x.map(half)",
    "x.str.upper()",
    "`x`.rank()",
    "x.values",
    "x.repeat(1000000000)",
    "half(x)",
    "os.system('touch rglm_attack')",
    "os.environ",
    "open('rglm_attack', 'w')",
    "print(x)",
    "len(x)",
    "int(x)",
    "type(x)",
    "object",
    "np",
    "half",
]


def half(x):
    return x / 2


def _private(x):
    return os.system(f"touch {MARK}")


trailing_ = _private
CONTEXT = {"np": np, "pd": pd, "half": half, "os": os, "_private": _private, "getattr": getattr}
CONTEXT |= {"trailing_": _private, "vars": vars, "eval": eval, "exec": exec, "compile": compile}
CONTEXT |= {"str": str, "attrgetter": __import__("operator").attrgetter}


def data():
    return pd.DataFrame({"y": np.arange(N) % 5 + 1.0, "x": np.linspace(1, 4, N)})


def attempts(text):
    """The calls that a text can be put into."""
    return [
        {"formula": f"y ~ {text}"},
        {"formula": f"y ~ I({text})"},
        {"formula": f"{text} ~ x"},
        {"formula": "y ~ x", "weights": text},
        {"formula": "y ~ x", "offset": text},
        {"formula": "y ~ x", "subset": text},
    ]


@pytest.fixture(autouse=True)
def empty_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("text", NEVER)
def test_python_ways_out_of_an_expression_are_always_refused(text):
    for context in (CONTEXT, {}, None):
        for given in attempts(text):
            with pytest.raises((FormulaError, ValueError, TypeError)):
                rglm.glm(data=data(), context=context, **given)


@pytest.mark.parametrize("text", NOT_FOR_STRANGERS)
def test_an_empty_context_has_the_vocabulary_alone(text):
    for given in attempts(text):
        with pytest.raises(FormulaError):
            rglm.glm(data=data(), context={}, **given)


@pytest.mark.parametrize("text", [*NEVER, *NOT_FOR_STRANGERS])
def test_verbs_of_a_fit_read_no_more_than_the_fit(text):
    fit = rglm.glm("y ~ x", data(), context={})
    calls = [
        lambda: fit.update(f". ~ . + {text}"),
        lambda: fit.add1(f"~ . + {text}"),
        lambda: fit.step(f"~ . + {text}", trace=False),
        lambda: fit.vcov(cluster=text),
        lambda: fit.wald_test(text),
        lambda: fit.confint(text),
        lambda: fit.plot_fit(text),
    ]
    for call in calls:
        with pytest.raises((ValueError, TypeError, KeyError)):
            call()


def test_the_analysts_own_functions_are_usable():
    import scipy.special

    d = data().assign(g=list("abcabcabcabc"), t=pd.date_range("2026-01-28", periods=N))
    for term, columns in {
        "half(x)": ["half(x)"],
        "np.log(x)": ["np.log(x)"],
        "I(np.where(x > 2, 1, 0))": ["I(np.where(x > 2, 1, 0))"],
        "pd.cut(x, 2)": ["pd.cut(x, 2).L"],
        "scipy.special.expit(x)": ["scipy.special.expit(x)"],
        "x.clip(2, 3)": ["x.clip(2, 3)"],
        "g.str.upper()": ["g.str.upper()B", "g.str.upper()C"],
        "t.dt.month": ["t.dt.month"],
        "I(x * np.pi)": ["I(x * np.pi)"],
        "I(x - x.mean())": ["I(x - x.mean())"],
    }.items():
        fit = rglm.glm(f"y ~ {term}", d)
        assert list(fit.coefficients.index[1:]) == columns
        again = pickle.loads(pickle.dumps(fit))
        np.testing.assert_allclose(again.predict(d), fit.fitted_values)
    assert scipy.special.expit(0) == 0.5


def test_a_method_does_not_change_the_analysts_column():
    d = data()
    before = d["x"].copy()
    with pytest.raises(FormulaError):
        rglm.glm("y ~ I(x.update(half(x)))", d)
    pd.testing.assert_series_equal(d["x"], before)
