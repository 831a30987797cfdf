// Signs in the reading record: what happened, by which rule, and that somebody looked at it.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "casework/oversight/alerts.h"
#include "casework/oversight/pages.h"

namespace arasha::casework {
namespace {

constexpr std::size_t kLongestNote = 1'000;

std::string note_name(const Alert& alert) { return std::string("note-") + sign_words()[static_cast<std::size_t>(alert.sign)].code + "-" + std::to_string(alert.first); }
const SignWords& words_of(Sign sign) { return sign_words()[static_cast<std::size_t>(sign)]; }

bool is_auditor(const Desk& desk, const Visit& visit) { return desk.vault.directory()->is_in(visit.keyring.member(), vault::CircleKind::auditors); }

// Refused, and written down: trying to see who reads what is itself worth seeing.
web::Response refused(const Desk& desk, const Visit& visit) {
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::refused, FileId(), 0); !recorded) return web::error_page(visit, recorded.error());
  return web::error_page(visit, Error(ErrorCode::denied, "Only the auditors may see who read what."));
}

// The record of that member and that day.
std::string record_address(const Alert& alert) {
  return "/readings?member=" + alert.member.text() + "&day=" + to_iso(local_day(alert.from));
}

std::string what_happened(const Catalogue& words, const Alert& alert) {
  const auto count = static_cast<std::int64_t>(alert.count);
  const std::string from = words.moment(alert.from);
  const std::string until = words.moment(alert.until);
  return words.plural("{1} file", "{1} files", count) + ", " + (from == until ? from : words.text(N_("{1} to {2}"), {from, until}));
}

Html files_of(const Desk& desk, const Visit& visit, const Alert& alert) {
  Html out;
  for (const FileId file : alert.files) {
    if (!out.is_empty()) out.add(", ");
    std::string name = file.text().substr(0, 8);
    if (const auto content = desk.vault.card(visit.keyring, file, ASSISTANCE); content && *content) {
      if (const auto card = schema::parse_as<CaseCard>(**content); card && !card->alias().empty()) name = card->alias();
    }
    out.add(web::link("/readings?file=" + file.text(), name));
  }
  if (alert.count > alert.files.size()) out.add(" …");
  return out;
}

Html mark_form(const Visit& visit, const LookedAt& one, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const std::string key = one.alert.key();
  const bool mine = visit.request.form.get("key") == key;
  Html fields = web::hidden("key", key);
  fields.add(once_field(mine ? visit.request.form : schema::FormData()));
  fields.add(web::text_field(words, {.name = note_name(one.alert), .label = std::string(words.text(N_("What you found"))), .hint = std::string(words.text(N_("For example: night shift, talked with her."))), .value = mine ? std::string(visit.request.form.get(note_name(one.alert))) : std::string(), .max_length = kLongestNote, .rows = 2},
                             mine ? errors : web::FieldErrors{}));
  return web::details(words.text(N_("I have looked at this")), web::post_form("/readings/alerts", visit.csrf, fields, web::button(words.text(N_("Save")))), mine);
}

web::Response alerts_page(const Desk& desk, const Visit& visit, const web::FieldErrors& errors, int status = 200) {
  const Catalogue& words = visit.words;
  if (!is_auditor(desk, visit)) return refused(desk, visit);
  if (auto recorded = desk.vault.record(visit.keyring, vault::Action::audited, FileId(), 0); !recorded) return web::error_page(visit, recorded.error());
  const auto list = reading_alerts(desk, visit.keyring);
  if (!list) return web::error_page(visit, list.error());
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Signs in the reading record"))));
  page.back = "/readings";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("What is striking among the readings of the last 31 days. It proves nothing: most have a good reason. Ask, and write down what you found; every auditor sees it."))));
  if (!list->all) page.main.add(web::warning(words, words.text(N_("There are so many readings that the oldest of these days were not looked at."))));
  if (list->damaged > 0) page.main.add(web::warning(words, words.text(N_("A notice in the ledger is damaged. Stop and call your administrator."))));
  if (is_auditor(desk, visit) && state->is_in(visit.keyring.member(), vault::CircleKind::stewards)) {
    page.main.add(web::paragraph(web::link("/settings/alerts", words.text(N_("From how many files something counts as a sign")))));
  }
  const bool only_open = visit.request.query.get("show") != "all";
  page.main.add(web::section_nav(words.text(N_("Signs in the reading record")), {{"/readings/alerts", words.text(N_("To look at: {1}"), {words.number(static_cast<std::int64_t>(list->open()))})}, {"/readings/alerts?show=all", std::string(words.text(N_("All")))}},
                                 only_open ? "/readings/alerts" : "/readings/alerts?show=all"));
  std::vector<const LookedAt*> shown;
  for (const LookedAt& one : list->rows) {
    if (!only_open || !one.looked) shown.push_back(&one);
  }
  if (shown.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing to look at")), words.text(N_("Signs appear here by the rules in the settings."))));
    return web::Response::page(web::layout(page), status);
  }
  const auto paging = web::Paging::of(visit.request.query, shown.size());
  web::Table table(words, words.text(N_("Signs, newest first")), {{N_("What happened")}, {N_("Member")}, {N_("Files")}, {N_("Looked at")}}, paging.last - paging.first);
  for (std::size_t i = paging.first; i < paging.last; ++i) {
    const LookedAt& one = *shown[i];
    table.row();
    table.cell(el("strong", {}, words.text(words_of(one.alert.sign).name)), el("div", {}, web::link(record_address(one.alert), what_happened(words, one.alert))));
    table.cell(member_name(*state, one.alert.member));
    table.cell(el("span", {}, files_of(desk, visit, one.alert)));
    if (one.looked) {
      table.cell(el("span", {{"class", "arasha-kept"}}, one.looked->text), el("div", {}, quiet(member_name(*state, one.looked->member) + ", " + words.moment(one.looked->time))));
    } else if (one.alert.member == visit.keyring.member()) {
      table.cell(quiet(words.text(N_("These are your own readings: another auditor looks at them."))));
    } else {
      table.cell(mark_form(visit, one, errors));
    }
  }
  page.main.add(std::move(table).html());
  page.main.add(web::pagination(words, paging, "/readings/alerts", visit.request.query));
  return web::Response::page(web::layout(page), status);
}

web::Response show(const Desk& desk, const Visit& visit) { return alerts_page(desk, visit, {}); }

web::Response mark(const Desk& desk, const Visit& visit) {
  if (!is_auditor(desk, visit)) return refused(desk, visit);
  const std::string key(visit.request.form.get("key"));
  const auto list = reading_alerts(desk, visit.keyring);
  if (!list) return web::error_page(visit, list.error());
  const auto found = std::find_if(list->rows.begin(), list->rows.end(), [&](const LookedAt& one) { return one.alert.key() == key; });
  if (found == list->rows.end()) return no_page(visit);
  if (found->alert.member == visit.keyring.member()) return web::error_page(visit, Error(ErrorCode::denied, N_("These are your own readings: another auditor looks at them.")));
  const std::string field = note_name(found->alert);
  const auto note = clean_text(visit.request.form.get(field));
  const auto wrong = [&](const char* sentence) { return alerts_page(desk, visit, {{field, Error(ErrorCode::invalid_input, sentence)}}, 400); };
  if (!note || trim(*note).empty()) return wrong(N_("Write what you found, in a few words."));
  if (length(*note) > kLongestNote) return wrong(N_("The text is too long. Shorten it."));
  vault::Notice notice;
  notice.id = once_of<EntryId>(visit);
  notice.kind = vault::NoticeKind::looked;
  notice.text = *note;
  notice.asked = key;
  if (auto said = desk.vault.put_notice(visit.keyring, notice); !said) return web::error_page(visit, said.error());
  return web::Response::redirect("/readings/alerts", N_("Saved."));
}

}  // namespace

void add_alert_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/readings/alerts", show);
  on_post(site, desk, "/readings/alerts", mark);
}

}  // namespace arasha::casework
