"""Estimands: functions of the parameters of a fit, with derivatives, errors and intervals."""
