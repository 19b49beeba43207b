"""Tests that several means or contrasts are 0 together: F tests of each term of a model."""
