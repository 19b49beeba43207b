"""The model frame of chunked data, whose rows are not in memory."""
