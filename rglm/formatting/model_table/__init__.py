"""A table of models side by side, as text, Markdown, LaTeX and HTML."""
