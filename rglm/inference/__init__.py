"""What is said of any fit, by topic; knows the result protocol, no model."""
