"""Analysis of deviance, likelihood ratio, score, Wald and Vuong tests."""
