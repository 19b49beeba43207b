"""R's printed numbers and tables; knows no fit."""
