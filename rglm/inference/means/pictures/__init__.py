"""The pictures of tables of means, as methods."""
