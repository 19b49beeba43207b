"""R's model frame, and the design matrix that is made of it."""
