"""What an expression works on: numbers, factors, logicals, dates."""
