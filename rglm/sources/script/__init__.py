"""Variables of the script that calls a model, where its formula names no column of the data."""
