"""Parquet files that are read in chunks."""
