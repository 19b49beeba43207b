"""R's printed tables, as text and HTML."""
