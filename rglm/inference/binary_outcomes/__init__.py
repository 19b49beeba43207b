"""What is asked of fitted probabilities beside successes and failures."""
