// Beginning a handover: of one case, of those marked in the list, or of the whole shelter. Nothing is sent before it was looked at.
#include <set>

#include "casework/closing/rules.h"
#include "casework/consent/pages.h"
#include "casework/consent/words.h"
#include "casework/lists/bulk.h"
#include "handover/room.h"
#include "schema/vocabulary.h"

namespace arasha::handover {
namespace {

// --- What was chosen

struct Begun {
  std::vector<FileId> cases;
  bool whole = false;
  std::string back = "/handover";
  bool is_set() const { return whole || cases.size() != 1; }
};

Begun read_begun(const schema::FormData& form) {
  Begun out;
  std::set<FileId> seen;
  for (const std::string_view text : form.all("case")) {
    const auto file = FileId::from_text(text);
    if (file && seen.insert(*file).second) out.cases.push_back(*file);
  }
  out.whole = !form.get("whole").empty();
  if (form.has("back")) out.back = web::safe_return(form.get("back"));
  return out;
}

const vault::Partner* partner_in(const vault::Directory& state, const schema::FormData& typed) {
  const auto id = OrganizationId::from_text(typed.get("partner"));
  const vault::Partner* partner = id ? state.partner(*id) : nullptr;
  return partner != nullptr && partner->keys ? partner : nullptr;
}

// What was before the eyes when it was sent: to another partner, or with other cases, it is shown first.
std::string seen_mark(OrganizationId partner, const std::vector<Look>& looks) {
  std::string text = partner.text();
  for (const Look& one : looks) {
    text += one.file.text();
    for (const std::string& group : one.covered) text += "," + group;
  }
  const crypto::Hash hash = crypto::fingerprint("arasha/handover-seen/v1", {view(text)});
  return to_hex(hash);
}

bool may_go(const Look& look) { return look.obstacle == nullptr && !look.covered.empty(); }

// --- What it would mean

std::vector<std::string> duties_of(const Catalogue& words, const Look& look, Date day) {
  std::vector<std::string> out;
  for (const casework::Obligation& one : casework::open_obligations(look.story, day)) {
    const std::string value = *one.vocabulary == 0 ? one.value : casework::label(words, one.vocabulary, one.value);
    out.push_back(words.text(one.text, {value}));
  }
  return out;
}

Html list_of(const std::vector<std::string>& texts) {
  Html items;
  for (const std::string& text : texts) items.add(el("li", {}, text));
  return texts.empty() ? Html() : el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items);
}

std::string type_text(const Catalogue& words, const TypeCount& one) {
  const schema::EntryType* type = schema::entry_type(static_cast<std::uint16_t>(one.type()));
  const std::string title = type == nullptr ? std::to_string(one.type()) : std::string(words.text(type->title.c_str()));
  return one.count() == 1 ? title : words.text(N_("{1}: {2}"), {title, words.number(one.count())});
}
std::vector<std::string> types_of(const Catalogue& words, const google::protobuf::RepeatedPtrField<TypeCount>& counts) {
  std::vector<std::string> out;
  for (const TypeCount& one : counts) out.push_back(type_text(words, one));
  return out;
}

std::string stays_text(const Catalogue& words, const Look& look) {
  std::string out;
  if (const std::uint32_t staying = sum_of(look.inventory.staying()); staying > 0) out = words.plural("{1} entry: no consent covers it", "{1} entries: no consent covers them", staying);
  if (look.inventory.closed() > 0) out += (out.empty() ? "" : "; ") + words.plural("{1} entry is closed to you", "{1} entries are closed to you", look.inventory.closed());
  return out;
}

std::string why_it_cannot(const Catalogue& words, const Look& look) {
  if (look.obstacle != nullptr) return std::string(words.text(look.obstacle));
  return look.refusal ? std::string(words.text(casework::sentence_of(look.refusal->refusal))) : std::string();
}

Html one_look(const Visit& visit, const Look& look, Date day) {
  const Catalogue& words = visit.words;
  if (!may_go(look)) {
    Html out = web::warning(words, words.text(N_("This case cannot go yet.")));
    if (look.obstacle != nullptr) out.add(web::paragraph(words.text(look.obstacle)));
    else if (look.refusal) out.add(casework::ways_out(visit, look.file, *look.refusal));
    return out;
  }
  const CaseInventory& inventory = look.inventory;
  web::SummaryList list;
  list.add(words.text(N_("The person agreed to")), casework::group_names(words, look.covered));
  list.add(words.text(N_("What goes")), counts_text(words, sum_of(inventory.going()), inventory.documents(), inventory.document_bytes()));
  list.add(words.text(N_("What stays here")), stays_text(words, look));
  if (inventory.originals() > 0) list.add(words.text(N_("Papers of the person that lie with us")), words.number(inventory.originals()));
  if (inventory.restricted()) list.add(words.text(N_("Restricted")), words.text(N_("There too, only the people whom the partner names will open it.")));
  list.add(words.text(N_("What still runs")), list_of(duties_of(words, look, day)));
  Html out = list.html();
  out.add(web::details(words.text(N_("What goes, by kind")), list_of(types_of(words, inventory.going()))));
  if (!inventory.staying().empty()) out.add(web::details(words.text(N_("What stays here, by kind")), list_of(types_of(words, inventory.staying()))));
  if (look.refusal) out.add(web::details(words.text(N_("What is not covered, and what to do")), casework::ways_out(visit, look.file, *look.refusal)));
  return out;
}

Html set_table(const Catalogue& words, const std::vector<Look>& looks, Date day) {
  web::Table table(words, words.text(N_("What goes, and what stays")), {{N_("Case")}, {N_("What goes")}, {N_("What stays here")}, {N_("Papers with us")}, {N_("What still runs")}}, looks.size());
  for (const Look& look : looks) {
    table.row();
    table.cell(web::link("/case/" + look.file.text(), look.card.alias()));
    if (!may_go(look)) {
      table.cell(web::tag(web::Meaning::danger, words.text(N_("Cannot go yet"))), casework::quiet(why_it_cannot(words, look)), " ",
                 look.obstacle == nullptr ? web::link("/case/" + look.file.text() + "/handover", words.text(N_("What to do")), look.card.alias()) : Html());
      for (int i = 0; i < 3; ++i) table.cell("");
      continue;
    }
    table.cell(counts_text(words, sum_of(look.inventory.going()), look.inventory.documents(), look.inventory.document_bytes()));
    table.cell(stays_text(words, look));
    table.cell(look.inventory.originals() == 0 ? std::string() : words.number(look.inventory.originals()));
    const auto duties = duties_of(words, look, day);
    table.cell(duties.empty() ? std::string() : words.number(static_cast<std::int64_t>(duties.size())));
  }
  return std::move(table).html();
}

// --- The page

struct BeginPage {
  const Begun& begun;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  const std::vector<Look>* looks = nullptr;  // null: nothing was looked at yet
  const vault::Partner* partner = nullptr;
  int status = 200;
};

Html looked(const Room& room, const Visit& visit, const BeginPage& it) {
  if (it.looks == nullptr) return {};
  const Catalogue& words = visit.words;
  const Date day = casework::today(room.desk);
  Html out = web::subheading(words.text(N_("What {1} would take over"), {it.partner->name}), "looked");
  if (!it.begun.is_set()) {
    out.add(one_look(visit, it.looks->front(), day));
    return out;
  }
  const auto going = std::count_if(it.looks->begin(), it.looks->end(), may_go);
  out.add(web::paragraph(words.text(N_("{1} of {2} cases can go."), {words.number(going), words.number(static_cast<std::int64_t>(it.looks->size()))})));
  out.add(set_table(words, *it.looks, day));
  return out;
}

web::Response begin_page(const Room& room, const Visit& visit, const BeginPage& it) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  const bool is_set = it.begun.is_set();
  web::Page page = visit.page(std::string(words.text(it.begun.whole ? N_("Hand over the whole shelter") : is_set ? N_("Hand over several cases") : N_("Hand over the case"))));
  page.back = it.begun.back;
  page.wrong = !it.errors.empty();
  web::Labels labels{{"partner", std::string(words.text(N_("To whom")))}};
  casework::add_labels(labels, words, *HandoverTerms::descriptor());
  page.main = web::error_summary(words, it.errors, labels);
  page.main.add(is_set ? web::heading(words.plural("{1} case", "{1} cases", static_cast<std::int64_t>(it.begun.cases.size())), page.title) : web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("The partner gets an offer with numbers and no names, and answers it. Only then the cases go, each with the person's consent as it stands on that day. We are responsible until the partner has taken a case over."))));
  web::ChoiceField who{.name = "partner", .label = std::string(words.text(N_("To whom"))), .choices = {}, .chosen = {std::string(it.typed.get("partner"))}, .kind = web::ChoiceKind::select};
  who.nothing = std::string(words.text(N_("Choose a partner")));
  for (const auto& [id, partner] : state->partners()) {
    if (partner.keys) who.choices.push_back({id.text(), partner.name});
  }
  std::sort(who.choices.begin(), who.choices.end(), [](const web::Choice& a, const web::Choice& b) { return a.text < b.text; });
  if (who.choices.empty()) {
    page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Two stewards compare the keys of a partner first.")), web::button_link("/partners", words.text(N_("Partners and their keys")))));
    return web::Response::page(web::layout(page));
  }
  page.main.add(looked(room, visit, it));
  Html inside = casework::once_field(it.typed);
  for (const FileId file : it.begun.cases) inside.add(web::hidden("case", file.text()));
  if (it.begun.whole) inside.add(web::hidden("whole", "1"));
  inside.add(web::hidden("back", it.begun.back));
  inside.add(web::choice_field(words, who, it.errors));
  inside.add(casework::fields_html(words, *HandoverTerms::descriptor(), it.typed, it.errors));
  Html send;
  if (it.looks != nullptr && std::any_of(it.looks->begin(), it.looks->end(), may_go)) {
    inside.add(web::hidden("seen", seen_mark(it.partner->id, *it.looks)));
    send = el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "send"}}, words.text(N_("Send the offer")));
  }
  const Html look = el("button", {{"class", send.is_empty() ? "govuk-button" : "govuk-button govuk-button--secondary"}, {"type", "submit"}, {"name", "as"}, {"value", "show"}}, words.text(N_("Look what will go")));
  inside.add(web::actions(send, look, web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::post_form("/handover/new", visit.csrf, inside));
  return web::Response::page(web::layout(page), it.status);
}

schema::FormData fresh_form(const Room& room) {
  schema::FormData typed;
  const auto day = std::chrono::sys_days(casework::today(room.desk));
  casework::put_today(typed, "answer_by", Date(day + std::chrono::days(7)));
  casework::put_today(typed, "day", Date(day + std::chrono::days(14)));
  typed.add("once", crypto::random_id<ThreadId>().text());
  return typed;
}

web::Response begin(const Room& room, const Visit& visit, const Begun& begun) { return begin_page(room, visit, {begun, fresh_form(room), {}}); }

// --- The ways in

web::Response of_case(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  if (!file || !room.vault.may_open(visit.keyring, *file, ASSISTANCE)) return no_page(visit);
  return begin(room, visit, {{*file}, false, "/case/" + file->text()});
}

web::Response sorry(const Visit& visit, const std::string& back, const std::string& sentence) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Hand over several cases"))));
  page.back = back;
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(sentence));
  page.main.add(web::button_link(back, words.text(N_("Back"))));
  return web::Response::page(web::layout(page), 400);
}

web::Response of_chosen(const Room& room, const Visit& visit) {
  if (!is_steward(room.vault, visit)) return no_page(visit);
  const std::string back = web::safe_return(visit.request.form.get("back"));
  const auto ids = casework::chosen_cases(room.desk, visit);
  if (!ids) return sorry(visit, back, visit.words.error(ids.error()));
  Begun begun{{}, false, back};
  for (const std::string& id : *ids) {
    const auto file = FileId::from_text(id);
    if (file && room.vault.may_open(visit.keyring, *file, ASSISTANCE)) begun.cases.push_back(*file);
  }
  if (begun.cases.empty()) return sorry(visit, back, std::string(visit.words.text(N_("You cannot open this case."))));
  return begin(room, visit, begun);
}

// All that are open, and those that are closed too where she wants it.
web::Response of_shelter(const Room& room, const Visit& visit) {
  if (!is_steward(room.vault, visit)) return no_page(visit);
  Begun begun{{}, true, "/handover"};
  {
    auto access = room.tables.projection().enter(visit.keyring, ASSISTANCE);
    if (!access) return web::error_page(visit, access.error());
    projection::CaseQuery query;
    if (visit.request.query.get("closed").empty()) query.state = "open";
    begun.cases = room.tables.cases().files(*access, query);
  }
  if (begun.cases.empty()) return sorry(visit, "/handover", std::string(visit.words.text(N_("There is no open case that you may open."))));
  if (begun.cases.size() > kMostCases) {
    return sorry(visit, "/handover", visit.words.text(N_("These are {1} cases, more than go at once. Mark at most {2} in the list of cases and hand them over in several parts."),
                                                      {visit.words.number(static_cast<std::int64_t>(begun.cases.size())), visit.words.number(kMostCases)}));
  }
  return begin(room, visit, begun);
}

// --- Looking, and sending

void check_terms(const HandoverTerms& terms, Date day, web::FieldErrors& errors) {
  const auto answer = date_from_iso(terms.answer_by());
  const auto from = date_from_iso(terms.day());
  for (const auto& [name, date] : {std::pair{"answer_by", answer}, {"day", from}}) {
    if (date && *date < day) errors.push_back({name, Error(ErrorCode::invalid_input, N_("This day is over. Choose today or a later one."))});
  }
  if (answer && from && *from < *answer) errors.push_back({"day", Error(ErrorCode::invalid_input, N_("The cases would go before the partner has to answer. Choose a later day, or ask for an answer earlier."))});
}

web::Response look_or_send(const Room& room, const Visit& visit) {
  const schema::FormData& typed = visit.request.form;
  const Begun begun = read_begun(typed);
  if (begun.cases.empty() || begun.cases.size() > kMostCases || (begun.is_set() && !is_steward(room.vault, visit))) return no_page(visit);
  if (!typed.get(web::kMoreRows).empty()) return begin_page(room, visit, {begun, typed, {}});
  const auto state = room.vault.directory();
  const vault::Partner* partner = partner_in(*state, typed);
  HandoverTerms terms;
  web::FieldErrors errors = schema::parse_form(typed, terms);
  if (partner == nullptr) errors.push_back({"partner", Error(ErrorCode::invalid_input, N_("Choose one of the partners in the list."))});
  check_terms(terms, casework::today(room.desk), errors);
  if (!errors.empty()) return begin_page(room, visit, {begun, typed, errors, nullptr, nullptr, 400});
  const auto once = ThreadId::from_text(typed.get("once"));
  const ThreadId thread = once && !once->is_nil() ? *once : crypto::random_id<ThreadId>();
  const FileId file = exchange::file_of(room.vault, thread);
  if (room.vault.may_open(visit.keyring, file, REFERRAL)) return web::Response::redirect(address_of(file), N_("The offer was sent before."));
  std::vector<Look> looks;
  for (const FileId one : begun.cases) {
    if (!room.vault.may_open(visit.keyring, one, ASSISTANCE)) return no_page(visit);
    auto look = look_at(room.vault, visit.keyring, one, partner->name, thread);
    if (!look) return web::error_page(visit, look.error());
    looks.push_back(std::move(*look));
  }
  const bool seen = typed.get("as") == "send" && typed.get("seen") == seen_mark(partner->id, looks);
  if (!seen) return begin_page(room, visit, {begun, typed, {}, &looks, partner});
  const auto sent = offer(room.vault, visit.keyring, thread, partner->id, terms, looks, begun.whole);
  if (!sent) return web::error_page(visit, sent.error());
  if (room.nudge) room.nudge();
  return web::Response::redirect(address_of(file), sent->by_hand ? N_("Saved. The partner has no address on the network: download the file and carry it.") : N_("The offer is sent."));
}

// --- The list

web::Response list_page(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  if (room.collect) room.collect(visit.keyring);
  web::Page page = visit.page(std::string(words.text(N_("Handing over cases"))));
  page.back = "/referrals";
  page.main = web::heading(page.title);
  std::vector<referral::ThreadRow> rows;
  {
    auto access = room.tables.projection().enter(visit.keyring, REFERRAL);
    if (!access) return web::error_page(visit, access.error());
    rows = room.threads.handovers(*access);
  }
  const auto recorded = room.vault.record(visit.keyring, vault::Action::listed, {}, static_cast<std::uint32_t>(rows.size()));
  if (!recorded) return web::error_page(visit, recorded.error());
  page.main.add(web::paragraph(words.text(N_("One case is handed over from its page, several from the list of cases. What partners hand over to us stands here, too."))));
  if (is_steward(room.vault, visit)) {
    page.main.add(web::actions(web::button_link("/handover/whole", words.text(N_("Hand over the whole shelter"))), web::link("/handover/whole?closed=1", words.text(N_("With the closed cases, too"))),
                               web::link("/cases", words.text(N_("The list of cases")))));
  }
  if (rows.empty()) {
    page.main.add(web::empty_state(words.text(N_("Nothing here")), words.text(N_("No case was handed over yet."))));
    return web::Response::page(web::layout(page));
  }
  const Date day = casework::today(room.desk);
  web::Table table(words, words.text(N_("Handovers")), {{N_("Partner")}, {N_("What it is")}, {N_("Cases")}, {N_("State")}, {N_("Changed")}}, rows.size());
  for (const referral::ThreadRow& row : rows) {
    const auto* them = referral::other_side(row.card);
    const Numbers numbers = numbers_of(details_of(row.card));
    table.row();
    table.cell(web::link(address_of(row.file), them == nullptr ? "" : them->name()));
    table.cell(words.text(row.card.ours() ? N_("We hand over cases") : N_("Cases are handed over to us")));
    table.cell(words.text(N_("{1}, taken over: {2}"), {words.number(numbers.all), words.number(numbers.taken)}));
    table.cell(web::tag(referral::waits_for_us(row.card, day) ? web::Meaning::waiting : web::Meaning::plain, casework::label(words, "thread_state", referral::state_on(row.card, day))));
    table.cell(words.moment(from_milliseconds(row.card.changed())));
  }
  page.main.add(std::move(table).html());
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_begin_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/handover", list_page);
  on_get(site, room, "/handover/whole", of_shelter);
  on_post(site, room, "/handover/new", look_or_send);
  site.get("/handover/new", [](const Visit&) { return web::Response::redirect("/handover"); });
  on_get(site, room, "/case/{file}/handover", of_case);
  on_post(site, room, "/cases/handover", of_chosen);
  site.get("/cases/handover", [](const Visit&) { return web::Response::redirect("/cases"); });
}

}  // namespace arasha::handover
