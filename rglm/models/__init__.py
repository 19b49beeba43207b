"""What a person calls: a package for each model."""
