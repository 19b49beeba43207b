"""What models predict of rows left out, and the evidence for them, from draws of posteriors."""
