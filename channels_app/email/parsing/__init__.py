"""The parts of channels_app.email.parse: each pure, each bounded by limits.py, none raises on any bytes."""
