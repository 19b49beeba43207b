"""A formula's terms: Wilkinson and Rogers' algebra, the dot, several parts, updates."""
