"""The verbs of fits for type checkers."""
