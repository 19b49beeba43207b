"""The interface of a fit for inference: the abstract result and its capabilities."""
