"""Lines of text: widths, wrapping, abbreviations, characters that cannot be shown."""
