"""Every address of the desk. Each state of a list is an address, so that back, bookmarks and links work."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import TemplateView

from monitor.views import audit, complaints, reconcile, sources
from monitor.views.account import LogIn
from responders.views import inbox, review

urlpatterns = [
    path("", inbox.inbox_page, name="inbox"),
    path("log-in/", LogIn.as_view(), name="log-in"),
    path("log-out/", LogoutView.as_view(), name="log-out"),
    path("help/keys/", TemplateView.as_view(template_name="help/keys.html"), name="keys"),
    path("reviews/<int:pk>/", review.review_page, name="review"),
    path("reviews/<int:pk>/suggest/", review.reply_suggest, name="reply-suggest"),
    path("reviews/<int:pk>/save/", review.reply_save, name="reply-save"),
    path("reviews/<int:pk>/approve/", review.reply_approve, name="reply-approve"),
    path("reviews/<int:pk>/undo/", review.reply_undo, name="reply-undo"),
    path("reviews/<int:pk>/return/", review.reply_return, name="reply-return"),
    path("reviews/<int:pk>/close/", review.reply_close, name="reply-close"),
    path("reviews/<int:pk>/reopen/", review.reply_reopen, name="reply-reopen"),
    path("reviews/<int:pk>/retry/", review.reply_retry, name="reply-retry"),
    path("reviews/<int:pk>/by-hand/", review.reply_by_hand, name="reply-by-hand"),
    path("reviews/<int:pk>/copy/", review.reply_copy, name="reply-copy"),
    path("reviews/<int:pk>/posted/", review.reply_posted, name="reply-posted"),
    path("reconcile/", reconcile.reconcile_queue, name="reconcile-queue"),
    path("reconcile/<int:pk>/", reconcile.reconcile, name="reconcile"),
    path("reconcile/<int:pk>/answer/", reconcile.reconcile_answer, name="reconcile-answer"),
    path("complaints/", complaints.complaint_list, name="complaints"),
    path("complaints/new/", complaints.complaint_new, name="complaint-new"),
    path("complaints/import/", complaints.complaint_import, name="complaint-import"),
    path("complaints/<int:number>/", complaints.complaint_page, name="complaint"),
    path("complaints/<int:number>/entry/", complaints.complaint_entry, name="complaint-entry"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/file/", sources.source_file, name="source-file"),
    path("sources/connect/", sources.source_connect, name="source-connect"),
    path("sources/<int:pk>/renew/", sources.source_renew, name="source-renew"),
    path("sources/<int:pk>/check/", sources.source_check, name="source-check"),
    path("audit/", audit.audit_trail, name="audit"),
]
handler403 = "config.refusals.not_allowed"
handler404 = "config.refusals.not_there"
handler500 = "config.refusals.went_wrong"
