"""How comparisons of models are printed."""
