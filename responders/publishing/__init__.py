"""Placing an approved reply: by the site's API, or by a person's hand. Never twice, never over another's words."""
