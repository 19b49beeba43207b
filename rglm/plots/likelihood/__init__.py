"""Pictures of a likelihood."""
