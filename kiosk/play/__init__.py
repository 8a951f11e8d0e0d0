"""The counter driven by a tape: real touches, real scanner bytes, and conditions waited for instead of time."""
