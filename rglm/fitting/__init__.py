"""The computations of estimates, in one step or by iterations: numbers only, no data frames."""
