"""The weighted normal equations of a block of rows."""
