"""Markov chains of a posterior by the No-U-Turn Sampler of nutpie."""
