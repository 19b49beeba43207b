"""What a person calls, one file a model."""
