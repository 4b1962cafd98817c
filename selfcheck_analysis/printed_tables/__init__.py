"""Printed tables for people: what an audit of them found, what they let compare, a template."""
