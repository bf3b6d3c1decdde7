"""Open data: stations for whoever wants to show them elsewhere. Public, read only; nothing of a person."""
