"""What every test may ask for. App fixtures live in tests/<app>/."""
