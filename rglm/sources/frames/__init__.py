"""Tables in memory: Arrow tables as DataFrames, checks, copies, checksums."""
