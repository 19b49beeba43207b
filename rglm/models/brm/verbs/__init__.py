"""The verbs of a fit of `brm`, by topic, bound to it lazily."""
