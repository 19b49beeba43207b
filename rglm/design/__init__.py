"""A formula and data to the columns of a design; the only room that imports formulaic."""
