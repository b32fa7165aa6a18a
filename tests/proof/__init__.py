"""What is too long for every run: processes killed for minutes, full disks, clocks. `make proof` runs it."""
