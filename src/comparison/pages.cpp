#include "comparison/pages.h"

#include <algorithm>

#include "casework/case_view.h"
#include "casework/parts.h"
#include "casework/person/duplicates.h"
#include "casework/person/pages.h"
#include "comparison/own_people.h"
#include "schema/form.h"

namespace arasha::comparison {
namespace {

using web::el;
using web::Html;
using web::Visit;

struct Room {
  vault::Vault& vault;
  projection::Tables& tables;
  Runs& runs;
  std::function<void()> nudge;
  std::function<void(const vault::Keyring&)> collect;
};
using RoomPtr = std::shared_ptr<const Room>;

bool is_in_circle(const vault::Directory& state, MemberId member) { return state.is_in(member, vault::CircleKind::referral); }
bool is_steward(const Room& room, const Visit& visit) { return room.vault.directory()->is_in(visit.keyring.member(), vault::CircleKind::stewards); }
bool opens_identities(const Room& room, const Visit& visit) { return casework::reads(*room.vault.directory(), visit.keyring.member(), IDENTITY); }

std::string address_of(OrganizationId partner) { return "/comparisons/" + partner.text(); }

// The partner of the address, where its keys count or something was written about it.
const vault::Partner* partner_of(const vault::Directory& state, const Visit& visit) {
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  return id ? state.partner(*id) : nullptr;
}

using RoomPage = web::Response (*)(const Room&, const Visit&, const vault::Partner&);
web::PageHandler guarded(const RoomPtr& room, RoomPage page) {
  return [room, page](const Visit& visit) {
    const auto state = room->vault.directory();
    const vault::Partner* partner = is_in_circle(*state, visit.keyring.member()) ? partner_of(*state, visit) : nullptr;
    return partner == nullptr ? no_page(visit) : page(*room, visit, *partner);
  };
}

Html terms_of(const Catalogue& words, const std::string& until, const std::string& runs, const std::string& persons) {
  return web::paragraph(words.text(N_("Until {1}; {2} times a month at most; {3} persons of the partner at most."), {casework::date_label(words, until), runs, persons}));
}

Html agreement(const Room& room, const Visit& visit, const vault::Partner& partner, const History& history, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  Html out;
  if (history.agreement) {
    const Agreement& agreed = *history.agreement;
    out.add(terms_of(words, to_iso(agreed.until), std::to_string(agreed.runs), std::to_string(agreed.persons)));
    out.add(casework::quiet(words.text(N_("Agreed by {1} and {2}."), {casework::member_name(*state, agreed.first), casework::member_name(*state, agreed.second)})));
  } else {
    out.add(web::paragraph(words.text(N_("Nothing is compared: two stewards have not agreed to it."))));
  }
  if (history.proposed) {
    const ComparisonAgreed& said = *history.proposed;
    Html inside = web::paragraph(words.text(N_("Proposed by {1}; it counts when another steward agrees to the same."), {casework::member_name(*state, history.proposed_by)}));
    inside.add(terms_of(words, said.until(), said.runs(), said.persons()));
    inside.add(web::paragraph(said.ground()));
    if (is_steward(room, visit) && history.proposed_by != visit.keyring.member()) {
      inside.add(web::post_form(address_of(partner.id) + "/agree", visit.csrf, web::hidden("until", said.until()), web::hidden("runs", said.runs()), web::hidden("persons", said.persons()),
                                web::hidden("ground", said.ground()), web::button(words.text(N_("Agree to the same")))));
    }
    out.add(web::inset(inside));
  }
  if (!is_steward(room, visit)) return out;
  Html fields;
  for (const schema::FormField& field : schema::form_fields(*ComparisonAgreed::descriptor())) {
    if (field.name != "partner") fields.add(web::form_field(words, field, field.name, typed, errors));
  }
  out.add(web::details(words.text(N_("Agree to other terms")),
                       web::post_form(address_of(partner.id) + "/agree", visit.csrf, fields, web::button(words.text(N_("Agree")))), !errors.empty()));
  if (history.agreement || history.proposed) {
    out.add(web::details(words.text(N_("End the comparing")),
                         web::post_form(address_of(partner.id) + "/withdraw", visit.csrf,
                                        web::text_field(words, {.name = "reason", .label = std::string(words.text(N_("Why"))), .optional = true}), web::button(words.text(N_("End it now"))))));
  }
  return out;
}

Html runs_table(const Room& room, const Visit& visit, const vault::Partner& partner, const History& history) {
  const Catalogue& words = visit.words;
  web::Table table(words, words.text(N_("Comparisons with this partner")), {{N_("Begun")}, {N_("Who began it")}, {N_("State")}, {N_("Own persons who may be known there")}, {N_("What to do")}},
                   history.runs.size());
  for (auto run = history.runs.rbegin(); run != history.runs.rend(); ++run) {
    table.row();
    table.cell(words.moment(run->begun));
    table.cell(casework::label(words, "comparison_side", run->last.side()));
    Html state = Html::text(casework::label(words, "comparison_state", run->state));
    if (!run->last.refusal().empty()) state.add(casework::quiet(casework::label(words, "comparison_refusal", run->last.refusal())));
    const bool is_lost = run->state == "begun" && !room.runs.is_here(run->id);
    if (is_lost) state.add(casework::quiet(words.text(N_("The program was started anew meanwhile: stop it and begin again."))));
    table.cell(state);
    table.cell(run->last.concerned());
    Html steps;
    const auto step = [&](const char* where, const char* label) {
      steps.add(web::post_form(address_of(partner.id) + where, visit.csrf, web::hidden("run", run->id.text()), web::button(words.text(label))));
    };
    if (run->state == "asked" && opens_identities(room, visit)) step("/answer", N_("Answer"));
    if (run->state == "asked") step("/stop", N_("Refuse"));
    if (run->state == "begun") step("/stop", N_("Stop"));
    table.cell(steps);
  }
  return std::move(table).html();
}

// What is shown of one hint: a name and cases only to who may open them anyway.
struct Shown {
  std::optional<PersonCard> card;
  std::vector<projection::CaseRow> cases;
};
std::vector<Shown> look_up(const Room& room, const Visit& visit, const std::vector<Hint>& hints) {
  std::vector<Shown> out(hints.size());
  {
    const auto access = room.tables.projection().enter(visit.keyring, IDENTITY);
    if (!access) return out;
    for (std::size_t i = 0; i < hints.size(); ++i) out[i].card = room.tables.people().card(*access, hints[i].person);
  }
  const auto access = room.tables.projection().enter(visit.keyring, ASSISTANCE);
  if (!access) return out;
  for (std::size_t i = 0; i < hints.size(); ++i) {
    const std::vector<FileId> files{hints[i].person};
    if (out[i].card) out[i].cases = room.tables.cases().of_person(*access, files);
  }
  return out;
}

Html hints_list(const Room& room, const Visit& visit, const vault::Partner& partner, const History& history, const schema::FormData& typed, const web::FieldErrors& errors) {
  const Catalogue& words = visit.words;
  const auto shown = look_up(room, visit, history.hints);
  Html items;
  for (std::size_t i = 0; i < history.hints.size(); ++i) {
    const Hint& hint = history.hints[i];
    Html inside = el("div", {}, shown[i].card ? casework::name_of(words, *shown[i].card) : std::string(words.text(N_("Somebody whose identity you may not open"))));
    inside.add(casework::case_links(words, shown[i].cases));
    inside.add(casework::quiet(words.text(N_("May be known to {1}. Ask there, with the person's consent; say no name before."), {partner.name})));
    if (!hint.state.empty()) inside.add(el("div", {}, web::tag(web::Meaning::active, casework::label(words, "comparison_hint", hint.state))));
    // The fields of each hint have a name of their own on the page.
    const std::string prefix = "h" + std::to_string(i) + "-";
    Html fields = web::hidden("hint", hint.id.text());
    fields.add(web::hidden("prefix", prefix));
    for (const schema::FormField& field : schema::form_fields(*ComparisonHintStep::descriptor())) {
      if (field.name != "hint") fields.add(web::form_field(words, field, prefix + field.name, typed, errors));
    }
    inside.add(web::details(words.text(N_("What came of it")), web::post_form(address_of(partner.id) + "/hint", visit.csrf, fields, web::button(words.text(N_("Save")))), typed.get("prefix") == prefix && !errors.empty()));
    items.add(el("li", {{"class", "arasha-item"}}, inside));
  }
  return el("ul", {{"class", "arasha-items"}}, items);
}

web::Response show(const Room& room, const Visit& visit, const vault::Partner& partner, const schema::FormData& typed, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  // What came in the meantime is answered before it is shown; where that does not go now, the page shows what stands.
  if (room.collect) room.collect(visit.keyring);
  const auto known = read_history(room.vault, visit.keyring, partner.id);
  if (!known) return web::error_page(visit, known.error());
  const History& history = known->history;
  web::Page page = visit.page(std::string(words.text(N_("Comparing with {1}"), {partner.name})));
  page.back = "/comparisons";
  page.wrong = !errors.empty();
  web::Labels labels;
  casework::add_labels(labels, words, *ComparisonAgreed::descriptor());
  page.main = web::error_summary(words, errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("Both find out which of their own persons may be known to the other. No name and no date goes over."))));
  if (!history.hints.empty()) {
    const auto recorded = room.vault.record(visit.keyring, vault::Action::listed, {}, static_cast<std::uint32_t>(history.hints.size()));
    if (!recorded) return web::error_page(visit, recorded.error());
  }
  const auto may = may_compare(history, casework::local_day(room.vault.clock().now()));
  if (may && opens_identities(room, visit)) {
    page.main.add(web::post_form(address_of(partner.id) + "/begin", visit.csrf, web::button(words.text(N_("Compare now")))));
  } else if (may) {
    page.main.add(web::inset(web::paragraph(words.text(N_("Only who opens identities can compare persons.")))));
  } else {
    page.main.add(web::inset(web::paragraph(words.text(may.error().text, may.error().arguments))));
  }
  if (!history.hints.empty()) page.main.add(casework::section(words.text(N_("Whom to ask about")), "hints", hints_list(room, visit, partner, history, typed, errors)));
  if (!history.runs.empty()) page.main.add(casework::section(words.text(N_("Comparisons")), "runs", runs_table(room, visit, partner, history)));
  page.main.add(casework::section(words.text(N_("Agreement")), "agreement", agreement(room, visit, partner, history, typed, errors)));
  return web::Response::page(web::layout(page), status);
}
web::Response partner_page(const Room& room, const Visit& visit, const vault::Partner& partner) { return show(room, visit, partner, {}, {}, 200); }

web::Response give_agreement(const Room& room, const Visit& visit, const vault::Partner& partner) {
  ComparisonAgreed said;
  web::FieldErrors errors = schema::parse_form(visit.request.form, said);
  std::string field;
  const auto limits = errors.empty() ? limits_of(said, casework::local_day(room.vault.clock().now()), &field) : Result<Limits>(Limits());
  if (!limits) errors.push_back({field, limits.error()});
  if (!errors.empty()) return show(room, visit, partner, visit.request.form, errors, 400);
  const auto done = agree(room.vault, visit.keyring, partner.id, said);
  if (!done) return web::error_page(visit, done.error());
  return web::Response::redirect(address_of(partner.id), N_("Saved. It counts when two stewards have agreed to the same."));
}

web::Response end_agreement(const Room& room, const Visit& visit, const vault::Partner& partner) {
  const auto done = withdraw(room.vault, visit.keyring, partner.id, std::string(visit.request.form.get("reason").substr(0, 1000)));
  return done ? web::Response::redirect(address_of(partner.id), N_("Nothing is compared with this partner from now on.")) : web::error_page(visit, done.error());
}

web::Response begin_run(const Room& room, const Visit& visit, const vault::Partner& partner) {
  const auto people = own_people(room.vault, visit.keyring);
  if (!people) return web::error_page(visit, people.error());
  const auto run = room.runs.begin(visit.keyring, partner.id, *people);
  if (!run) return web::error_page(visit, run.error());
  if (room.nudge) room.nudge();
  return web::Response::redirect(address_of(partner.id), N_("Begun. It goes on when the partner has answered."));
}

std::optional<RunId> run_of(const Visit& visit) {
  const auto run = RunId::from_text(visit.request.form.get("run"));
  return run ? std::optional(*run) : std::nullopt;
}

web::Response answer_run(const Room& room, const Visit& visit, const vault::Partner& partner) {
  const auto run = run_of(visit);
  if (!run) return no_page(visit);
  const auto people = own_people(room.vault, visit.keyring);
  if (!people) return web::error_page(visit, people.error());
  const auto done = room.runs.answer(visit.keyring, partner.id, *run, *people);
  if (!done) return web::error_page(visit, done.error());
  if (room.nudge) room.nudge();
  return web::Response::redirect(address_of(partner.id), N_("Answered. The result is here when the partner's last message has come."));
}

web::Response stop_run(const Room& room, const Visit& visit, const vault::Partner& partner) {
  const auto run = run_of(visit);
  if (!run) return no_page(visit);
  const auto done = room.runs.stop(visit.keyring, partner.id, *run);
  if (!done) return web::error_page(visit, done.error());
  if (room.nudge) room.nudge();
  return web::Response::redirect(address_of(partner.id), N_("Stopped. The partner is told."));
}

web::Response save_step(const Room& room, const Visit& visit, const vault::Partner& partner) {
  ComparisonHintStep step;
  const web::FieldErrors errors = schema::parse_form(visit.request.form, step, visit.request.form.get("prefix"));
  if (!errors.empty()) return show(room, visit, partner, visit.request.form, errors, 400);
  step.set_hint(std::string(visit.request.form.get("hint")));
  const auto done = note_step(room.vault, visit.keyring, partner.id, step);
  return done ? web::Response::redirect(address_of(partner.id) + "#hints", N_("Saved.")) : web::error_page(visit, done.error());
}

web::Response list_page(const Room& room, const Visit& visit) {
  const Catalogue& words = visit.words;
  const auto state = room.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Do both of us help this person?"))));
  page.back = "/referrals";
  page.main = web::heading(page.title);
  page.main.add(web::paragraph(words.text(N_("Both find out which of their own persons may be known to the other. No name and no date goes over."))));
  Html items;
  for (const auto& [id, partner] : state->partners()) {
    if (partner.keys) items.add(el("li", {{"class", "arasha-item"}}, web::link(address_of(id), partner.name)));
  }
  if (items.is_empty()) {
    page.main.add(web::empty_state(words.text(N_("There are no partners yet")), words.text(N_("Two stewards compare the keys of a partner first.")), web::button_link("/partners", words.text(N_("Partners and their keys")))));
  } else {
    page.main.add(el("ul", {{"class", "arasha-items"}}, items));
  }
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_pages(const Services& services) {
  web::Site& site = services.site;
  const RoomPtr room = std::make_shared<Room>(Room{site.vault(), services.tables, services.runs, services.nudge, services.collect});
  site.get("/comparisons", [room](const Visit& visit) { return is_in_circle(*room->vault.directory(), visit.keyring.member()) ? list_page(*room, visit) : no_page(visit); });
  site.get("/comparisons/{partner}", guarded(room, partner_page));
  const std::pair<const char*, RoomPage> steps[] = {{"/agree", give_agreement}, {"/withdraw", end_agreement}, {"/begin", begin_run}, {"/answer", answer_run}, {"/stop", stop_run}, {"/hint", save_step}};
  for (const auto& [where, page] : steps) {
    // A form whose mistakes were shown, or whose session had ended, is opened again at the partner's page.
    site.get(std::string("/comparisons/{partner}") + where, guarded(room, partner_page));
    site.post(std::string("/comparisons/{partner}") + where, guarded(room, page));
  }
}

}  // namespace arasha::comparison
