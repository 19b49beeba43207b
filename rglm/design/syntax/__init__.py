"""The text of a formula as a tree: tokens, grammar, parser, and R's deparse."""
