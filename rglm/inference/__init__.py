"""Inference from any fit, by topic; it knows the result protocol and no model."""
