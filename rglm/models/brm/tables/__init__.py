"""Tables of a posterior, and the fit again."""
