"""Settings as a table: each with its type, default and help in both languages; changes keep their history."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from store.database import Store
from store.errors import StoreError, StoreFault
from store.known import known
from store.transaction import Transaction

Value = bool | int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """`choices` closes a text or a list of texts; `low`/`high` bound a number (both included)."""

    name: str
    default: Value
    vi: str
    en: str
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "approver_not_proposer",
        True,
        "Người duyệt không được là người đề xuất hay người sửa văn bản quy định.",
        "Whoever approves a rule may be neither its proposer nor its editor.",
    ),
    Setting(
        "counted_meeting_kinds",
        ("regular", "thematic"),
        "Những loại cuộc họp được tính là một lần dự sinh hoạt.",
        "The kinds of meeting that count as attendance.",
        ("regular", "thematic", "congress", "review", "committee", "other"),
    ),
    Setting(
        "leave_days",
        30,
        "Nghỉ ngắn hơn số ngày này thì không trừ ngày nào khỏi thời gian phải thực hiện.",
        "A leave shorter than this many days takes no day out.",
        low=0,
        high=366,
    ),
    Setting(
        "automatic_threshold",
        0.9,
        "Độ tin cậy tối thiểu để ghi vào sổ mà không hỏi người.",
        "The confidence from which a row enters the register unasked.",
        low=0.5,
        high=1.0,
    ),
    Setting(
        "deadline_reading",
        "inclusive",
        "“Trước ngày D” tính cả ngày D (inclusive) hay chỉ đến hôm trước (exclusive).",
        "Whether 'before day D' includes the day itself (inclusive) or ends the day before (exclusive).",
        ("inclusive", "exclusive"),
    ),
    Setting(
        "refuse_secret",
        True,
        "Từ chối và không lưu tệp có dấu Mật, Tối mật, Tuyệt mật.",
        "Files that bear a state-secret mark are refused and not kept.",
    ),
    Setting(
        "refuse_personnel_drafts",
        False,
        "Từ chối bản dự thảo đánh giá cán bộ.",
        "Drafts of personnel evaluations are refused.",
    ),
    Setting(
        "file_seconds",
        120,
        "Thời gian tối đa để đọc một tệp, tính bằng giây.",
        "How many seconds one file may take to read.",
        low=5,
        high=3600,
    ),
    Setting(
        "poison_attempts",
        2,
        "Số lần thử trước khi cách ly một tệp làm hỏng trình đọc.",
        "After how many tries a file that kills its reader is put in quarantine.",
        low=1,
        high=10,
    ),
    Setting(
        "cluster",
        "",
        "Địa chỉ tls://… của bộ điều phối được nhận tệp để đọc trên các máy khác của cơ quan; trống: không máy nào.",
        "The tls://… address of the scheduler that may be sent files, to be read on the office's other machines; "
        "empty: none.",
    ),
    Setting(
        "sign_in_failures",
        5,
        "Số lần nhập sai mật khẩu trước khi khoá tạm thời.",
        "How many wrong passwords lock an account for a while.",
        low=2,
        high=50,
    ),
    Setting(
        "lock_minutes",
        15,
        "Thời gian khoá tạm thời, tính bằng phút.",
        "How many minutes an account stays locked.",
        low=1,
        high=1440,
    ),
    Setting(
        "letterhead_superior",
        "",
        "Cấp trên của cơ quan báo cáo, ở dòng đầu bên trái của báo cáo DOCX (ví dụ: TỈNH ỦY A). Để trống thì in “…”.",
        "The superior of the reporting body, first line at the left of the DOCX report. Empty: “…” is printed.",
    ),
    Setting(
        "letterhead_issuer",
        "",
        "Cơ quan báo cáo, ở dòng thứ hai (ví dụ: BAN TỔ CHỨC).",
        "The reporting body, second line at the left.",
    ),
    Setting(
        "letterhead_office",
        "",
        "Tên cơ quan báo cáo trong câu mở đầu và dòng lưu (ví dụ: Ban Tổ chức Tỉnh ủy).",
        "The reporting body as the opening sentence and the line of copies name it.",
    ),
    Setting(
        "letterhead_symbol",
        "",
        "Ký hiệu sau “-BC/” (ví dụ: BTCTU).",
        "The symbol after “-BC/”.",
    ),
    Setting(
        "letterhead_place",
        "",
        "Nơi ký, đứng trước ngày tháng.",
        "The place before the date.",
    ),
    Setting(
        "letterhead_signing",
        "",
        "Các dòng trên chữ ký, cách nhau bằng dấu chấm phẩy (ví dụ: K/T TRƯỞNG BAN; PHÓ TRƯỞNG BAN).",
        "The lines above the signature, parted by semicolons.",
    ),
    Setting(
        "letterhead_signer",
        "",
        "Họ và tên người ký.",
        "The signer's name.",
    ),
    Setting(
        "letterhead_recipients",
        "",
        "Nơi nhận, cách nhau bằng dấu chấm phẩy.",
        "The recipients, parted by semicolons.",
    ),
)
_BY_NAME = {setting.name: setting for setting in SETTINGS}


def described(name: str) -> Setting:
    """Raises `unknown_setting`."""
    if name not in _BY_NAME:
        raise StoreError(StoreFault.UNKNOWN_SETTING, name)
    return _BY_NAME[name]


def get(store: Store, name: str, known_on: datetime | None = None) -> Value:
    """The setting's value, or its default where nobody set it."""
    setting = described(name)
    condition, values = known(known_on)
    found = store.value(f"SELECT value FROM settings WHERE name = ? AND {condition}", [name, *values])  # noqa: S608
    if found is None:
        return setting.default
    value = json.loads(found)
    return tuple(value) if isinstance(value, list) else value


def flag(store: Store, name: str) -> bool:
    return get(store, name) is True


def number(store: Store, name: str, known_on: datetime | None = None) -> float:
    value = get(store, name, known_on)
    assert isinstance(value, int | float)
    return value


def texts(store: Store, name: str, known_on: datetime | None = None) -> tuple[str, ...]:
    value = get(store, name, known_on)
    assert isinstance(value, tuple)
    return value


def all_values(store: Store, known_on: datetime | None = None) -> dict[str, Value]:
    """Every setting with its value, in the order of the table."""
    return {setting.name: get(store, setting.name, known_on) for setting in SETTINGS}


def put(store: Store, change: Transaction, name: str, value: Value) -> None:
    """Sets a value. Raises `unknown_setting`, `bad_setting`."""
    setting = described(name)
    _check(setting, value)
    before = get(store, name)
    row = store.value("SELECT row FROM settings WHERE name = ? AND retired_at IS NULL", [name])
    if row is not None:
        change.retire("settings", row)
    change.record("settings", {"name": name, "value": json.dumps(value, ensure_ascii=False)})
    change.note("setting.put", name, before=before, after=value)


def parsed(name: str, written: str) -> Value:
    """A value as a person writes it: yes/no, có/không, a number, a list with commas. Raises `bad_setting`."""
    setting = described(name)
    try:
        value = _parsed(setting.default, written.strip())
    except (ValueError, KeyError) as error:
        raise StoreError(StoreFault.BAD_SETTING, f"{name}: {written}") from error
    _check(setting, value)
    return value


_WORDS = {"true": True, "yes": True, "có": True, "1": True, "false": False, "no": False, "không": False, "0": False}


def _parsed(default: Value, written: str) -> Value:
    if isinstance(default, bool):
        return _WORDS[written.lower()]
    if isinstance(default, tuple):
        return tuple(part.strip() for part in written.split(",") if part.strip())
    return type(default)(written)


def _check(setting: Setting, value: Value) -> None:
    if not _fits(setting, value):
        raise StoreError(StoreFault.BAD_SETTING, f"{setting.name}: {value}")


def _fits(setting: Setting, value: Value) -> bool:
    default = setting.default
    if isinstance(default, bool) or isinstance(value, bool):
        return isinstance(default, bool) and isinstance(value, bool)
    if isinstance(default, int | float):
        whole = not isinstance(default, int) or isinstance(value, int)
        return isinstance(value, int | float) and whole and _within(setting, value)
    if isinstance(default, tuple):
        return isinstance(value, tuple) and set(value) <= set(setting.choices)
    return isinstance(value, str) and (not setting.choices or value in setting.choices)


def _within(setting: Setting, value: float) -> bool:
    return (setting.low is None or value >= setting.low) and (setting.high is None or value <= setting.high)


def settings_page() -> str:
    """docs/settings.md, made from the table above."""
    lines = [
        "# Settings",
        "",
        "Generated from `store/settings.py`; do not edit by hand.",
        "",
        "| name | default | Tiếng Việt | English | may be |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [f"| `{s.name}` | {_shown(s.default)} | {s.vi} | {s.en} | {_allowed(s)} |" for s in SETTINGS]
    return "\n".join(lines) + "\n"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _allowed(setting: Setting) -> str:
    if setting.choices:
        return ", ".join(setting.choices)
    if setting.low is not None:
        return f"{setting.low:g} to {setting.high:g}"
    return "yes, no" if isinstance(setting.default, bool) else "text"
