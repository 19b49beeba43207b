"""The model frame of data that are seen chunk by chunk."""
