"""An extension of griffe, mkdocstrings' reader: every docstring becomes Markdown."""

from __future__ import annotations

from typing import Any

import gallery
import griffe
import public
import reference_pages
import sections


class Numpydoc(griffe.Extension):
    """Rewrites every docstring before it is shown."""

    def __init__(self) -> None:
        self.targets = public.targets()

    def on_object(self, *, obj: Any, **kwargs: Any) -> None:
        """Rewrite a docstring; its own name and those of its arguments are no links."""
        if obj.docstring:
            own = {obj.name, *(p.name for p in getattr(obj, "parameters", ()))}
            links = {name: target for name, target in self.targets.items() if name not in own}
            text = sections.markdown(obj.docstring.value, links)
            text = text.replace(" in R's language", " in [R's language](../../formula-words.md)")
            text = gallery.with_pictures(text, obj.path)
            said = reference_pages.of_fits().get(obj.path) or public.imports().get(obj.path, "")
            obj.docstring.value = sections.below_first(text, said)
