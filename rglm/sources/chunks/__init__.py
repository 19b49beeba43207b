"""Data that are seen chunk by chunk."""
