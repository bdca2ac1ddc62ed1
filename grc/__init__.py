"""The composition root: settings, addresses, Celery, the runner. Importing it needs nothing installed."""
