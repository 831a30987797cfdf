// The reading record, for auditors.
#include <algorithm>
#include <charconv>
#include <limits>
#include <sstream>

#include "arasha/cards.pb.h"
#include "arasha/options.pb.h"
#include "base/text.h"
#include "organization/readings.h"
#include "organization/room.h"
#include "schema/entry_types.h"
#include "statistics/csv.h"

namespace arasha::organization {
namespace {

constexpr std::size_t kRows = 50;
constexpr std::size_t kWalk = 20'000;         // lines looked at for one page
constexpr std::size_t kExportWalk = 500'000;  // and for one file
constexpr std::uint64_t kNewest = std::numeric_limits<std::uint64_t>::max();

struct Question {
  ReadingFilter filter;
  std::uint64_t before = kNewest;
  web::FieldErrors errors;
};

Question question_of(const schema::FormData& data) {
  Question out;
  if (const auto member = MemberId::from_text(data.get("member")); !data.get("member").empty()) {
    if (member) out.filter.member = *member;
    else out.errors.push_back({"member", Error(ErrorCode::invalid_input, "Choose from the list.")});
  }
  if (const auto action = action_from_code(data.get("action")); !data.get("action").empty()) {
    if (action) out.filter.action = *action;
    else out.errors.push_back({"action", Error(ErrorCode::invalid_input, "Choose from the list.")});
  }
  for (const char letter : trim(data.get("file"))) {
    if (letter >= 'A' && letter <= 'Z') out.filter.file += static_cast<char>(letter - 'A' + 'a');
    else out.filter.file += letter;
  }
  auto day = data.has("day") ? schema::read_date(data.get("day")) : schema::read_date(data.get("day-day"), data.get("day-month"), data.get("day-year"));
  if (!day) out.errors.push_back({"day", day.error()});
  else if (auto date = date_from_iso(*day); date) out.filter.day = *date;
  const std::string_view before = data.get("before");
  std::from_chars(before.data(), before.data() + before.size(), out.before);
  return out;
}

std::string short_id(FileId file) { return file.text().substr(0, 8); }

// The alias where the auditor may open the file herself; else the beginning of the random id.
std::string file_label(const vault::Vault& vault, const Visit& visit, FileId file, std::map<FileId, std::string>& known) {
  if (file.is_nil()) return {};
  const auto found = known.find(file);
  if (found != known.end()) return found->second;
  std::string label = short_id(file);
  if (const auto content = vault.card(visit.keyring, file, ASSISTANCE); content && *content) {
    if (const auto card = schema::parse_as<CaseCard>(**content); card && !card->alias().empty()) label = card->alias() + " (" + label + ")";
  }
  return known.emplace(file, std::move(label)).first->second;
}

Html filter_fields(const Catalogue& words, const vault::Directory& state, const schema::FormData& query, const web::FieldErrors& errors) {
  std::vector<web::Choice> members;
  for (const auto& [id, member] : state.members()) members.push_back({id.text(), member.name});
  std::sort(members.begin(), members.end(), [](const web::Choice& a, const web::Choice& b) { return a.text < b.text; });
  std::vector<web::Choice> actions;
  for (int i = 1; i <= static_cast<int>(kLastAction); ++i) {
    const auto action = static_cast<vault::Action>(i);
    actions.push_back({std::string(action_code(action)), std::string(action_name(words, action))});
  }
  const auto one = [&](const char* name, const char* label, std::vector<web::Choice> choices) {
    return web::choice_field(words, {.name = name, .label = std::string(words.text(label)), .choices = std::move(choices),
                                     .chosen = {std::string(query.get(name))}, .kind = web::ChoiceKind::select, .optional = true,
                                     .nothing = std::string(words.text(N_("All")))}, errors);
  };
  Html out = one("member", N_("Member"), std::move(members));
  out.add(one("action", N_("What was done"), std::move(actions)));
  out.add(web::text_field(words, {.name = "file", .label = std::string(words.text(N_("File"))),
                                  .hint = std::string(words.text(N_("The first letters of its number in this list."))),
                                  .value = std::string(query.get("file")), .width = 20, .optional = true}, errors));
  out.add(web::date_field(words, "day", words.text(N_("Day")), "", query, errors));
  return out;
}

Html rows_table(const vault::Vault& vault, const Visit& visit, const vault::Directory& state, const ReadingList& list) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("Readings, newest first")),
                   {{N_("Time")}, {N_("Member")}, {N_("What was done")}, {N_("File")}, {.label = N_("Files shown"), .number = true}}, list.rows.size());
  std::map<FileId, std::string> known;
  for (const vault::RecordedReading& line : list.rows) {
    const vault::Reading& reading = line.reading;
    table.row();
    table.cell(words.moment(reading.time));
    table.cell(web::link("/readings?member=" + reading.member.text(), member_name(state, reading.member)));
    table.cell(action_name(words, reading.action));
    if (reading.file.is_nil()) table.cell();
    else table.cell(web::link("/readings?file=" + reading.file.text(), file_label(vault, visit, reading.file, known)));
    table.cell(reading.count == 0 ? std::string() : words.number(reading.count));
  }
  return std::move(table).html();
}

std::string counts_line(const Catalogue& words, const ReadingList& list) {
  std::vector<std::string> parts;
  for (const auto& [action, count] : list.counts) {
    parts.push_back(std::string(action_name(words, action)) + ": " + words.number(static_cast<std::int64_t>(count)));
  }
  return joined(parts);
}

// Refused, and written down: trying to see who reads what is itself worth seeing.
web::Response refuse_and_record(vault::Vault& vault, const Visit& visit) {
  if (auto recorded = vault.record(visit.keyring, vault::Action::refused, FileId(), 0); !recorded) return web::error_page(visit, recorded.error());
  return web::error_page(visit, Error(ErrorCode::denied, "Only the auditors may see who read what."));
}

web::Response readings_page(vault::Vault& vault, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = vault.directory();
  if (!rights_of(*state, visit.keyring.member()).auditor) return refuse_and_record(vault, visit);
  const schema::FormData& query = visit.request.query;
  Question question = question_of(query);
  if (auto recorded = vault.record(visit.keyring, vault::Action::audited, FileId(), 0); !recorded) return web::error_page(visit, recorded.error());
  const auto list = find_readings(vault, visit.keyring, question.filter, question.before, kRows, kWalk);
  if (!list) return web::error_page(visit, list.error());

  web::Page page = page_of(vault, visit, std::string(words.text(N_("Reading record"))));
  page.main = web::error_summary(words, question.errors);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("Who opened, listed, searched, exported or counted what. It is written before anything is shown, and only auditors can read it. Looking at it is written down too."))));
  page.main.add(web::paragraph(web::link("/readings/alerts", words.text(N_("Signs in the reading record")))));
  page.main.add(web::filter_panel(words, "/readings", filter_fields(words, *state, query, question.errors), !question.filter.is_empty()));
  if (!question.filter.is_empty()) page.main.add(web::paragraph(web::link("/readings", words.text(N_("Show everything")))));
  if (list->rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing fits")), words.text(N_("Take off a filter, or look at another day."))));
  } else {
    page.main.add(web::paragraph(words.plural("{1} reading fits.", "{1} readings fit.", static_cast<std::int64_t>(list->fitting)), " ", counts_line(words, *list)));
    page.main.add(rows_table(vault, visit, *state, *list));
  }
  if (list->walked >= kWalk) {
    page.main.add(web::inset(Html::text(words.text(N_("This page looked at {1} lines. What is older comes with “Older readings”."), {words.number(static_cast<std::int64_t>(list->walked))}))));
  }
  if (list->next) {
    page.main.add(web::paragraph(web::link(web::address_with("/readings", query, {{"before", std::to_string(*list->next)}}), words.text(N_("Older readings")))));
  }
  Html hidden;
  for (const auto& [name, value] : query.fields()) {
    if (name != "csrf" && name != "before") hidden.add(web::hidden(name, value));
  }
  page.main.add(web::post_form("/readings/export", visit.csrf, hidden, web::button(words.text(N_("Download as a table (CSV)")))));
  return answer(std::move(page), question.errors.empty() ? 200 : 400);
}

web::Response export_readings(vault::Vault& vault, const Visit& visit) {
  const auto state = vault.directory();
  if (!rights_of(*state, visit.keyring.member()).auditor) return refuse_and_record(vault, visit);
  const Question question = question_of(visit.request.form);
  if (!question.errors.empty()) return web::error_page(visit, question.errors[0].error);
  const auto list = find_readings(vault, visit.keyring, question.filter, kNewest, kExportWalk, kExportWalk);
  if (!list) return web::error_page(visit, list.error());
  if (auto recorded = vault.record(visit.keyring, vault::Action::exported, FileId(), static_cast<std::uint32_t>(list->rows.size())); !recorded) {
    return web::error_page(visit, recorded.error());
  }
  std::ostringstream out;
  statistics::CsvWriter csv(out);
  csv.row(std::vector<std::string>{"time", "member", "action", "file", "files_shown"});
  for (const vault::RecordedReading& line : list->rows) {
    const vault::Reading& reading = line.reading;
    csv.row(std::vector<std::string>{to_iso(reading.time), member_name(*state, reading.member), std::string(action_code(reading.action)),
                                     reading.file.is_nil() ? std::string() : reading.file.text(), std::to_string(reading.count)});
  }
  return web::Response::download("readings.csv", "text/csv; charset=utf-8", std::move(out).str());
}

}  // namespace

void add_reading_pages(web::Site& site) {
  vault::Vault& vault = site.vault();
  site.get("/readings", [&vault](const Visit& visit) { return readings_page(vault, visit); });
  site.post("/readings/export", [&vault](const Visit& visit) { return export_readings(vault, visit); });
  site.place(70, "/readings", N_("Reading record"),
             [](const vault::Directory& state, MemberId member) { return rights_of(state, member).auditor; });
}

}  // namespace arasha::organization
