"""Many fits of one design, with other responses or weights, at once."""
