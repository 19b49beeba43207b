"""Pictures of a fit; matplotlib is imported when one is drawn."""
