"""Pictures of means of groups, their comparisons and trends."""
