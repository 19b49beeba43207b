"""The printed pages of a fit of `brm`."""
