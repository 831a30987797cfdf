// Two persons side by side; joining them when they are one, and parting them again.
#include <algorithm>

#include "casework/differences.h"
#include "casework/person/duplicates.h"
#include "casework/person/merge.h"
#include "casework/person/pages.h"

namespace arasha::casework {
namespace {

struct Side {
  FileId file;
  Story story;
  const Identity* identity = nullptr;  // into `story`; null: erased
  PersonCard card;
  std::vector<projection::CaseRow> cases;
};
struct Pair {
  Side a;
  Side b;
  bool joined = false;      // one of them to the other
  FileId kept;              // of joined ones
};

// Recorded as readings. Nothing where one of the two is closed, or no person's file.
std::optional<Side> open_side(const Desk& desk, const Visit& visit, std::string_view text) {
  const auto file = FileId::from_text(text);
  if (!file || !desk.vault.may_open(visit.keyring, *file, IDENTITY)) return std::nullopt;
  Side out;
  out.file = *file;
  auto story = Cases(desk.vault).read(visit.keyring, *file);
  auto card = card_of_person(desk, visit, *file);
  if (!story || !card) return std::nullopt;
  out.story = std::move(*story);
  out.identity = out.story.last<Identity>();
  out.card = std::move(*card);
  return out;
}

Result<std::optional<Pair>> open_pair(const Desk& desk, const Visit& visit, const schema::FormData& from) {
  auto a = open_side(desk, visit, from.get("a"));
  auto b = open_side(desk, visit, from.get("b"));
  if (!a || !b) return std::optional<Pair>();
  Pair out{std::move(*a), std::move(*b), false, {}};
  out.a.identity = out.a.story.last<Identity>();
  out.b.identity = out.b.story.last<Identity>();
  if (joinings_of(out.a.story).into == out.b.file) out.kept = out.b.file;
  if (joinings_of(out.b.story).into == out.a.file) out.kept = out.a.file;
  out.joined = !out.kept.is_nil();
  TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
  for (Side* side : {&out.a, &out.b}) side->cases = desk.tables.cases().of_person(access, side->file);
  return std::optional<Pair>(std::move(out));
}

Html comparison(const Catalogue& words, const Pair& pair) {
  const Identity none;
  const Identity& a = pair.a.identity != nullptr ? *pair.a.identity : none;
  const Identity& b = pair.b.identity != nullptr ? *pair.b.identity : none;
  web::Table table(words, words.text(N_("What is recorded of both")), {{N_("Field")}, {N_("The first file")}, {N_("The second file")}, {N_("In comparison")}}, 20);
  for (const schema::FormField& field : schema::form_fields(*Identity::descriptor())) {
    const std::string left = value_of(a, field, words);
    const std::string right = value_of(b, field, words);
    if (left.empty() && right.empty()) continue;
    table.row();
    table.cell(words.text(field.label.c_str()));
    table.cell(el("span", {{"class", "arasha-kept"}}, left.empty() ? std::string_view("–") : std::string_view(left)));
    table.cell(el("span", {{"class", "arasha-kept"}}, right.empty() ? std::string_view("–") : std::string_view(right)));
    if (left == right) table.cell(web::tag(web::Meaning::good, words.text(N_("Agrees"))));
    else if (left.empty() || right.empty()) table.cell(quiet(words.text(N_("Only in one"))));
    else table.cell(web::tag(web::Meaning::waiting, words.text(N_("Differs"))));
  }
  return std::move(table).html();
}

std::string other_names(const PersonCard& card) {
  std::string out;
  for (int i = 1; i < card.names_size(); ++i) out += (out.empty() ? "" : "; ") + card.names(i);
  return out;
}

Html side_html(const Catalogue& words, const Side& side, const char* title, const std::string& id, Date today) {
  Html out = el("p", {{"class", "arasha-person"}}, el("strong", {}, name_of(words, side.card)), " ", quiet(short_person(words, side.card, today)));
  if (const std::string others = other_names(side.card); !others.empty()) out.add(el("p", {}, quiet(others)));
  out.add(case_links(words, side.cases));
  return section(words.text(title), id, out);
}

Html reason_field(const Catalogue& words, const google::protobuf::Descriptor& descriptor, const schema::FormData& typed, const web::FieldErrors& errors) {
  const schema::FormField field = field_named(descriptor, "reason");
  return web::form_field(words, field, field.name, typed, errors);
}

Html merge_form(const Visit& visit, const Pair& pair, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  web::ChoiceField which{"kept", std::string(words.text(N_("Which file is kept"))), {}, {}};
  which.hint = std::string(words.text(N_("New cases are opened there. Nothing is lost of the other.")));
  which.choices = {{pair.a.file.text(), words.text(N_("The first file: {1}"), {name_of(words, pair.a.card)})},
                   {pair.b.file.text(), words.text(N_("The second file: {1}"), {name_of(words, pair.b.card)})}};
  if (typed.has("kept")) which.chosen.emplace_back(typed.get("kept"));
  Html fields = once_field(typed);
  fields.add(web::hidden("a", pair.a.file.text()));
  fields.add(web::hidden("b", pair.b.file.text()));
  fields.add(web::choice_field(words, which, errors));
  fields.add(reason_field(words, *PersonMerged::descriptor(), typed, errors));
  fields.add(web::actions(web::button(words.text(N_("Join the two files")))));
  Html out = web::paragraph(words.text(N_("Both stories stay as they are, with all their cases. A search then shows one person, with both names and the cases of both. It can be taken back.")));
  out.add(kept_form("/person/merge", visit.csrf, fields));
  return section(words.text(N_("Is it one and the same person?")), "merge-heading", out);
}

Html part_form(const Visit& visit, const vault::Directory& state, const Pair& pair, const schema::FormData& typed, const web::FieldErrors& errors, bool may_part) {
  const Catalogue& words = visit.words;
  const Side& kept = pair.kept == pair.a.file ? pair.a : pair.b;
  const Side& other = pair.kept == pair.a.file ? pair.b : pair.a;
  Html out;
  const auto all = other.story.all<PersonMergedInto>();
  if (!all.empty()) {
    const Version& version = all.back()->latest();
    out.add(web::paragraph(words.text(N_("{1}, {2}: these two files were joined. The one that is kept: {3}."),
                                      {member_name(state, version.author), words.moment(version.time), name_of(words, kept.card)})));
    out.add(web::inset(el("span", {{"class", "arasha-kept"}}, all.back()->as<PersonMergedInto>()->reason())));
  }
  if (may_part) {
    Html fields = once_field(typed);
    fields.add(web::hidden("a", pair.a.file.text()));
    fields.add(web::hidden("b", pair.b.file.text()));
    fields.add(reason_field(words, *PersonUnmerged::descriptor(), typed, errors));
    fields.add(web::actions(el("button", {{"class", "govuk-button govuk-button--secondary"}, {"type", "submit"}}, words.text(N_("Part the two files again")))));
    out.add(kept_form("/person/unmerge", visit.csrf, fields));
  }
  return section(words.text(N_("Joined")), "merge-heading", out);
}

web::Response compare_page(const Desk& desk, const Visit& visit, const Pair& pair, const schema::FormData& typed, const web::FieldErrors& errors, int status,
                           const Html& notice = {}) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Two files side by side"))));
  page.back = "/file/" + pair.a.file.text();
  page.wrong = !errors.empty();
  web::Labels labels;
  labels["kept"] = words.text(N_("Which file is kept"));
  add_labels(labels, words, pair.joined ? *PersonUnmerged::descriptor() : *PersonMerged::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(notice);
  page.main.add(side_html(words, pair.a, N_("The first file"), "first-heading", today(desk)));
  page.main.add(side_html(words, pair.b, N_("The second file"), "second-heading", today(desk)));
  page.main.add(comparison(words, pair));
  const bool may = may_write(desk, visit, pair.a.file, IDENTITY) && may_write(desk, visit, pair.b.file, IDENTITY);
  if (pair.joined) page.main.add(part_form(visit, *desk.vault.directory(), pair, typed, errors, may));
  else if (may) page.main.add(merge_form(visit, pair, typed, errors));
  return web::Response::page(web::layout(page), status);
}

std::optional<web::Response> refuse_pair(const Visit& visit, const schema::FormData& from, const Result<std::optional<Pair>>& pair) {
  if (!pair) return web::error_page(visit, pair.error());
  if (!*pair) return no_page(visit);
  if (from.get("a") == from.get("b")) return web::error_page(visit, Error(ErrorCode::invalid_input, "This is one and the same file. There is nothing to join."));
  return std::nullopt;
}

web::Response compare(const Desk& desk, const Visit& visit) {
  const auto pair = open_pair(desk, visit, visit.request.query);
  if (auto refusal = refuse_pair(visit, visit.request.query, pair)) return std::move(*refusal);
  return compare_page(desk, visit, **pair, {}, {}, 200);
}

// `reason` is cleaned as any field of an entry; beside it the answer of `act`.
template <class MessageType, class Act>
web::Response change(const Desk& desk, const Visit& visit, const char* done, const Act& act) {
  const schema::FormData& form = visit.request.form;
  const auto pair = open_pair(desk, visit, form);
  if (auto refusal = refuse_pair(visit, form, pair)) return std::move(*refusal);
  MessageType message;
  web::FieldErrors errors = schema::parse_form(form, message);
  const auto merge = act(**pair, message.reason(), errors);
  if (!errors.empty()) return compare_page(desk, visit, **pair, form, errors, 400);
  const auto once = once_of<EntryId>(visit);
  const auto answer = std::is_same_v<MessageType, PersonMerged> ? merge_persons(desk.vault, visit.keyring, merge, once)
                                                                : part_persons(desk.vault, visit.keyring, merge, once);
  if (!answer && answer.error().code == ErrorCode::invalid_input) {
    const auto now = open_pair(desk, visit, form);  // somebody else may have joined or parted them meanwhile
    if (auto refusal = refuse_pair(visit, form, now)) return std::move(*refusal);
    return compare_page(desk, visit, **now, form, {}, 400, web::warning(visit.words, visit.words.error(answer.error())));
  }
  if (!answer) return web::error_page(visit, answer.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(compare_address((*pair)->a.file, (*pair)->b.file), done);
}

web::Response merge(const Desk& desk, const Visit& visit) {
  return change<PersonMerged>(desk, visit, N_("The two files are joined."), [&](const Pair& pair, const std::string& reason, web::FieldErrors& errors) {
    const std::string_view kept = visit.request.form.get("kept");
    const bool first = kept == pair.a.file.text();
    if (!first && kept != pair.b.file.text()) errors.push_back({"kept", Error(ErrorCode::invalid_input, "Answer this question.")});
    return first ? Merge{pair.a.file, pair.b.file, reason} : Merge{pair.b.file, pair.a.file, reason};
  });
}

web::Response unmerge(const Desk& desk, const Visit& visit) {
  return change<PersonUnmerged>(desk, visit, N_("The two files are parted again."), [](const Pair& pair, const std::string& reason, web::FieldErrors&) {
    return pair.kept == pair.b.file ? Merge{pair.b.file, pair.a.file, reason} : Merge{pair.a.file, pair.b.file, reason};
  });
}

// What was sent after its session had ended.
web::Response begin_again(const Desk& desk, const Visit& visit) {
  const schema::FormData draft = draft_of(desk, visit);
  if (!draft.has("a")) return web::Response::redirect("/people");
  const auto pair = open_pair(desk, visit, draft);
  if (auto refusal = refuse_pair(visit, draft, pair)) return std::move(*refusal);
  return compare_page(desk, visit, **pair, draft, {}, 200);
}

}  // namespace

std::string compare_address(FileId a, FileId b) { return "/person/compare?a=" + a.text() + "&b=" + b.text(); }

Html case_links(const Catalogue& words, const std::vector<projection::CaseRow>& cases) {
  if (cases.empty()) return el("p", {{"class", "govuk-hint"}}, words.text(N_("No case that you may open.")));
  Html items;
  for (const auto& row : cases) {
    items.add(el("li", {}, web::link("/case/" + row.file.text(), row.card.alias()), " ", state_tag(words, row.card.state()), " ",
                 danger_tag(words, row.card), " ", quiet(date_label(words, row.card.opened()))));
  }
  return el("ul", {{"class", "govuk-list"}}, items);
}

Result<Html> joined_panel(const Desk& desk, const Visit& visit, const CaseView& view) {
  const Catalogue& words = visit.words;
  if (!view.who) return Html();
  // Looked at first: a page of a case alone needs no list of persons in memory.
  const Joinings joinings = joinings_of(*view.who);
  if (!joinings.into && joinings.others.empty()) return Html();
  struct Other {
    FileId file;
    PersonCard card;
  };
  std::vector<Other> others;
  std::vector<FileId> files;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, IDENTITY));
    files = desk.tables.people().files_of(access, view.person);
  }
  for (const FileId file : files) {
    if (file == view.person) continue;
    auto card = card_of_person(desk, visit, file);
    if (card) others.push_back({file, std::move(*card)});
  }
  if (others.empty()) return Html();
  for (const Other& one : others) TRY_VOID(desk.vault.record(visit.keyring, vault::Action::listed, one.file, 1));
  std::vector<std::vector<projection::CaseRow>> cases;
  {
    TRY(access, desk.tables.projection().enter(visit.keyring, ASSISTANCE));
    for (const Other& one : others) cases.push_back(desk.tables.cases().of_person(access, one.file));
  }
  Html out = el("p", {{"class", "govuk-hint"}}, words.text(N_("This person has several files, which were joined. These are the others.")));
  Html items;
  for (std::size_t i = 0; i < others.size(); ++i) {
    Html item = el("div", {}, el("strong", {}, name_of(words, others[i].card)), " ", quiet(short_person(words, others[i].card, today(desk))));
    item.add(case_links(words, cases[i]));
    if (!view.printing) item.add(el("p", {{"class", "arasha-entry__links"}}, web::link(compare_address(view.person, others[i].file), words.text(N_("Compare")), name_of(words, others[i].card))));
    items.add(el("li", {{"class", "arasha-item"}}, item));
  }
  out.add(el("ul", {{"class", "arasha-items"}}, items));
  return section(words.text(N_("The same person")), "joined-heading", out);
}

Html twice_link(const Visit& visit, const CaseView& view) {
  if (view.printing) return {};
  return web::link("/person/" + view.person.text() + "/alike", visit.words.text(N_("Is this person recorded twice?")));
}

void add_merge_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/person/compare", compare);
  on_post(site, desk, "/person/merge", merge);
  on_post(site, desk, "/person/unmerge", unmerge);
  on_get(site, desk, "/person/merge", begin_again);
  on_get(site, desk, "/person/unmerge", begin_again);
}

void add_person_pages(web::Site& site, const Desk& desk) {
  add_people_pages(site, desk);
  add_duplicate_pages(site, desk);
  add_merge_pages(site, desk);
  add_family_pages(site, desk);
}

}  // namespace arasha::casework
