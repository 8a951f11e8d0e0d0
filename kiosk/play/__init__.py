"""The counter driven by a tape: real touches, real scanner bytes; conditions are waited for, not time."""
