"""The links, each in one place."""
