"""The registration of classes of fits as models of the package `marginaleffects`.

marginaleffects asks ``isinstance(model, ModelAbstract)``, an abstract base class. Classes of fits
become virtual subclasses of it (PEP 3119) when it is imported, before or after ``import rglm``.
rglm imports nothing of marginaleffects, and replaces nothing in it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rglm.protocol.model_result import ModelResult

MODEL_MODULE = "marginaleffects.classes.model"


def register_fit_class(fit_class: type) -> None:
    """Make `marginaleffects` take fits of a class, now or when it is imported."""

    def register(module: ModuleType) -> None:
        from rglm.integrations.marginal_model import MODEL_ATTRIBUTES, Marginal

        module.ModelAbstract.register(fit_class)
        module.ModelAbstract.register(Marginal)
        for name in MODEL_ATTRIBUTES:
            setattr(fit_class, name, _attribute_of_marginal(name))

    if MODEL_MODULE in sys.modules:
        register(sys.modules[MODEL_MODULE])
    else:
        sys.meta_path.insert(0, _ImportHook(register))


def _attribute_of_marginal(name: str) -> property:
    """A property of a fit with the value that its `Marginal` has.

    Of fits that marginaleffects cannot take it is an error that says so: a ValueError, as Python
    looks further after an AttributeError.
    """

    def value(fit: ModelResult) -> Any:
        from rglm.integrations.marginal import marginal_of_fit

        try:
            return getattr(marginal_of_fit(fit), name)
        except AttributeError as error:
            raise ValueError(str(error)) from None

    return property(value, doc=f"For marginaleffects: `Marginal.{name}`.")


class _ImportHook(MetaPathFinder):
    """A finder that calls a function once, after the import of `MODEL_MODULE`."""

    def __init__(self, callback: Callable[[ModuleType], None]) -> None:
        self.callback = callback

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != MODEL_MODULE:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _CallbackLoader(spec.loader, self.callback)
        return spec


class _CallbackLoader(Loader):
    """A loader that calls a function with the module that it has loaded."""

    def __init__(self, loader: Loader, callback: Callable[[ModuleType], None]) -> None:
        self.loader, self.callback = loader, callback

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        self.callback(module)
