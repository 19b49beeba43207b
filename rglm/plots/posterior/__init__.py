"""Pictures of a posterior: its parameters, its replicated data, its effects."""
