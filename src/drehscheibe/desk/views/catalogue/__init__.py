"""The editor of services: `/amt/redaktion/`."""
