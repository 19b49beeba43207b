"""Equal rows of chunked data, counted once."""
