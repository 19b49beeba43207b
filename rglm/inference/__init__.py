"""What is said about a fit, one verb a file; knows what a fit offers, no model."""
