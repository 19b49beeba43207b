"""How much a posterior depends on its prior."""
