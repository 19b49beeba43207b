"""The priors of a model: the given ones, the defaults, and their joint density."""
