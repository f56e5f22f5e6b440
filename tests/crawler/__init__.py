"""Tests of the crawler, against servers on loopback that misbehave on purpose."""
