"""The interfaces of other packages: marginaleffects."""
