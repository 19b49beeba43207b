"""What predictions are of each row, as functions of its linear predictors."""
