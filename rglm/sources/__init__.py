"""Where rows come from: memory, chunks, Parquet, Dask."""
