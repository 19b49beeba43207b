"""What the models of a categorical response share."""
