"""The addresses of all pages; the API's are in ``movierec.api``."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from movierec.accounts.views import leave, own_data
from movierec.api import api
from movierec.predict import predict

admin.autodiscover()
#: The admin's login is the accounts' login, which is throttled.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

handler500 = "movierec.middleware.server_error"
urlpatterns = [
    path("", include("catalog.urls")),
    path("", include("recommendations.urls")),
    path("", include("reviews.urls")),
    path("you/export/", own_data, name="own_data"),
    path("you/delete/", leave, name="leave"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("predict", predict, name="predict"),
]
