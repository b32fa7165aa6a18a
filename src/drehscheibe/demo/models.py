"""Mails that the demo keeps instead of sending them, and what has filled its database."""

from django.db import models


class PostedMail(models.Model):
    """A mail that would have been sent. The same Message-ID is kept once, as a real receiver would."""

    message_id = models.CharField(max_length=200, unique=True)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField()


class Filled(models.Model):
    """Which state of the source has filled this database: one row, written when all the rest is there."""

    state = models.CharField(max_length=64)
    at = models.DateTimeField()
