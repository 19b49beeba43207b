"""R's printed numbers, tables and pages; knows no fit."""
