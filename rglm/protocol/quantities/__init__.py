"""Numbers of rows that are functions of the parameters: designs and quantities."""
