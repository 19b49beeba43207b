"""The variables whose effects are asked for, their values, and rows at some of them."""
