"""How much one file of a stranger may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Of one file: address space in bytes, processor time and time on the clock in seconds."""

    memory_bytes: int = 1024 * 1024 * 1024
    cpu_seconds: int = 45
    seconds: float = 60
