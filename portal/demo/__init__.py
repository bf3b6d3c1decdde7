"""The demonstration: invented people, masked cases and public office names, loaded by `manage.py seed_demo`."""
