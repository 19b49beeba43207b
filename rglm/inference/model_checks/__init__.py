"""The questions to a fit that `check_model` asks, with answers in words."""
