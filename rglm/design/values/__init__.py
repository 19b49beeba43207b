"""Values of variables: numbers, factors, logicals, matrices, dates."""
