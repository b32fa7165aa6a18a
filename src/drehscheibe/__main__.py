"""Run the command line as `python -m drehscheibe`."""

from drehscheibe.config.cli import main

raise SystemExit(main())
