"""Models by formula as estimators of the package `scikit-learn`."""

try:
    import sklearn as _sklearn  # noqa: F401
except ImportError:
    raise ImportError('the estimator needs scikit-learn: pip install "rglm[sklearn]"') from None

from rglm.integrations.sklearn.estimator import GLM

__all__ = ["GLM"]
