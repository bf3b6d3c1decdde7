# What the night's backup needs: the database's own pg_dump, and age.
FROM postgres:16-bookworm
RUN apt-get update -q && apt-get install -y -q --no-install-recommends age && rm -rf /var/lib/apt/lists/*
