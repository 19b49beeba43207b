"""Where the rows of a fit come from: tables in memory, Parquet files, Dask, other chunks."""
