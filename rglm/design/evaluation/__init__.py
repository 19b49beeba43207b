"""The value of an expression on the columns of the data: R's functions and operators."""
