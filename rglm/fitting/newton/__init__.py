"""Maximum likelihood by Newton's method."""
