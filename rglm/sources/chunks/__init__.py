"""Data that are read chunk by chunk."""
