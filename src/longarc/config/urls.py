from longarc.web.urls import urlpatterns

handler400 = "longarc.web.errors.bad_request"
handler403 = "longarc.web.errors.forbidden"
handler404 = "longarc.web.errors.not_found"
handler500 = "longarc.web.errors.server_error"

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
