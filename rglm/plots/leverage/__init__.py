"""Pictures of leverages and of single coefficients."""
