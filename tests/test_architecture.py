"""The house's rules, made executable: arrows, kinds of file, foreign keys, imports in functions."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import connection, models

ROOT = Path(__file__).resolve().parent.parent
OURS = ("portal", "disclosure", "policies", "decisions", "requests_app")

# From the bottom up; a foreign key may point to the same floor or below it.
FLOORS = (
    ("common",),
    ("audit",),
    ("workdays", "vault"),
    ("organs",),
    ("accounts",),
    ("acts",),
    ("taxonomy", "files", "drafts"),
    ("search", "notifications"),
    ("links", "asking"),
    ("disclosure",),
    ("decisions", "policies"),
    ("requests_app",),
    ("platform",),
    ("pages",),
    ("site",),
)
FLOOR_OF = {label: number for number, labels in enumerate(FLOORS) for label in labels}

# A new kind of file is named here first, with what it holds in docs/architecture.md.
KINDS = {
    "__init__", "apps", "choices", "workflow", "deadlines", "querysets", "models", "permissions",
    "services", "selectors", "forms", "filters", "presenters", "views", "api", "admin", "tasks",
    "urls", "migrations", "management", "registry", "middleware", "context", "templatetags",
    "validators", "adapters", "receivers", "checks", "data", "queues", "exchange",
}  # fmt: skip
OWN_KINDS = {
    "portal.audit": {"anchors", "chain", "grants", "keys"},
    "portal.common": {
        "alike", "caches", "calendars", "downloads", "errors", "feeds", "fingerprints", "moments",
        "numerals", "reach", "sheets", "text_pairs", "typed", "verdicts", "words",
    },
    "portal.workdays": {"calendar", "sheet"},
    "portal.vault": {
        "ciphers", "envelope", "errors", "fields", "keyring", "keys", "storage", "streams",
    },
    # marks: which form and whose; browsers: the cookie of one without an account; keeping: the
    # one mechanism that pages use.
    "portal.drafts": {"browsers", "keeping", "marks"},
    "portal.organs": {"docnumbers", "sheet", "organs_file", "typed_numbers"},
    "portal.notifications": {"channels", "links", "quiet", "retry", "stages"},
    "portal.taxonomy": {"seeds"},
    "portal.files": {
        "arrival", "boxes", "confinement", "covers", "exposure", "extraction", "films", "formats",
        "gate",
        "inspection", "ai_label", "layout", "originals", "personal_data", "pictures", "ranges",
        "recognition", "redactions", "redaction", "scrubbing", "secrecy",
    },
    # correction: the next edition of a public document, a room with its own kinds of file;
    # editions: elements as kept values, and a document in memory made of them.
    "disclosure": {
        "address", "batch_facts", "blockers", "calendar", "column_facts", "companions",
        "comparison", "correction", "dead_links", "document_topic", "editions", "eli", "elements",
        "freshness", "grounds", "imports", "index_numbers", "list_query", "news", "reading",
        "relation_rules", "samples", "scan", "search_entries", "stored_questions", "subscriptions",
        "turns", "validity", "works",
    },
    # texts: which addresses a text names; wording: what a page says of itself; probe: one look at
    # an address; judgement: from looks to a class.
    "portal.links": {"judgement", "probe", "texts", "wording"},
    # texts: how a question is counted, and what of it never is; suggestions: what is offered while
    # somebody types; trials: what some words more would change.
    "portal.asking": {"suggestions", "texts", "trials"},
    "portal.acts": {"refusals", "steps", "verdicts"},
    # rectification: a second kind of case with all its own kinds of file (docs/records.md);
    # internal_terms: what an organ sets for itself, with its words;
    # letters: what every letter of a case says, its table and its words;
    # waits: what a case waits for, as a table.
    "requests_app": {
        "fees", "internal_terms", "letters", "numbers", "outcomes", "preconditions", "query_codes",
        "rectification", "waits",
    },
    "decisions": {
        "catalogues", "consultations", "dossiers", "draws", "events", "ledgers", "participation",
        "seats", "solicitations", "surveys",
    },
    # Rooms, each with its own kinds of file (docs/policies.md).
    "policies": {
        "answers", "audiences", "collections", "concerns", "inquiries", "interpretations",
        "messages", "partners", "relays", "selection", "service_items",
    },
    # standing: what the portal says of itself where no guide was released.
    "portal.platform": {"standing"},
    # triggers: on what pages read; copies: pages as they were answered; validators: what a
    # copy is called; release: what the running programme is; followed: where the index stands.
    "portal.pages": {"copies", "followed", "reads", "release", "validators", "triggers"},
    "portal.site": {
        "admin_config", "admin_site", "context_processors", "demo", "front", "gallery",
        "locale", "navigation", "open_offers", "preferences", "shared", "sitemaps",
    },
}  # fmt: skip


def upward_keys(models_in_use: list[type[models.Model]]) -> list[str]:
    """Foreign keys of our models that point to a higher floor."""
    found = []
    for model in models_in_use:
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None:
                continue
            here, there = model._meta.app_label, target._meta.app_label
            if there in FLOOR_OF and FLOOR_OF[there] > FLOOR_OF[here]:
                found.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    return found


def _our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in FLOOR_OF]


def test_no_foreign_key_points_upwards() -> None:
    assert upward_keys(_our_models()) == []


def test_a_planted_upward_foreign_key_is_caught() -> None:
    class Planted(models.Model):
        document = models.ForeignKey("disclosure.Document", on_delete=models.CASCADE)

        class Meta:
            app_label = "organs"

        def __str__(self) -> str:
            return "planted"

    try:
        assert upward_keys([Planted]) == ["organs.Planted.document -> disclosure.Document"]
    finally:
        del apps.all_models["organs"]["planted"]
        apps.clear_cache()


def test_every_app_has_its_floor() -> None:
    labels = {
        config.label for config in apps.get_app_configs() if config.name.split(".")[0] in OURS
    }
    assert labels == set(FLOOR_OF)


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(tool), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


# At least one violation of every contract.
PLANTED = (
    ("portal.organs.choices", "disclosure.workflow"),
    ("portal.workflow.states", "portal.acts.verdicts"),
    ("portal.acts.verdicts", "portal.desk.offers"),
    ("portal.desk.offers", "requests_app.permissions"),
    ("disclosure.services.columns", "disclosure.api.cursors"),
    ("disclosure.selectors", "disclosure.presenters.words"),
    ("disclosure.correction.selectors", "disclosure.correction.services.drafts"),
    ("requests_app.services.extension", "requests_app.presenters.clocks"),
    ("requests_app.permissions", "requests_app.services.clock"),
    ("requests_app.rectification.services.hold", "requests_app.rectification.forms.intake"),
    ("requests_app.fees", "django.utils.timezone"),
    ("policies.partners.models", "policies.messages.choices"),
    ("policies.messages.services.intake", "policies.messages.presenters.standing"),
    ("decisions.draws.lists", "decisions.seats.workflow"),
    ("decisions.seats.permissions", "decisions.seats.services.applicant_steps"),
)


def _contracts() -> configparser.ConfigParser:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    return contracts


def test_planted_upward_imports_are_caught(tmp_path: Path) -> None:
    """Sound as it stands; then violations, each of which is named and none of which leaves a
    contract of the house unbroken.
    """
    for name in OURS:
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "documents")
        )
    shutil.copy(ROOT / ".importlinter", tmp_path)
    sound = _lint_imports(tmp_path)
    assert sound.returncode == 0, sound.stdout
    for lower, upper in PLANTED:
        planted = (tmp_path / lower.replace(".", "/")).with_suffix(".py")
        own = planted.read_text(encoding="utf-8")
        planted.write_text(f"{own}\nimport {upper}\n", encoding="utf-8")
    broken = _lint_imports(tmp_path)
    assert broken.returncode != 0
    said = " ".join(broken.stdout.split())
    contracts = _contracts()
    names = [contracts[each]["name"] for each in contracts.sections() if "name" in contracts[each]]
    assert len(names) == len(contracts.sections()) - 1  # all but the tool's own section
    assert [name for name in names if f"{name} BROKEN" not in said] == []
    unnoticed = [
        (lower, upper)
        for lower, upper in PLANTED
        if f"{lower} -> {upper.removesuffix('.utils.timezone')}" not in said
    ]
    assert unnoticed == []


# What is pure because there is nothing in it, or what only runs when Django does.
_NO_RULES = {"apps", "migrations", "management"}


def _is_bare(module: str) -> bool:
    """Whether a module holds its docstring alone: a room that nobody has furnished yet."""
    path = ROOT / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return len(ast.parse(path.read_text(encoding="utf-8")).body) <= 1


def test_every_pure_module_is_kept_pure() -> None:
    """The contract lists every module of an app that Django cannot reach: by rule, not by hand."""
    graph = grimp.build_graph(
        *OURS, include_external_packages=True, exclude_type_checking_imports=False, cache_dir=None
    )
    impure = graph.find_downstream_modules("django")
    homes = [f"portal.{path.name}" for path in (ROOT / "portal").iterdir() if path.is_dir()]
    homes += [*OURS[1:], "requests_app.rectification", "disclosure.correction"]
    for app in ("policies", "decisions"):
        homes += [f"{app}.{path.parent.name}" for path in (ROOT / app).glob("*/__init__.py")]
    found = set()
    for home in homes:
        if home not in graph.modules or home == "portal.settings":
            continue
        for module in graph.find_children(home):
            family = {module, *graph.find_descendants(module)}
            if len(family) == 1 and _is_bare(module):
                continue
            if module.rpartition(".")[2] not in _NO_RULES and not family & impure:
                found.add(module)
    listed = set(_contracts()["importlinter:contract:pure"]["source_modules"].split())
    unlisted = {one for one in found if one not in listed and one.rpartition(".")[0] not in listed}
    assert unlisted == set()


def _rooms_below_the_apps() -> list[str]:
    """Every room of `portal` that no app stands beneath: those under the guides and the pages,
    which show what the apps hold (the contract of the ground floor is exhaustive).
    """
    layers = [
        [room.strip() for room in line.split("|")]
        for line in _contracts()["importlinter:contract:ground"]["layers"].strip().split("\n")
    ]
    below = layers[layers.index(["platform"]) + 1 : layers.index(["settings"])]
    return [room for line in below for room in line if (ROOT / "portal" / room).is_dir()]


def test_the_floor_names_no_noun_of_the_apps_above() -> None:
    """What is shared knows neither a document nor an application: neither model nor app."""
    labels = {"disclosure", "requests_app", "policies", "decisions"}
    rooms = _rooms_below_the_apps()
    assert {"common", "search", "files", "organs", "desk", "text"} <= {*rooms}
    trees = {
        path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        for room in rooms
        for path in (ROOT / "portal" / room).rglob("*.py")
        if "migrations" not in path.parts
    }
    # A word may mean something of its own on the floor (a Letter there is what is sent by mail).
    nodes = [node for tree in trees.values() for node in tree]
    own = {node.name for node in nodes if isinstance(node, ast.ClassDef)}
    nouns = {model.__name__ for model in _our_models() if model._meta.app_label in labels} - own
    named = [
        f"{path.relative_to(ROOT)}: {word}"
        for path, tree in trees.items()
        for node in tree
        for word in _words(node)
        if word in nouns or word.split(".")[0] in labels
    ]
    assert named == []


def _words(node: ast.AST) -> list[str]:
    """What a node names: variables, attributes, imports, and models written as text; not what
    python-docx and tantivy call a document, nor what icalendar and threading call an event.
    """
    match node:
        case ast.Attribute(value=ast.Name(id="docx" | "icalendar" | "tantivy" | "threading")):
            return []
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return [name]
        case ast.ImportFrom(module=module, names=names):
            return [module or "", *(each.name for each in names)]
        case ast.Constant(value=str(text)) if " " not in text:
            return [text]
    return []


def _app_folders() -> list[tuple[str, Path]]:
    inner = [p for p in (ROOT / "portal").iterdir() if (p / "apps.py").exists()]
    folders = [(f"portal.{p.name}", p) for p in inner]
    return folders + [(name, ROOT / name) for name in OURS[1:]]


def test_every_file_is_of_a_known_kind() -> None:
    strange = [
        f"{name}/{path.name}"
        for name, folder in _app_folders()
        if name != "portal.search"  # an engine of its own; its files are named in docs/search.md
        for path in folder.iterdir()
        if (path.suffix == ".py" or path.is_dir())
        and path.name != "__pycache__"
        and path.stem not in KINDS | OWN_KINDS.get(name, set())
    ]
    assert strange == []


# Words in -ing that are nouns of the field or of a trade; every other one names what is done there,
# and not what is there (docs/glossary.md).
NOUNS_IN_ING = {
    "hearing", "meeting", "sitting",  # 听证会; the meeting itself; 公众代表列席的一次会议
    "forwarding",  # 转送, as its model is called
    "rating",  # 评价, likewise
    "listing", "standing",  # a list as it is shown; where a case stands
    "keeping",  # 保管 of what was not sent (portal.drafts)
    "reading",  # what was read of a file or a text: `Reading`, `FileReading`
    "drawing", "numbering", "typesetting", "wording",  # of printers: 图, 编号, 排版, 措辞
    "keyring", "scrubbing",  # 密钥环; 清除隐藏信息, as the trade calls it
    "tracking",  # 凭编号和查询码查进度 (docs/floor.md)
    "asking",  # 搜索词, an app whose tables bear the name
    "plumbing", "nothing", "testing",  # robots and QR codes; 没有可办的事项; a file of settings
}  # fmt: skip


def gerunds(path: str) -> list[str]:
    """Words of a module's path that are verbs."""
    words = re.split(r"[/_.]", path)
    return [word for word in words if word.endswith("ing") and word not in NOUNS_IN_ING]


def test_modules_are_named_by_nouns() -> None:
    assert {path for path in _sources() if gerunds(path)} == set()


def test_a_planted_gerund_is_caught_and_every_noun_is_in_use() -> None:
    assert gerunds("policies/messages/services/answering.py") == ["answering"]
    assert gerunds("decisions/events/signing_up/rows.py") == ["signing"]
    used = {word for path in _sources() for word in re.split(r"[/_.]", path)}
    assert NOUNS_IN_ING - used == set()


@cache
def _sources() -> dict[str, str]:
    """Our code by its path."""
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for name in OURS
        for path in (ROOT / name).rglob("*.py")
        if "migrations" not in path.parts
    }


_INDENTED_IMPORT = re.compile(r"^[ \t]+(?:import|from) ", re.MULTILINE)


def hidden_imports(source: str, *, but_in: str = "") -> list[int]:
    """Lines that import within a function, other than the one named."""
    if not _INDENTED_IMPORT.search(source):  # reading every tree takes ten seconds
        return []
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return [
        node.lineno
        for function in ast.walk(ast.parse(source))
        if isinstance(function, functions) and function.name != but_in
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def test_no_import_hides_in_a_function() -> None:
    """`ready()` may import: registration upwards is its purpose."""
    found = [
        f"{path}:{line}"
        for path, source in _sources().items()
        for line in hidden_imports(source, but_in="ready" if path.endswith("apps.py") else "")
    ]
    assert found == []


def test_a_planted_hidden_import_is_caught() -> None:
    planted = "import a\nclass B:\n  async def c(self):\n    from d import e\n"
    planted += "def ready():\n  import f\n"
    assert sorted(hidden_imports(planted)) == [4, 6]
    assert hidden_imports(planted, but_in="ready") == [4]


def test_acts_do_not_read_the_clock() -> None:
    found = [
        f"{path}: {call}"
        for path, source in _sources().items()
        if path.rpartition("/")[2] in ("services.py", "querysets.py", "permissions.py")
        or "/services/" in path
        for call in ("timezone.now(", "date.today(", "datetime.now(", "localdate()")
        if call in source
    ]
    assert found == []


@pytest.mark.django_db
def test_triggers_are_installed() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        names = " ".join(row[0] for row in cursor.fetchall())
    for trigger in ("append_only", "no_truncate", "first_publication_is_final"):
        assert trigger in names


def unkeyed_locks(source: str) -> list[int]:
    """Lines that lock rows more than they need: `FOR UPDATE` makes everybody wait who only points
    at the row, so that one who wrote to the trail and one about to write wait for each other.
    """
    if "select_for_update" not in source:
        return []
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
        and not any(word.arg == "no_key" for word in node.keywords)
    ]


def test_a_locked_row_may_still_be_pointed_at() -> None:
    found = {
        f"{path}:{line}" for path, source in _sources().items() for line in unkeyed_locks(source)
    }
    assert found == set()


def test_a_planted_lock_of_the_key_is_caught() -> None:
    planted = "rows.select_for_update(no_key=True)\nrows.select_for_update(of=('self',))"
    assert unkeyed_locks(planted) == [2]


_REFUSALS = {"ActRefused", "Blocked", "NotNow", "NotPermitted"}
_CAUGHT = re.compile(rf"except .*({'|'.join(sorted(_REFUSALS))})")
_ELSEWHERE = {"HttpResponseRedirect", "message_user", "messages", "redirect"}
_STATUS = {"refused_page", "status_of"}


def _handlers_of_refusals(source: str) -> Iterator[ast.ExceptHandler]:
    """Those of functions that are given the request; but not those of a loop, which tells of each
    row by itself.
    """
    if not _CAUGHT.search(source):  # reading every tree takes long
        return
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        args = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)}
        if "request" not in args:
            continue
        loops = (each for each in ast.walk(function) if isinstance(each, ast.For))
        repeated = {id(node) for loop in loops for node in ast.walk(loop)}
        for node in ast.walk(function):
            if isinstance(node, ast.ExceptHandler) and id(node) not in repeated and node.type:
                caught = {each.id for each in ast.walk(node.type) if isinstance(each, ast.Name)}
                if caught & _REFUSALS:
                    yield node


def misled(source: str) -> list[int]:
    """Lines that answer a refused act with a message on another page: with 302, as if it had been
    done.
    """
    return [
        handler.lineno
        for handler in _handlers_of_refusals(source)
        if {_name_of(node) for node in ast.walk(handler)} & _ELSEWHERE
    ]


def without_status(source: str) -> list[int]:
    """Lines that catch a refused act and neither ask which of 403 and 409 it is, nor raise, nor
    hand the refusal on to somebody who does.
    """
    return [
        handler.lineno
        for handler in _handlers_of_refusals(source)
        if not any(_answers(node, handler.name) for node in ast.walk(handler))
    ]


def _answers(node: ast.AST, error: str | None) -> bool:
    if isinstance(node, ast.Call):
        called = _name_of(node.func)
        handed_on = any(isinstance(arg, ast.Name) and arg.id == error for arg in node.args)
        return called in _STATUS or (handed_on and called not in ("str", "problems_of"))
    return isinstance(node, ast.Raise)


def _name_of(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def test_a_refused_act_is_answered_and_leads_nowhere_else() -> None:
    found = [f"{path}:{line}" for path, source in _sources().items() for line in misled(source)]
    assert found == []


def test_a_refused_act_has_the_status_of_the_floor_on_every_page_of_the_back_office() -> None:
    pages = {
        path: source
        for path, source in _sources().items()
        if path.startswith("portal/desk/") or {"admin", "admin.py"} & {*Path(path).parts}
    }
    assert {"portal/desk/pages.py", "policies/partners/admin.py"} <= {*pages}
    found = [f"{path}:{line}" for path, source in pages.items() for line in without_status(source)]
    assert found == []


def test_planted_answers_to_a_refused_act_are_caught() -> None:
    def planted(answer: str) -> str:
        tried = "try:\n    act()\n  except (A, NotNow) as error:\n    "
        return f"def view(self, request):\n  {tried}{answer}\n"

    wrong = [
        "messages.error(request, str(error))",
        "self.message_user(request, str(error))",
        "return redirect('b')",
        "return HttpResponseRedirect('b')",
    ]
    assert [misled(planted(each)) for each in wrong] == [[4]] * 4
    assert misled(planted("return refused_page(self, request, error, back='b')")) == []
    assert misled(planted("raise")) == []
    silent = ["told = str(error)", "told, status = str(error), 409", "told = problems_of(error)"]
    assert [without_status(planted(each)) for each in silent] == [[4]] * 3
    sound = ["status = status_of(error)", "return self._again(error)", "raise"]
    assert [without_status(planted(each)) for each in sound] == [[]] * 3
    rows = (
        "def each(request):\n  for a in b:\n    try:\n      c()\n    except ActRefused as error:\n"
    )
    assert misled(f"{rows}      messages.error(request, str(error))\n") == []
