// A list as a file: which columns, for whom, in which wrapping; then what will go, and the passphrase, which is shown once
// and kept nowhere; then the file.
#include <algorithm>

#include "base/text.h"
#include "casework/lists/out_tables.h"
#include "schema/vocabulary.h"
#include "statistics/locked_zip.h"
#include "vault/spoken.h"

namespace arasha::casework {
namespace {

constexpr const char* kXlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const char* title_of(OutKind kind) {
  switch (kind) {
    case OutKind::cases: return N_("The list of cases as a table");
    case OutKind::todo: return N_("What is to be done as a table");
    case OutKind::services: return N_("Services of a period as a table");
    case OutKind::people: break;
  }
  return N_("People found as a table");
}

std::string back_of(const OutRequest& request) {
  switch (request.kind) {
    case OutKind::cases: return "/cases?" + (request.filter.fields().empty() ? "view=all" : schema::to_urlencoded(request.filter));
    case OutKind::todo: return "/todo";
    case OutKind::services: return "/cases";
    case OutKind::people: break;
  }
  return "/people";
}

bool can_go_outside(OutKind kind) { return kind == OutKind::cases || kind == OutKind::services; }

std::string address(OutKind kind) { return std::string("/out/") + out_code(kind); }

// What a form or an address says, as far as it means something.
struct Asked {
  OutRequest request;
  bool csv = false;
  bool plain = false;
  web::FieldErrors errors;
};

std::string day_from(const schema::FormData& form, const std::string& name, web::FieldErrors& errors) {
  auto date = form.has(name) ? schema::read_date(form.get(name)) : schema::read_date(form.get(name + "-day"), form.get(name + "-month"), form.get(name + "-year"));
  if (date && !date->empty()) return *date;
  errors.push_back({name, date ? Error(ErrorCode::invalid_input, "Answer this question.") : date.error()});
  return {};
}

void read_outside(const schema::FormData& form, Asked& out) {
  out.request.outside = can_go_outside(out.request.kind) && form.get("whom") == "outside";
  if (!out.request.outside) return;
  out.request.purpose = std::string(form.get("purpose"));
  const auto recipient = clean_text(form.get("recipient"));
  out.request.recipient = recipient ? *recipient : std::string();
  if (!schema::has_code("consent_purpose", out.request.purpose)) out.errors.push_back({"purpose", Error(ErrorCode::invalid_input, "Answer this question.")});
  else if (!goes_outside(out.request.purpose)) out.errors.push_back({"purpose", Error(ErrorCode::invalid_input, "This purpose stays in the house. Choose what it is given out for.")});
  if (out.request.recipient.empty() || length(out.request.recipient) > 200) {
    out.errors.push_back({"recipient", Error(ErrorCode::invalid_input, "Say who receives it, as it stands in the consents.")});
  }
}

// The boxes stand in two lists, each with a name of its own.
std::vector<std::string_view> chosen_columns(const schema::FormData& form) {
  std::vector<std::string_view> out = form.all("column");
  for (const std::string_view one : form.all("who")) out.push_back(one);
  return out;
}

Asked read(const schema::FormData& form, OutKind kind) {
  Asked out;
  OutRequest& request = out.request;
  request.kind = kind;
  const auto chosen = chosen_columns(form);
  for (const OutColumn& column : out_columns(kind)) {
    if (std::find(chosen.begin(), chosen.end(), column.code) != chosen.end()) request.columns.push_back(&column);
  }
  if (request.columns.empty()) out.errors.push_back({"column", Error(ErrorCode::invalid_input, "Choose one column at least.")});
  request.filter = filter_from(form.get("filter"));
  request.whose = std::string(form.get("whose"));
  request.span = std::string(form.get("until_when"));
  const auto text = clean_text(form.get("q"));
  request.text = text && text->size() <= 200 ? *text : std::string();
  if (kind == OutKind::services) {
    request.from = day_from(form, "from", out.errors);
    request.until = day_from(form, "until", out.errors);
    if (!request.from.empty() && !request.until.empty() && request.until < request.from) {
      out.errors.push_back({"until", Error(ErrorCode::invalid_input, "The end lies before the beginning. Correct one of the two.")});
    }
  }
  read_outside(form, out);
  out.csv = form.get("format") == "csv";
  out.plain = form.get("wrapping") == "plain";
  const bool none_goes = std::none_of(request.columns.begin(), request.columns.end(), [](const OutColumn* column) { return *column->group != '\0' && *column->group != '*'; });
  if (request.outside && !request.columns.empty() && none_goes) out.errors.push_back({"column", Error(ErrorCode::invalid_input, "None of these columns can go outside. Choose others.")});
  return out;
}

// What the next page needs to know of this one.
Html carried(const Asked& asked) {
  const OutRequest& request = asked.request;
  Html out;
  for (const OutColumn* column : request.columns) out.add(web::hidden("column", column->code));
  for (const auto& [name, value] : {std::pair<const char*, std::string>{"filter", schema::to_urlencoded(request.filter)},
                                    {"whose", request.whose}, {"until_when", request.span}, {"q", request.text}, {"from", request.from}, {"until", request.until},
                                    {"whom", request.outside ? "outside" : ""}, {"purpose", request.purpose}, {"recipient", request.recipient},
                                    {"format", asked.csv ? "csv" : "xlsx"}, {"wrapping", asked.plain ? "plain" : "zip"}}) {
    if (!value.empty()) out.add(web::hidden(name, value));
  }
  return out;
}

web::ChoiceField column_field(const Catalogue& words, OutKind kind, bool identifying, const std::vector<std::string_view>& chosen, bool fresh) {
  web::ChoiceField field{identifying ? "who" : "column", std::string(words.text(identifying ? N_("Columns by which people are found") : N_("Columns"))), {}, {}};
  field.kind = web::ChoiceKind::checkboxes;
  if (identifying) {
    field.hint = words.text(N_("Names, numbers and free text. Leave them out wherever the table does its work without them."));
    field.optional = true;
  }
  for (const OutColumn& column : out_columns(kind)) {
    if (column.identifying != identifying) continue;
    field.choices.push_back({column.code, std::string(words.text(column.label)), {}});
    const bool ticked = fresh ? column.chosen : std::find(chosen.begin(), chosen.end(), column.code) != chosen.end();
    if (ticked) field.chosen.emplace_back(column.code);
  }
  return field;
}

Html whom_fields(const Catalogue& words, const schema::FormData& typed, const web::FieldErrors& errors) {
  web::ChoiceField whom{"whom", std::string(words.text(N_("For whom"))), {}, {{"own", std::string(words.text(N_("For our own house"))), {}}, {"outside", std::string(words.text(N_("For somebody outside"))), std::string(words.text(N_("Only what each person agreed to goes in, and each case says so. At most 500 cases.")))}}};
  whom.chosen = {typed.get("whom") == "outside" ? "outside" : "own"};
  Html out = web::choice_field(words, whom, errors);
  web::ChoiceField purpose{"purpose", std::string(words.text(N_("For somebody outside: what for"))), {}, {}};
  for (const schema::Option& option : schema::options_of("consent_purpose", words)) {
    if (goes_outside(option.code)) purpose.choices.push_back({option.code, option.label, {}});
  }
  purpose.kind = web::ChoiceKind::select;
  purpose.optional = true;
  purpose.nothing = words.text(N_("Nobody outside"));
  purpose.chosen = {std::string(typed.get("purpose"))};
  out.add(web::choice_field(words, purpose, errors));
  web::TextField recipient{"recipient", std::string(words.text(N_("For somebody outside: who receives it"))), std::string(words.text(N_("As it stands in the consents."))), std::string(typed.get("recipient"))};
  recipient.optional = true;
  recipient.max_length = 200;
  out.add(web::text_field(words, recipient, errors));
  return out;
}

web::Response form_page(const Visit& visit, OutKind kind, const schema::FormData& typed, const web::FieldErrors& errors, bool fresh) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(title_of(kind))));
  OutRequest about;
  about.kind = kind;
  about.filter = filter_from(typed.get("filter"));
  page.back = back_of(about);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"column", std::string(words.text(N_("Columns")))}, {"from", std::string(words.text(N_("From")))}, {"until", std::string(words.text(N_("Until")))},
                                                 {"purpose", std::string(words.text(N_("For somebody outside: what for")))}, {"recipient", std::string(words.text(N_("For somebody outside: who receives it")))}});
  page.main.add(web::heading(page.title));
  const auto chosen = chosen_columns(typed);
  Html fields;
  for (const char* name : {"filter", "whose", "until_when", "q"}) {
    if (!typed.get(name).empty()) fields.add(web::hidden(name, typed.get(name)));
  }
  if (kind == OutKind::services) {
    fields.add(web::date_field(words, "from", words.text(N_("From")), words.text(N_("For example 24.11.2026")), typed, errors));
    fields.add(web::date_field(words, "until", words.text(N_("Until")), "", typed, errors));
  }
  fields.add(web::choice_field(words, column_field(words, kind, false, chosen, fresh), errors));
  if (const web::ChoiceField names = column_field(words, kind, true, chosen, fresh); !names.choices.empty()) fields.add(web::choice_field(words, names));
  if (can_go_outside(kind)) fields.add(whom_fields(words, typed, errors));
  web::ChoiceField format{"format", std::string(words.text(N_("Format"))), {}, {{"xlsx", std::string(words.text(N_("Excel (XLSX)"))), {}}, {"csv", std::string(words.text(N_("Text with commas (CSV)"))), {}}}};
  format.chosen = {typed.get("format") == "csv" ? "csv" : "xlsx"};
  fields.add(web::choice_field(words, format));
  web::ChoiceField wrapping{"wrapping", std::string(words.text(N_("Protection"))), {}, {{"zip", std::string(words.text(N_("Encrypted ZIP with a passphrase"))), std::string(words.text(N_("The program makes the passphrase and shows it once.")))}, {"plain", std::string(words.text(N_("No protection"))), std::string(words.text(N_("Whoever finds the file can read it.")))}}};
  wrapping.chosen = {typed.get("wrapping") == "plain" ? "plain" : "zip"};
  fields.add(web::choice_field(words, wrapping));
  fields.add(web::hidden("step", "look"));
  fields.add(web::actions(web::button(words.text(N_("Look what will go out"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(address(kind), visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

std::optional<OutKind> kind_of(const Visit& visit) { return out_kind(visit.parameters.at("kind")); }

// Who may open nothing of it finds no page; rights are the keys, this only spares an empty form.
bool may_see(const Desk& desk, const Visit& visit, OutKind kind) {
  const auto state = desk.vault.directory();
  const MemberId me = visit.keyring.member();
  if (kind == OutKind::people) return reads(*state, me, IDENTITY);
  if (kind == OutKind::todo) return reads(*state, me, ASSISTANCE) || reads(*state, me, LEGAL) || reads(*state, me, HEALTH);
  return reads(*state, me, ASSISTANCE);
}

// The list's own address comes along: its filter as one field.
schema::FormData from_address(const Desk& desk, const Visit& visit, OutKind kind) {
  schema::FormData out;
  const schema::FormData& query = visit.request.query;
  if (kind == OutKind::cases || kind == OutKind::services) {
    const std::string filter = address_of(read_filter(visit.words, *desk.vault.directory(), query));
    if (!filter.empty()) out.add("filter", filter);
  }
  if (kind == OutKind::todo) {
    out.add("whose", std::string(query.get("whose")));
    out.add("until_when", std::string(query.get("until")));
  }
  return out;
}

web::Response begin(const Desk& desk, const Visit& visit) {
  const auto kind = kind_of(visit);
  if (!kind || !may_see(desk, visit, *kind)) return no_page(visit);
  if (*kind == OutKind::people) return web::Response::redirect("/people");
  return form_page(visit, *kind, from_address(desk, visit, *kind), {}, true);
}

Html column_names(const Catalogue& words, const OutRequest& request) {
  Html items;
  for (const OutColumn* column : request.columns) {
    const bool stays = request.outside && *column->group == '\0';
    Html line = Html::text(words.text(column->label));
    if (column->identifying) line.add(" "), line.add(web::tag(web::Meaning::danger, words.text(N_("people are found by it"))));
    if (stays) line.add(" "), line.add(quiet(words.text(N_("not for others: left out"))));
    items.add(el("li", {}, line));
  }
  return el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html what_goes(const Catalogue& words, const OutRequest& request, const OutPreview& preview) {
  const auto number = static_cast<std::int64_t>(preview.number);
  Html out;
  if (!request.outside) {
    out.add(web::paragraph(preview.counts_cases ? words.plural("Services are looked up in {1} case.", "Services are looked up in {1} cases.", number) : words.plural("{1} row", "{1} rows", number)));
    return out;
  }
  out.add(web::paragraph(words.text(N_("For: {1}, {2}."), {request.recipient, label(words, "consent_purpose", request.purpose)})));
  out.add(web::paragraph(words.plural("{1} case goes out, as far as the person agreed. Each case says so.", "{1} cases go out, as far as each person agreed. Each case says so.", static_cast<std::int64_t>(preview.may_go))));
  if (preview.in_part > 0) out.add(web::paragraph(words.plural("{1} case goes out in part: only what the consent covers.", "{1} cases go out in part: only what the consents cover.", preview.in_part)));
  std::int64_t all = 0;
  Html reasons;
  for (const auto& [reason, count] : preview.left_out) {
    all += count;
    reasons.add(el("li", {}, words.number(count) + ": " + std::string(words.text(sentence_of(reason)))));
  }
  if (all > 0) {
    out.add(web::paragraph(words.plural("{1} case is left out: nothing permits to give it to this recipient for this purpose.", "{1} cases are left out: nothing permits to give them to this recipient for this purpose.", all)));
    out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, reasons));
  }
  return out;
}

Html passphrase_block(const Catalogue& words, const std::string& passphrase) {
  return web::inset(el("div", {}, el("p", {{"class", "govuk-body"}}, words.text(N_("The passphrase of this file. It is shown once and kept nowhere: write it down now."))),
                       el("p", {{"class", "govuk-heading-m"}, {"id", "passphrase"}, {"lang", "en"}}, passphrase),
                       el("p", {{"class", "govuk-body"}}, words.text(N_("Tell it by telephone or face to face, never in the same message as the file. 7-Zip, WinRAR, WinZip and Keka open the file; Windows alone does not.")))));
}

Html sure_field(const Catalogue& words, const web::FieldErrors& errors) {
  web::ChoiceField sure{"sure", std::string(words.text(N_("Without protection"))), {}, {{"1", std::string(words.text(N_("I take the file without protection, keep it on an encrypted disk, and delete it when it is no longer needed."))), {}}}};
  sure.kind = web::ChoiceKind::checkboxes;
  return web::choice_field(words, sure, errors);
}

web::Response look_page(const Desk& desk, const Visit& visit, const Asked& asked, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const OutRequest& request = asked.request;
  const auto preview = preview_out(desk, visit, request);
  if (!preview) return web::error_page(visit, preview.error());
  web::Page page = visit.page(std::string(words.text(title_of(request.kind))));
  page.back = back_of(request);
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"sure", std::string(words.text(N_("Without protection")))}});
  page.main.add(web::heading(page.title));
  page.main.add(what_goes(words, request, *preview));
  page.main.add(column_names(words, request));
  if (preview->number == 0 || (request.outside && preview->may_go == 0)) {
    page.main.add(web::button_link(page.back, words.text(N_("Back to the list"))));
    return web::Response::page(web::layout(page));
  }
  page.main.add(web::paragraph(words.text(N_("The reading record says that you took this list out, with every case in it."))));
  Html fields = carried(asked);
  if (asked.plain) {
    page.main.add(web::warning(words, words.text(N_("Whoever finds this file, on a stick, in a mail or on a lost computer, reads everything in it."))));
    fields.add(sure_field(words, errors));
  } else {
    const std::string passphrase = vault::suggested_passphrase();
    page.main.add(passphrase_block(words, passphrase));
    fields.add(web::hidden("passphrase", passphrase));
  }
  fields.add(web::actions(web::button(words.text(N_("Download the file"))), web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(address(request.kind) + "/file", visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

web::Response look(const Desk& desk, const Visit& visit) {
  const auto kind = kind_of(visit);
  if (!kind || !may_see(desk, visit, *kind)) return no_page(visit);
  const schema::FormData& form = visit.request.form;
  if (form.get("step") != "look") return form_page(visit, *kind, form, {}, true);
  const Asked asked = read(form, *kind);
  if (!asked.errors.empty()) return form_page(visit, *kind, form, asked.errors, false);
  return look_page(desk, visit, asked, {});
}

web::Response file(const Desk& desk, const Visit& visit) {
  const auto kind = kind_of(visit);
  if (!kind || !may_see(desk, visit, *kind)) return no_page(visit);
  const schema::FormData& form = visit.request.form;
  const Asked asked = read(form, *kind);
  if (!asked.errors.empty()) return form_page(visit, *kind, form, asked.errors, false);
  const std::string passphrase(form.get("passphrase"));
  if (asked.plain && form.get("sure") != "1") {
    return look_page(desk, visit, asked, {{"sure", Error(ErrorCode::invalid_input, "Tick this, or choose the encrypted ZIP.")}});
  }
  // Only one of ours: the format protects a short one badly.
  if (!asked.plain && !vault::is_suggested_passphrase(passphrase)) return look_page(desk, visit, asked, {});
  const auto table = begin_out(desk, visit, asked.request);
  if (!table) return web::error_page(visit, table.error());
  auto content = asked.csv ? statistics::to_csv(table->columns, table->next) : statistics::to_xlsx("Arasha", table->columns, table->next);
  if (!content) return web::error_page(visit, content.error());
  const std::string name = std::string("arasha-") + out_code(*kind) + "-" + to_iso(today(desk));
  const std::string inner = name + (asked.csv ? ".csv" : ".xlsx");
  if (asked.plain) return web::Response::download(inner, asked.csv ? "text/csv; charset=utf-8" : kXlsxType, *std::move(content));
  auto locked = statistics::lock_in_zip(inner, *content, passphrase);
  crypto::wipe(*content);
  if (!locked) return web::error_page(visit, locked.error());
  return web::Response::download(name + ".zip", "application/zip", *std::move(locked));
}

}  // namespace

void add_out_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/out/{kind}", begin);
  on_post(site, desk, "/out/{kind}", look);
  on_post(site, desk, "/out/{kind}/file", file);
  site.get("/out/{kind}/file", [](const Visit&) { return web::Response::redirect("/cases"); });
}

}  // namespace arasha::casework
