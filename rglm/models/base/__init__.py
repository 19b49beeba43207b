"""What the results of all models share."""
