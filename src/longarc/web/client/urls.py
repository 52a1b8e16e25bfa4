"""Routes of the client's own pages."""

from django.urls import URLPattern, path

from longarc.web.client import (
    api,
    arc,
    export,
    inside,
    looked,
    patterns,
    state_words,
    support,
    today,
    words,
)

urlpatterns: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("today/check-in/", today.check_in, name="today_check_in"),
    path("today/more/", today.more, name="today_more"),
    path("today/undo/", today.undo, name="today_undo"),
    path("today/rest/", today.rest, name="today_rest"),
    path("today/my-words/", state_words.state_words, name="state_words"),
    path("words/", words.words, name="words"),
    path("words/share/", words.share, name="words_share"),
    path("words/remove/", words.remove, name="words_remove"),
    path("support/", support.support, name="support"),
    path("support/contact/", support.contact, name="support_contact"),
    path("support/plan/", support.plan, name="support_plan"),
    path("arc/", arc.arc, name="arc"),
    path("arc/choice/", arc.choice, name="arc_choice"),
    path("arc/inside/", inside.inside, name="arc_inside"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/my-data.csv", patterns.patterns_csv, name="patterns_csv"),
    path("looked/", looked.looked, name="looked"),
    path("my-data/", export.export, name="export"),
    path("my-data/my-data.json", export.export_file, name="export_file"),
    path("api/entries", api.entries, name="api_entries"),
    path("api/check-ins", api.check_ins, name="api_check_ins"),
    path("hello", api.hello, name="hello"),
]
