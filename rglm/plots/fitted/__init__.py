"""Pictures of what a fit predicts: means, and probabilities of levels."""
