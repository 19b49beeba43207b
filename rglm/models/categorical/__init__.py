"""The parts that models of a categorical response share."""
