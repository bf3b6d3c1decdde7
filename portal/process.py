"""What this process is, for settings that differ: said by portal/wsgi.py and manage.py before settings are read."""

# "web", "worker", or "" for a command, which takes the time that it needs: migrations, loading, a night's purge.
kind = ""
