"""The families of `brm`, under brms' names."""
