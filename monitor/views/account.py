"""Logging in and out. Who tried and failed is on record, without what they typed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from monitor.services.audit import Action, record


class LogIn(LoginView):
    template_name = "account/log_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        record(actor=self.request.user, action=Action.LOGGED_IN, subject=f"user {self.request.user.pk}")
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        record(actor=None, action=Action.LOG_IN_REFUSED, subject="log-in")
        return super().form_invalid(form)
