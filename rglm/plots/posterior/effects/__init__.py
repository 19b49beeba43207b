"""What a posterior says about the response at values of its predictors."""
