#include "casework/lists/bulk.h"

#include <algorithm>
#include <set>

#include "arasha/lists.pb.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

using google::protobuf::Message;

// One thing that is done with several cases.
struct Act {
  enum class Deed { give, flag, close } deed;
  const char* address;
  const char* title;   // msgids
  const char* button;
};
constexpr Act kAssign = {Act::Deed::give, "/cases/assign", N_("Give cases to a colleague"), N_("Give the cases")};
constexpr Act kFlag = {Act::Deed::flag, "/cases/flag", N_("Flag several cases"), N_("Flag the cases")};
constexpr Act kClose = {Act::Deed::close, "/cases/close", N_("Close several cases"), N_("Close the cases")};

std::string counted(const Catalogue& words, const Act& act, bool done, std::int64_t number) {
  switch (act.deed) {
    case Act::Deed::give:
      return done ? words.plural("{1} case was given", "{1} cases were given", number) : words.plural("{1} case will be given", "{1} cases will be given", number);
    case Act::Deed::flag:
      return done ? words.plural("{1} case was flagged", "{1} cases were flagged", number) : words.plural("{1} case will be flagged", "{1} cases will be flagged", number);
    case Act::Deed::close:
      return done ? words.plural("{1} case was closed", "{1} cases were closed", number) : words.plural("{1} case will be closed", "{1} cases will be closed", number);
  }
  return {};
}

// One case, and what stands in the way; nothing: it can be done, or was.
struct Chosen {
  FileId file;
  std::string alias;
  std::string obstacle;  // translated
};

web::Response sorry(const Visit& visit, const Act& act, const std::string& sentence) {
  const Catalogue& words = visit.words;
  const std::string back = web::safe_return(visit.request.form.get("back"));
  web::Page page = visit.page(std::string(words.text(act.title)));
  page.back = back;
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(sentence));
  page.main.add(web::button_link(back, words.text(N_("Back to the list"))));
  return web::Response::page(web::layout(page), 400);
}

// Those that no filter may show are found by their check.
Result<std::vector<std::string>> chosen_ids(const Desk& desk, const Visit& visit) {
  const schema::FormData& form = visit.request.form;
  std::vector<std::string> out;
  if (form.get("all").empty()) {
    std::set<std::string_view> seen;
    for (const std::string_view id : form.all("case")) {
      if (seen.insert(id).second) out.emplace_back(id);
    }
  } else {
    const AskedCases asked = read_filter(visit.words, *desk.vault.directory(), filter_from(form.get("filter")));
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    for (const FileId file : desk.tables.cases().files(access, asked.query)) {
      out.push_back(file.text());
      if (out.size() > kBulkMost) break;
    }
  }
  if (out.empty()) return Error(ErrorCode::invalid_input, "No case was chosen. Mark the cases in the list first.");
  if (out.size() > kBulkMost) {
    return Error(ErrorCode::too_large, "These are too many at once. Choose at most {1}, or narrow the filter.", {std::to_string(kBulkMost)});
  }
  return out;
}

// The card of a case that this member may open; a person's file, or another that is no case, has no alias.
std::optional<CaseCard> card_of_case(const Desk& desk, const Visit& visit, FileId file) {
  const auto bytes = desk.vault.card(visit.keyring, file, ASSISTANCE);
  if (!bytes || !*bytes) return std::nullopt;
  auto card = schema::parse_as<CaseCard>(**bytes);
  if (!card || card->alias().empty()) return std::nullopt;
  return *std::move(card);
}

using Obstacle = std::function<std::string(FileId file, const CaseCard& card)>;

std::vector<Chosen> look_at(const Desk& desk, const Visit& visit, const std::vector<std::string>& ids, const Obstacle& obstacle) {
  std::vector<Chosen> out;
  for (const std::string& id : ids) {
    const auto file = FileId::from_text(id);
    const auto card = file ? card_of_case(desk, visit, *file) : std::nullopt;
    if (!card) {
      out.push_back({file.value_or(FileId()), "", std::string(visit.words.text(N_("You cannot open this case.")))});
    } else {
      out.push_back({*file, card->alias(), obstacle(*file, *card)});
    }
  }
  return out;
}

// The same rules as when the entry is written: the case is opened for them.
std::string rules_against(const Desk& desk, const Visit& visit, FileId file, const Message& message) {
  if (!may_write(desk, visit, file, ASSISTANCE)) return std::string(visit.words.text(N_("You cannot open this case.")));
  const auto story = Cases(desk.vault).read(visit.keyring, file);
  if (!story) return visit.words.error(story.error());
  const auto errors = check(*story, message, today(desk), EntryId(), visit.keyring.member());
  return errors.empty() ? std::string() : visit.words.error(errors.front().error);
}

// Of each case its own, and the same when the form comes twice.
EntryId id_in(FileId file, EntryId once) {
  if (once.is_nil()) return {};
  const crypto::Hash hash = crypto::fingerprint("arasha/bulk-once/v1", {once.bytes(), file.bytes()});
  std::array<std::uint8_t, EntryId::kSize> bytes{};
  std::copy_n(hash.begin(), bytes.size(), bytes.begin());
  return EntryId::from_array(bytes);
}

Html chosen_list(const Catalogue& words, const std::vector<Chosen>& cases, bool possible) {
  Html items;
  for (const Chosen& one : cases) {
    if (one.obstacle.empty() != possible) continue;
    Html item = one.alias.empty() ? Html::text(words.text(N_("A case"))) : web::link("/case/" + one.file.text(), one.alias);
    if (!one.obstacle.empty()) {
      item.add(" – ");
      item.add(one.obstacle);
    }
    items.add(el("li", {}, item));
  }
  return items.is_empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

Html results(const Catalogue& words, const Act& act, const std::vector<Chosen>& cases, bool done) {
  const auto possible = std::count_if(cases.begin(), cases.end(), [](const Chosen& one) { return one.obstacle.empty(); });
  Html out;
  if (possible > 0) {
    out.add(el("div", {{"role", "status"}}, web::subheading(counted(words, act, done, possible)), chosen_list(words, cases, true)));
  }
  if (possible < static_cast<std::ptrdiff_t>(cases.size())) {
    out.add(web::subheading(words.text(N_("Not these"))));
    out.add(chosen_list(words, cases, false));
  }
  return out;
}

// First what would happen, then, on the second press, the deed and what came of it. `fields`: what the second press needs
// to know beside the cases.
web::Response look_or_do(const Desk& desk, const Visit& visit, const Act& act, web::Page page, std::vector<Chosen> cases, const Message& message, const Html& fields) {
  const Catalogue& words = visit.words;
  const schema::FormData& form = visit.request.form;
  const std::string back = web::safe_return(form.get("back"));
  page.back = back;
  const bool confirmed = form.has("confirmed");
  if (confirmed) {
    const EntryId once = once_of<EntryId>(visit);
    for (Chosen& one : cases) {
      if (!one.obstacle.empty()) continue;
      const auto done = Cases(desk.vault).add(visit.keyring, one.file, message, id_in(one.file, once));
      if (!done) one.obstacle = words.error(done.error());
    }
  }
  page.main.add(results(words, act, cases, confirmed));
  const bool possible = std::any_of(cases.begin(), cases.end(), [](const Chosen& one) { return one.obstacle.empty(); });
  if (confirmed || !possible) {
    page.main.add(web::button_link(back, words.text(N_("Back to the list"))));
    return web::Response::page(web::layout(page));
  }
  Html all = once_field(form);
  all.add(fields);
  for (const Chosen& one : cases) {
    if (one.obstacle.empty()) all.add(web::hidden("case", one.file.text()));
  }
  all.add(web::hidden("back", back));
  all.add(web::hidden("confirmed", "1"));
  const Html press = el("button", {{"class", act.deed == Act::Deed::close ? "govuk-button govuk-button--warning" : "govuk-button"}, {"type", "submit"}}, words.text(act.button));
  page.main.add(web::post_form(act.address, visit.csrf, all, web::actions(press, web::link(back, words.text(N_("Cancel"))))));
  return web::Response::page(web::layout(page));
}

web::Response assign_cases(const Desk& desk, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto ids = chosen_ids(desk, visit);
  if (!ids) return sorry(visit, kAssign, words.error(ids.error()));
  const auto state = desk.vault.directory();
  const auto member = MemberId::from_text(visit.request.form.get("member"));
  if (!member || state->member(*member) == nullptr) return sorry(visit, kAssign, std::string(words.text(N_("No colleague was chosen. Choose one under the list."))));
  Assignment assignment;
  assignment.set_member(member->text());
  auto cases = look_at(desk, visit, *ids, [&](FileId file, const CaseCard& card) -> std::string {
    const auto readers = readers_of(desk.vault, file, ASSISTANCE);
    const char* why = nullptr;
    if (card.state() == "closed") why = N_("The case is closed. Reopen it first.");
    else if (card.owner() == member->text()) why = N_("This colleague looks after it already.");
    else if (!readers || !std::binary_search(readers->members.begin(), readers->members.end(), *member)) why = N_("This colleague cannot open the case.");
    return why == nullptr ? std::string() : std::string(words.text(why));
  });
  web::Page page = visit.page(std::string(words.text(kAssign.title)));
  page.main = web::heading(member_name(*state, *member), page.title);
  return look_or_do(desk, visit, kAssign, std::move(page), std::move(cases), assignment, web::hidden("member", member->text()));
}

// --- Flags and closings: first the form, for all of them the same

web::Response entry_form(const Desk& desk, const Visit& visit, const Act& act, const schema::EntryType& type, const std::vector<std::string>& ids,
                         const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const std::string back = web::safe_return(visit.request.form.get("back"));
  web::Page page = visit.page(std::string(words.text(act.title)));
  page.back = back;
  page.wrong = !errors.empty();
  web::Labels labels;
  add_labels(labels, words, *type.descriptor);
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::hint(words.text(N_("The same is written into each of the cases."))));
  // Which ones, by alias.
  const auto cases = look_at(desk, visit, ids, [](FileId, const CaseCard&) { return std::string(); });
  page.main.add(web::details(words.plural("{1} case", "{1} cases", static_cast<std::int64_t>(cases.size())), chosen_list(words, cases, true)));
  Html fields = once_field(typed);
  for (const schema::FormField& field : schema::form_fields(*type.descriptor)) {
    if (field.name != "lifted") fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  for (const std::string& id : ids) fields.add(web::hidden("case", id));
  fields.add(web::hidden("back", back));
  fields.add(web::hidden("written", "1"));
  fields.add(web::actions(web::button(words.text(N_("Look what will happen"))), web::link(back, words.text(N_("Cancel")))));
  page.main.add(web::post_form(act.address, visit.csrf, fields));
  return web::Response::page(web::layout(page), errors.empty() ? 200 : 400);
}

Html hidden_fields(const Message& message) {
  Html out;
  const schema::FormData form = schema::to_form(message);
  for (const auto& [name, value] : form.fields()) out.add(web::hidden(name, value));
  out.add(web::hidden("written", "1"));
  return out;
}

template <class Entry>
web::Response write_into_cases(const Desk& desk, const Visit& visit, const Act& act) {
  const Catalogue& words = visit.words;
  const auto ids = chosen_ids(desk, visit);
  if (!ids) return sorry(visit, act, words.error(ids.error()));
  const schema::EntryType& type = schema::entry_type_of<Entry>();
  schema::FormData typed = visit.request.form;
  if (!typed.has("written")) {
    schema::FormData fresh;
    if (Entry::descriptor()->FindFieldByName("date") != nullptr) put_today(fresh, "date", today(desk));
    return entry_form(desk, visit, act, type, *ids, fresh, {});
  }
  Entry message;
  web::FieldErrors errors = schema::parse_form(typed, message);
  // What holds for no case at all, a day that has not come, is said beside the field.
  if (errors.empty()) {
    for (auto& error : check({}, message, today(desk), EntryId(), visit.keyring.member())) errors.push_back(std::move(error));
  }
  if (!errors.empty()) return entry_form(desk, visit, act, type, *ids, typed, errors);
  const bool confirmed = typed.has("confirmed");
  // The deed is checked while it is written; to look twice would open each case twice.
  auto cases = look_at(desk, visit, *ids, [&](FileId file, const CaseCard&) { return confirmed ? std::string() : rules_against(desk, visit, file, message); });
  web::Page page = visit.page(std::string(words.text(act.title)));
  page.main = web::heading(page.title);
  page.main.add(values_of(words, message));
  return look_or_do(desk, visit, act, std::move(page), std::move(cases), message, hidden_fields(message));
}

web::Response flag_cases(const Desk& desk, const Visit& visit) { return write_into_cases<CaseFlag>(desk, visit, kFlag); }
web::Response close_cases(const Desk& desk, const Visit& visit) { return write_into_cases<Closure>(desk, visit, kClose); }

// One press on the case or in a list: taken off today. Who else changed it in between is not overwritten.
web::Response lift(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  if (!file || !entry) return no_page(visit);
  Cases cases(desk.vault);
  const auto story = cases.read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const Item* item = story->find(*entry);
  const CaseFlag* flag = item == nullptr ? nullptr : item->as<CaseFlag>();
  if (flag == nullptr) return no_page(visit);
  const std::string back = "/case/" + file->text();
  if (!flag->lifted().empty()) return web::Response::redirect(back, N_("The flag was taken off already."));
  CaseFlag off = *flag;
  off.set_lifted(to_iso(today(desk)));
  const auto saved = cases.correct(visit.keyring, *file, *entry, off);
  if (!saved) return web::error_page(visit, saved.error());
  return web::Response::redirect(back, N_("The flag is taken off."));
}

Html press(const Catalogue& words, const char* address, const char* text) {
  return el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}, {"formaction", address}}, words.text(text));
}

}  // namespace

Result<std::vector<std::string>> chosen_cases(const Desk& desk, const Visit& visit) { return chosen_ids(desk, visit); }

Html bulk_fields(const Desk& desk, const Visit& visit, const vault::Directory& state, const BulkList& list) {
  const Catalogue& words = visit.words;
  web::ChoiceField who{"member", std::string(words.text(N_("Give the chosen cases to"))), {}, {}};
  for (const vault::Member* member : caseworkers(state)) who.choices.push_back({member->id.text(), member->name});
  who.kind = web::ChoiceKind::select;
  who.nothing = std::string(words.text(N_("Choose a colleague")));
  Html out = web::hidden("back", list.back);
  out.add(web::hidden("filter", list.filter));
  if (list.total > 1 && list.total <= kBulkMost) {
    web::ChoiceField all{"all", std::string(words.text(N_("Which cases"))), {}, {{"1", words.plural("All that fit the filter: {1}", "All that fit the filter: {1}", static_cast<std::int64_t>(list.total)), {}}}};
    all.kind = web::ChoiceKind::checkboxes;
    all.hint = words.text(N_("Without this tick: those marked in the list."));
    all.optional = true;
    out.add(web::choice_field(words, all));
  }
  out.add(el("div", {{"class", "arasha-assign"}}, web::choice_field(words, who),
             el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Give the cases")))));
  Html more;
  for (const BulkAct& act : desk.added->bulk_acts) {
    if (act.is_offered(visit)) more.add(press(words, act.address, act.text));
  }
  out.add(web::actions(press(words, kFlag.address, N_("Flag the chosen cases")), press(words, kClose.address, N_("Close the chosen cases")), more));
  return out;
}

void add_bulk_pages(web::Site& site, const Desk& desk) {
  on_post(site, desk, "/cases/assign", assign_cases);
  on_post(site, desk, "/cases/flag", flag_cases);
  on_post(site, desk, "/cases/close", close_cases);
  for (const Act& act : {kAssign, kFlag, kClose}) {
    site.get(act.address, [](const Visit&) { return web::Response::redirect("/cases"); });
  }
  on_post(site, desk, "/file/{file}/lift/{entry}", lift);
}

}  // namespace arasha::casework
