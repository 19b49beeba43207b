"""What inference may ask of a fit."""
