"""Models fitted by maximum likelihood with Newton's method: from a call to its fit."""
