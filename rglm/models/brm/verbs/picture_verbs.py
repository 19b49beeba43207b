"""Pictures of a posterior."""

from __future__ import annotations


class PictureVerbs:
    """Pictures of a posterior."""
