"""Mean bias-reduced estimates."""
