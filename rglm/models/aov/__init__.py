"""`aov`: the analysis of variance, its tables of means, and Tukey's comparisons."""
