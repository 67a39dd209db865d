"""Pages about reviews: a title's reviews, and writing one's own."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from catalog.models import Title
from reviews.forms import ReviewForm
from reviews.models import Review
from reviews.review_page import review_page
from reviews.shown_reviews import show_all
from reviews.writing import (
    AlreadyReviewed,
    change_review,
    delete_review,
    own_review_of,
    own_reviews,
    write_review,
)


@require_GET
def review_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a title's reviews: filtered, sorted, searched; every state is in the address."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    own = own_review_of(request.user, title)
    context = {"title": title, "own": own, **review_page(title, request.GET)}
    return render(request, "reviews/review_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a review; who has written one of this title edits it instead."""
    title = get_object_or_404(Title.objects.visible(), slug=slug)
    if own := own_review_of(request.user, title):
        return _edit_instead(request, own)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            review = write_review(_user(request), title, form.opinion())
        except AlreadyReviewed:  # sent twice at the same time
            return _edit_instead(request, own_reviews(_user(request)).get(title=title))
        messages.success(request, "Review published.")
        return redirect(review)
    return render(request, "reviews/review_form.html", {"title": title, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own review."""
    review = get_object_or_404(own_reviews(_user(request)).select_related("title"), pk=pk)
    form = ReviewForm(request.POST or None, instance=review)
    if form.is_valid():
        try:
            change_review(review, form.opinion())
        except Review.DoesNotExist as error:  # deleted in another window
            raise Http404 from error
        messages.success(request, "Review saved.")
        return redirect(review)
    context = {"title": review.title, "form": form, "review": review}
    return render(request, "reviews/review_form.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then delete one's own review."""
    review = get_object_or_404(own_reviews(_user(request)).select_related("title"), pk=pk)
    if request.method == "POST":
        delete_review(review)
        messages.success(request, "Review deleted.")
        return redirect(review.title)
    context = {"title": review.title, "review": review, "shown": show_all(review)}
    return render(request, "reviews/review_confirm_delete.html", context)


def _user(request: HttpRequest) -> User:
    """Return who is logged in; the view has made sure that somebody is."""
    return cast(User, request.user)


def _edit_instead(request: HttpRequest, review: Review) -> HttpResponse:
    messages.info(request, "You have reviewed this title before: here is your review.")
    return redirect("reviews:edit", pk=review.pk)
