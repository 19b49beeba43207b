"""A formula and data to the columns of a design; the only package that imports formulaic."""
