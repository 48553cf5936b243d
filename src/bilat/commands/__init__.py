"""The commands, a module a theme; bilat.cli registers them."""
