"""The models, a package for each: its function and its fit."""
