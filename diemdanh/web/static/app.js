// What the pages do beyond HTML and htmx: shortcuts, lit boxes, uploads, the queue's keys, the form of a meeting.
// Everything is found by data attributes; nothing here decides anything, the server does.
"use strict";

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const token = () => $("meta[name=csrf]")?.content ?? "";
const typing = (target) => target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select") || target.isContentEditable;

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRF-Token"] = token(); });
// A read that went wrong (the server restarts) is asked again.
for (const name of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(name, () => setTimeout(() => location.reload(), 4000));
}

// --- shortcuts -------------------------------------------------------------------------------------------------------

const GOES = { h: "/", r: "/regulations", q: "/queue", m: "/meetings", e: "/enter", k: "/results" };
let leader = 0;

function openSheet() { $("#sheet")?.showModal(); }

function shortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || $("dialog[open]")) return;
  const key = event.key;
  if (key === "?") return openSheet();
  if (key === "/") { event.preventDefault(); return $("#find")?.focus(); }
  if (key === "g") { leader = Date.now(); return; }
  if (Date.now() - leader < 1500 && GOES[key]) { leader = 0; location.assign(GOES[key]); return; }
  leader = 0;
  if (key === "u") return $("[data-undo]")?.click();
  const picked = $(`[data-pick="${CSS.escape(key)}"]`);
  if (picked) { event.preventDefault(); picked.checked = true; picked.focus(); return; }
  const toggled = $(`[data-toggle="${CSS.escape(key)}"]`);
  if (toggled) { toggled.checked = !toggled.checked; return; }
  const opened = $(`[data-open="${CSS.escape(key)}"]`);
  if (opened) { event.preventDefault(); opened.open = true; $("input:not([type=hidden]), select, textarea", opened)?.focus(); return; }
  const pressed = $(`[data-key="${CSS.escape(key)}"]`);
  if (pressed) { event.preventDefault(); pressed.click(); }
}

document.addEventListener("keydown", shortcut);
document.addEventListener("click", (event) => { if (event.target.closest("[data-sheet]")) openSheet(); });
// Enter anywhere in the queue decides; the chosen answer is on the screen before it.
document.addEventListener("keydown", (event) => {
  const form = $("[data-queue] form.judge");
  if (!form || event.key !== "Enter" || $("dialog[open]") || event.target.closest("a, button, summary, header")) return;
  event.preventDefault();
  if (form.reportValidity()) form.requestSubmit();
});
// One press sends a form once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent && !form.action.endsWith("/file")) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

// --- review: a field and its boxes ---------------------------------------------------------------------------------------

function light(root, slots) {
  const wanted = new Set(slots.filter(Boolean));
  for (const box of $$("[data-slot]", root)) {
    box.classList.toggle("lit", box.dataset.slot.split(" ").some((slot) => wanted.has(slot)));
  }
  for (const field of $$(".field", root)) {
    const on = field.dataset.slots.split(" ").some((slot) => wanted.has(slot));
    field.setAttribute("aria-pressed", String(on));
  }
}

function review(root) {
  root.addEventListener("click", (event) => {
    const field = event.target.closest(".field");
    const box = event.target.closest("[data-slot]");
    if (field) {
      light(root, field.getAttribute("aria-pressed") === "true" ? [] : field.dataset.slots.split(" "));
      $(".lit", root)?.scrollIntoView({ block: "center", behavior: "auto" });
    } else if (box) {
      light(root, box.dataset.slot.split(" "));
      $(".field[aria-pressed=true]", root)?.scrollIntoView({ block: "nearest" });
    }
  });
}
$$("[data-review]").forEach(review);

// --- uploads -------------------------------------------------------------------------------------------------------------

function megabytes(bytes) { return `${(bytes / 1048576).toFixed(1)} MB`; }

function uploads(form) {
  let files = [];
  const list = $("[data-chosen]", form), send = $("[data-send]", form), trouble = $("[data-trouble]", form);
  const show = () => {
    list.replaceChildren(...files.slice(0, 200).map(([name, file]) => {
      const item = document.createElement("li");
      item.textContent = `${name} (${megabytes(file.size)})`;
      return item;
    }));
    const total = files.reduce((sum, [, file]) => sum + file.size, 0);
    const much = total > Number(form.dataset.most);
    trouble.hidden = !much;
    trouble.textContent = much ? form.dataset.tooMuch : "";
    send.disabled = !files.length || much;
  };
  const take = (list) => { files = list; show(); };
  for (const input of $$("input[type=file]", form)) {
    input.addEventListener("change", () => take([...input.files].map((file) => [file.webkitRelativePath || file.name, file])));
  }
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    take([...event.dataTransfer.files].map((file) => [file.name, file]));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const data = new FormData();
    data.append("csrf", token());
    if ($("[name=separate]", form)?.checked) data.append("separate", "true");
    for (const [name, file] of files) data.append("files", file, name);
    deliver(form, data, send, trouble);
  });
}

// XMLHttpRequest, because fetch() tells nothing of an upload's progress.
function deliver(form, data, send, trouble) {
  const bar = $("[data-progress]", form), request = new XMLHttpRequest();
  const again = (text) => { trouble.hidden = false; trouble.textContent = text; send.disabled = false; bar.hidden = true; delete form.dataset.sent; };
  bar.hidden = false;
  send.disabled = true;
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
  request.addEventListener("load", () => {
    if (request.status < 400) return location.assign(JSON.parse(request.responseText).to);
    again(JSON.parse(request.responseText).error?.message ?? String(request.status));
  });
  request.addEventListener("error", () => again(String(request.status || "—")));
  request.open("POST", `/api/v1${new URL(form.action).pathname}`);
  request.setRequestHeader("X-CSRF-Token", token());
  request.send(data);
}
$$("[data-drop]").forEach(uploads);

// A single file: its name beside the button, because browsers say "no file chosen" in the machine's language.
for (const input of $$("[data-names]")) {
  input.addEventListener("change", () => { $("[data-named]", input.parentElement).textContent = [...input.files].map((file) => file.name).join(", "); });
}

// --- typing without marks ------------------------------------------------------------------------------------------------

// đ is a letter of its own: NFD leaves it as it is.
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().trim();
const asked = new Map();

function options(path) {
  if (!asked.has(path)) asked.set(path, fetch(path).then((answer) => answer.json()).then((page) => page.options));
  return asked.get(path);
}

function combobox(root, path, chosen) {
  const input = $("[role=combobox]", root), list = $("[role=listbox]", root);
  // Asked for before the first key, so that quick hands do not wait.
  options(path());
  input.addEventListener("focus", () => options(path()));
  let shown = [], at = 0;
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const mark = () => {
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    if (list.children[at]) { input.setAttribute("aria-activedescendant", list.children[at].id); list.children[at].scrollIntoView({ block: "nearest" }); }
  };
  const look = async () => {
    const words = bare(input.value.replace(/^[-=*]+/, "")).split(/\s+/).filter(Boolean);
    if (!words.length) return close();
    const all = await options(path());
    const exact = input.value.toLowerCase();
    shown = all.filter((one) => words.every((word) => bare(`${one.key} ${one.name} ${one.position}`).includes(word)));
    shown.sort((a, b) => Number(!a.name.toLowerCase().includes(exact)) - Number(!b.name.toLowerCase().includes(exact)));
    shown = shown.slice(0, 9);
    at = 0;
    list.replaceChildren(...shown.map((one, n) => {
      const item = document.createElement("li"), detail = document.createElement("span");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      item.textContent = `${one.name} `;
      detail.className = "small";
      detail.textContent = `${one.position} (${one.id})`;
      item.append(detail);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); at = n; pick(); });
      return item;
    }));
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    mark();
  };
  const pick = () => { if (shown[at] && !list.hidden) { chosen(shown[at], input); close(); return true; } return false; };
  input.addEventListener("input", look);
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = (at + (event.key === "ArrowDown" ? 1 : shown.length - 1)) % Math.max(shown.length, 1);
      mark();
    } else if (event.key === "Escape") close();
    else if (event.key === "Enter") {
      event.preventDefault();
      if (pick()) return;
      // Quick hands: the list may still be on its way.
      look().then(pick);
    } else if (event.key === "Tab" && !list.hidden) pick();
  });
}

// --- a meeting by hand ---------------------------------------------------------------------------------------------------

const SIGNS = { "-": ["absent_excused", "superior"], "=": ["delegated", "superior"], "*": ["present", "own_branch"] };

function iso(written) {
  const found = written.trim().match(/^(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})$/);
  return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : written.trim();
}

function meetingForm(root) {
  const form = $("form", root), people = $("[data-chosen-people]", root), date = $("[data-date]", root);
  const words = JSON.parse(people.dataset.words), branch = $("[data-combo]", root), picker = $("[data-people]", root);
  combobox(branch, () => branch.dataset.combo, (one, input) => {
    input.value = one.name;
    $("[name=branch]", branch).value = one.id;
    date.focus();
  });
  $("[role=combobox]", branch).addEventListener("input", () => { $("[name=branch]", branch).value = ""; });
  const select = (group, value) => {
    const made = document.createElement("select");
    made.setAttribute("aria-label", group);
    for (const [key, label] of Object.entries(words[group])) made.add(new Option(label, key, false, key === value));
    return made;
  };
  const fill = (item) => {
    const name = document.createElement("strong"), remove = document.createElement("button"), hidden = document.createElement("input");
    const status = select("status", item.dataset.status), capacity = select("capacity", item.dataset.capacity);
    name.textContent = item.dataset.name;
    remove.type = "button";
    remove.textContent = "✕";
    remove.setAttribute("aria-label", `${words.buttons.remove} ${item.dataset.name}`);
    remove.addEventListener("click", () => item.remove());
    hidden.type = "hidden";
    hidden.name = "people";
    const keep = () => { hidden.value = `${item.dataset.member}|${status.value}|${capacity.value}`; };
    status.addEventListener("change", keep);
    capacity.addEventListener("change", keep);
    keep();
    item.replaceChildren(name, status, capacity, remove, hidden);
  };
  $$("li", people).forEach(fill);
  const day = () => (/^\d{4}-\d{2}-\d{2}$/.test(iso(date.value)) ? `?on=${iso(date.value)}` : "");
  combobox(picker, () => picker.dataset.people + day(), (one, input) => {
    const [status, capacity] = SIGNS[input.value[0]] ?? ["present", "superior"];
    input.value = "";
    $(`[data-member="${CSS.escape(one.id)}"]`, people)?.remove();
    const item = document.createElement("li");
    Object.assign(item.dataset, { member: one.id, name: one.name, status, capacity });
    fill(item);
    people.append(item);
  });
  const nobody = () => { people.replaceChildren(); send(); };
  const send = () => { if (form.reportValidity() && $("[name=branch]", form).value) form.requestSubmit($("[data-save]", form)); else $("[role=combobox]", branch).focus(); };
  $("[data-nobody]", root).addEventListener("click", (event) => { event.preventDefault(); nobody(); });
  $("[data-save]", root).addEventListener("click", (event) => { event.preventDefault(); send(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); send(); }
    else if (event.key === "F2") { event.preventDefault(); nobody(); }
    else if (event.key === "Enter" && event.target === date) { event.preventDefault(); $("#person-typed").focus(); }
  });
  if ($("[data-book]", root)) book(root, form);
}

// A book's pages in three lists: this meeting's in reading order, those left for later, and the others. The order of the
// hidden `pages` and `later` fields is the order of the lists.
function book(root, form) {
  const lists = Object.fromEntries($$("[data-leaves]", root).map((list) => [list.dataset.leaves, list]));
  const paper = $(".paper", root);
  const field = (name, value) => Object.assign(document.createElement("input"), { type: "hidden", name, value });
  const show = () => {
    $$("input[name=pages], input[name=later]", form).forEach((one) => one.remove());
    for (const name of ["pages", "later"]) for (const item of lists[name].children) form.append(field(name, item.dataset.key));
    const keys = [...lists.pages.children].map((item) => item.dataset.key);
    for (const sheet of $$("[data-sheet]", paper)) sheet.hidden = !keys.includes(sheet.dataset.sheet);
    for (const key of keys) paper.append($(`[data-sheet="${CSS.escape(key)}"]`, paper));
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button"), item = button?.closest("[data-leaves] li");
    if (!item) return;
    if ("up" in button.dataset) item.previousElementSibling?.before(item);
    else if ("down" in button.dataset) item.nextElementSibling?.after(item);
    else lists[button.dataset.to].append(item);
    show();
    if (button.checkVisibility()) button.focus(); else $("button:not([data-up], [data-down])", item)?.focus();
  });
  const add = (sheet) => {
    const key = `${sheet.sha256}:${sheet.page}`;
    if ($(`[data-leaves] [data-key="${CSS.escape(key)}"]`, root)) return;
    const item = $("[data-leaf]", root).content.firstElementChild.cloneNode(true), figure = document.createElement("figure");
    item.dataset.key = key;
    const label = (text) => text.replace(/\b0\b/, sheet.page);
    $("span", item).textContent = label($("span", item).textContent);
    for (const button of $$("button", item)) button.setAttribute("aria-label", label(button.getAttribute("aria-label")));
    figure.dataset.sheet = key;
    const image = Object.assign(new Image(Math.trunc(sheet.width), Math.trunc(sheet.height)), { src: `/originals/${sheet.sha256}/pages/${sheet.page}`, alt: $("span", item).textContent });
    figure.append(image);
    paper.append(figure);
    lists.pages.append(item);
  };
  $("[data-join]", root)?.addEventListener("click", async () => {
    const answer = await fetch(`/api/v1/enter/${$("[data-join-file]", root).value}`);
    if (!answer.ok) return;
    (await answer.json()).sheets.forEach(add);
    show();
  });
}
$$("[data-enter]").forEach(meetingForm);
document.activeElement?.select?.();
