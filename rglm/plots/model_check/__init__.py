"""The figure of `check_model`: a panel for each question to a fit."""
