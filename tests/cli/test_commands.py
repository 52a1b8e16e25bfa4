"""Each command as a person runs it: what it says, what it refuses, how it ends."""

import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.conftest import POSTGRESQL, Home
from tests.cli.old_practice import put

OWNER = (
    *("createowner", "--practice", "Hill Practice", "--zone", "America/Denver"),
    *("--name", "Olga Invented", "--email", "olga@example.org"),
)


def test_version_and_help_end_well(home: Home):
    assert home.done("version").strip() == "0.1.0"
    for words in (["--help"], ["serve", "--help"], ["import", "check-ins", "--help"]):
        assert "usage: longarc" in home.done(*words)


@pytest.mark.parametrize("words", [["fly"], [], ["import"], ["demo", "--clients", "two"]])
def test_what_is_not_understood_ends_with_2(home: Home, words: list[str]):
    ran = home.run(*words)
    assert ran.returncode == 2
    assert "usage" in ran.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("LONGARC_DATABASE_URL", "mysql://here", "LONGARC_DATABASE_URL begins with"),
        ("LONGARC_TRUSTED_PROXIES", "some", "A setting is not right"),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_sentence(home: Home, variable, value, said):
    assert said in home.refused("doctor", **{variable: value})


def test_a_new_data_base_is_migrated_and_then_up_to_date(home: Home):
    assert "migrations ran" in home.done("migrate")
    assert "up to date" in home.done("migrate")
    assert not (home.folder / "backups").exists(), "there was nothing to lose"


def test_the_first_owner_gets_a_link_and_a_second_practice_is_refused(migrated: Home):
    home = migrated
    said = home.done(*OWNER)
    assert "http://localhost:8000/welcome/" in said
    token = said.split("/welcome/")[1].split("/")[0]
    kept = home.ask("SELECT token_hash, roles FROM records_invitation")
    assert [roles for _, roles in kept] == ["owner"]
    assert token not in str(kept), "only a hash of the link is kept"
    before = home.rows()
    assert "may hold only one" in home.refused(*OWNER)
    assert home.rows() == before


def test_an_owners_link_is_made_anew_on_the_server_and_for_nobody_else(migrated: Home):
    home = migrated
    first = home.done(*OWNER).split("/welcome/")[1].split("/")[0]
    said = home.done("ownerlink", "Olga@example.org")
    second = said.split("/welcome/")[1].split("/")[0]
    assert second != first
    assert "this one takes its place" in said
    assert [roles for _, roles in home.ask("SELECT id, roles FROM records_invitation")] == [
        "owner",
        "owner",
    ]
    before = home.rows()
    assert "no owner with this address" in home.refused("ownerlink", "nobody@example.org")
    assert home.rows() == before


@pytest.mark.parametrize(
    ("word", "value", "said"),
    [
        ("--zone", "Mars/Crater", "no time zone"),
        ("--email", "nobody", "no e-mail address"),
        ("--practice", "  ", "may be empty"),
    ],
)
def test_createowner_makes_nothing_from_a_wrong_word(migrated: Home, word, value, said):
    words = list(OWNER)
    words[words.index(word) + 1] = value
    assert said in migrated.refused(*words)
    assert migrated.ask("SELECT * FROM records_practice") == []


def test_doctor_masks_secrets_and_says_what_to_look_at(home: Home):
    ran = home.run("doctor", LONGARC_SECRET_KEY="a-secret-that-is-long-enough-for-anyone-1234")
    assert ran.returncode == 1
    assert "a-secret" not in ran.stdout
    assert "LONGARC_SECRET_KEY=********" in ran.stdout
    assert "run longarc migrate" in ran.stdout
    if POSTGRESQL:
        assert home.url.split("@")[0].split(":")[2] not in ran.stdout


def test_doctor_is_content_with_a_practice_that_has_all_it_needs(practice: Home):
    assert "LOOK  backup" in practice.run("doctor").stdout
    practice.done("backup")
    said = practice.done("doctor")
    assert "LOOK" not in said
    assert "ok    support page" in said


def test_doctor_refuses_a_second_practice(practice: Home):
    columns = "name, demo, zone, created_at, link_wait_hours"
    with practice.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_practice ({columns}) "  # noqa: S608
            f"SELECT {columns} FROM records_practice"
        )
    ran = practice.run("doctor")
    assert ran.returncode == 1
    assert "2 practices in one data base" in ran.stdout


@pytest.mark.parametrize("command", ["serve", "migrate", "backup", "doctor", "demo"])
def test_a_data_base_of_a_newer_version_is_left_alone(practice: Home, command: str):
    with practice.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('records', '9999_of_tomorrow', '2030-01-01 00:00:00+00:00')"
        )
    before = practice.rows()
    ran = practice.run(command)
    assert ran.returncode == 1
    said = ran.stdout + ran.stderr
    assert "written by a newer Longarc" in said
    assert "9999_of_tomorrow" in said
    assert "Traceback" not in said
    assert practice.rows() == before


def test_migrate_makes_a_backup_when_there_is_something_to_lose(home: Home):
    put("0c9fd38", home)
    assert "Backup made" in home.done("migrate")
    assert list((home.folder / "backups").glob("before-migrate-*.zip"))


@pytest.mark.parametrize("command", [["serve"], list(OWNER)])
def test_an_old_data_base_has_to_be_migrated_first(home: Home, command: list[str]):
    assert "Run: longarc migrate" in home.refused(*command)


def test_serve_says_what_stands_in_its_way(migrated: Home):
    home = migrated
    open_to_all = {"LONGARC_BIND": "0.0.0.0:8765"}
    assert "TLS proxy" in home.refused("serve", **open_to_all)
    assert "this machine only" in home.refused("serve", LONGARC_DEMO="1", **open_to_all)
    assert "whole number" in home.refused("serve", LONGARC_WORKERS="many")


def test_a_real_practice_is_never_a_demonstration(migrated: Home):
    migrated.done(*OWNER)
    before = migrated.rows()
    assert "real practice" in migrated.refused("serve", LONGARC_DEMO="1")
    assert "real practice" in migrated.refused("demo", "--no-serve")
    assert migrated.rows() == before


def test_export_writes_a_client_s_record_without_their_private_words(practice: Home):
    [(public_id,)] = practice.ask("SELECT public_id FROM records_client ORDER BY id LIMIT 1")
    target = practice.folder / "ada.json"
    practice.done("export", "--client", public_id, target)
    record = json.loads(target.read_text())
    assert record["me"][0]["name"] == "Ada Invented"
    assert len(record["check_ins"]) > 10
    query = "SELECT count(*), count(shared_at) FROM records_words WHERE client_id = 1"
    [(written, shared)] = practice.ask(query)
    assert len(record["words"]) == shared < written
    assert target.stat().st_mode & 0o077 == 0
    assert "is there already" in practice.refused("export", "--client", public_id, target)
    assert practice.ask("SELECT count(*) FROM records_auditentry WHERE act = 'exported'") == [(1,)]


def test_export_of_someone_unknown_writes_nothing(practice: Home):
    target = practice.folder / "nobody.json"
    for who in ("nobody", "019567 3f", "01956730-0000-7000-8000-000000000000"):
        practice.refused("export", "--client", who, target)
    assert not target.exists()


def test_doctor_says_that_the_key_is_not_the_one_of_the_codes(practice: Home):
    assert "ok    secret key" in practice.run("doctor").stdout
    with practice.cursor() as cursor:
        cursor.execute("SELECT id FROM records_user ORDER BY id")
        owner = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) "  # noqa: S608
            f"VALUES ({owner}, 'totp', '{{\"secret\": \"sealed elsewhere\"}}', '2030-01-01')"
        )
    said = practice.run("doctor")
    assert said.returncode == 1
    assert "LOOK  secret key   1 code apps or sets of recovery codes open nothing" in said.stdout


def test_a_manifest_that_is_none_is_a_damaged_backup(practice: Home, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as archive:
        archive.writestr("manifest.json", "[]")
    assert "damaged or not a backup" in practice.refused(
        "restore", tmp_path / "odd.zip", "--replace", "--yes"
    )
