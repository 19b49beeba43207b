"""The families of `glm`, each in one file."""
