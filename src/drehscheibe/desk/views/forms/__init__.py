"""The editor of forms under `/amt/formulare/`: simple pages, one subject each; all of it works without JavaScript."""
