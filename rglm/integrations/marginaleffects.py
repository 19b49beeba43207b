"""What makes `marginaleffects` take our fits: they are registered as one of its models.

It asks ``isinstance(model, ModelAbstract)``, an abstract base class. `GlmResult` becomes a virtual
subclass of that (PEP 3119) as soon as that class is there, before or after `import rglm`. Nothing
of marginaleffects is imported by us, nothing in it is replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.abc import Loader, MetaPathFinder
from importlib.util import find_spec
from types import ModuleType
from typing import Any

MODEL_MODULE = "marginaleffects.classes.model"


def accept(kind: type) -> None:
    """Have `marginaleffects` take fits of a class, now or when it is imported."""

    def register(module: ModuleType) -> None:
        from rglm.integrations.marginal import MARGINALEFFECTS_METHODS

        module.ModelAbstract.register(kind)
        for name in MARGINALEFFECTS_METHODS:
            setattr(kind, name, _through(name))

    if MODEL_MODULE in sys.modules:
        register(sys.modules[MODEL_MODULE])
    else:
        sys.meta_path.insert(0, _Waiting(register))


def _through(name: str) -> property:
    """An attribute of a fit that its `Marginal` has."""

    def look(fit: Any) -> Any:
        from rglm.integrations.marginal import of_fit

        return getattr(of_fit(fit), name)

    return property(look, doc=f"For marginaleffects: `Marginal.{name}`.")


class _Waiting(MetaPathFinder):
    """Waits for a module to be imported, once; finds nothing itself."""

    def __init__(self, then: Callable[[ModuleType], None]) -> None:
        self.then = then

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        if fullname != MODEL_MODULE:
            return None
        sys.meta_path.remove(self)
        spec = find_spec(fullname)
        if spec is not None and spec.loader is not None:
            spec.loader = _Followed(spec.loader, self.then)
        return spec


class _Followed(Loader):
    """A loader after which something else is done."""

    def __init__(self, loader: Any, then: Callable[[ModuleType], None]) -> None:
        self.loader, self.then = loader, then

    def create_module(self, spec: Any) -> Any:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self.loader.exec_module(module)
        self.then(module)
