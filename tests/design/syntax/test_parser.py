"""Text that is no formula: Python, other packages' formulas, several models in one."""

import numpy as np
import pandas as pd
import pytest

from rglm import glm
from rglm.errors import FormulaError

N = 40
RNG = np.random.default_rng(1)
DATA = pd.DataFrame(RNG.random((N, 3)), columns=list("aby")).assign(g=list("uvwx") * (N // 4))


@pytest.mark.parametrize(
    ("formula", "message"),
    {
        "y ~ a + (1 | g)": "random effects",
        "y ~ a + (1 + b | g)": "random effects",
        "y ~ (a | g)": "random effects",
        "y ~ a | b": "one part",
        'y ~ C(g, Treatment("v"))': "relevel",
        "y ~ C(g, Treatment(reference='v'))": "relevel",
        "y ~ DATA$a": "write the column's name alone",
        "DATA$y ~ a": "write the column's name alone",
        "y ~ s(a)": r"ns\(x, 3\)",
        "y ~ half(a)": "context=",
        "y ~ DATA['a']": "subscripts are not read",
        "y ~ [i for i in a]": "comprehensions are not read",
        "y ~ I(lambda x: 1)": "a function cannot be written here",
        "y ~ (a := b)": "assigns",
        "y ~ f'{a}'": "before its quote",
        "y ~ a if b else c": r"ifelse\(test, yes, no\)",
        "y ~ 'a'": "without quotes",
        "y ~ NULL": "cannot be read as a term",
        "y ~ a, b": "a comma stands only between the arguments",
        "y ~ 2 * a": "does not scale",
    }.items(),
)
def test_the_error_of_text_that_is_no_formula_says_what_to_write(formula, message):
    with pytest.raises(FormulaError, match=message):
        glm(formula, DATA)
