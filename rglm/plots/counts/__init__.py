"""Pictures of counts."""
