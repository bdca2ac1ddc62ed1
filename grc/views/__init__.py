"""The pages that belong to no face."""
