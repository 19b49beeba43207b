"""The likelihoods of the families of `glm`, with their dispersion as a parameter."""
