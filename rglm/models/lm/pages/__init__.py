"""What the pages of `lm` show, and how."""
