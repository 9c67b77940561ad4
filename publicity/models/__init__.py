"""What is released of a plan to everybody (规划实施信息公开)."""

from publicity.models.release import Release

__all__ = ["Release"]
