"""Trains the model that coding/classifier.py runs; nothing in src/ imports it."""
