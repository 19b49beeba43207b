"""Messages: which argument was meant, where a warning points."""
