// One handover, at either side: how each case stands, and what comes next.
#include <algorithm>
#include <map>

#include "handover/room.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::handover {
namespace {

struct Shown {
  const Room& room;
  const Visit& visit;
  const referral::Thread& thread;
  HandoverCard details;
  Date day;
  std::map<std::uint32_t, exchange::Progress> pieces;
  bool by_hand = false;

  const Catalogue& words() const { return visit.words; }
  std::string here() const { return address_of(thread.file); }
  bool ours() const { return thread.card.ours(); }
  bool can(Step step) const { return why_not(thread.card, step, day) == nullptr; }
  bool can(Step step, std::uint32_t number) const { return why_not(thread.card, step, number, day) == nullptr; }
  const OfferedCase* offered(std::uint32_t number) const {
    for (const OfferedCase& one : details.offer().cases()) {
      if (one.number() == number) return &one;
    }
    return nullptr;
  }
};

// --- What was offered

std::string offered_text(const Catalogue& words, const OfferedCase& one) {
  std::string out = counts_text(words, one.entries(), one.documents(), one.document_bytes());
  if (one.child()) out += "; " + std::string(words.text(N_("a child")));
  if (one.originals() > 0) out += "; " + words.plural("{1} paper of the person", "{1} papers of the person", one.originals());
  return out;
}

Html terms_html(const Shown& it) {
  const Catalogue& words = it.words();
  const HandoverOffer& offer = it.details.offer();
  web::SummaryList list;
  list.add(words.text(N_("Cases")), words.number(it.details.cases_size()) + (offer.whole() ? ", " + std::string(words.text(N_("the whole shelter"))) : std::string()));
  list.add(words.text(N_("Why the cases are handed over")), casework::label(words, "handover_reason", offer.reason()));
  list.add(words.text(N_("Day of the handover")), casework::date_label(words, offer.day()));
  list.add(words.text(N_("Answer until")), casework::date_label(words, offer.answer_by()));
  list.add(words.text(it.ours() ? N_("Whom the partner asks") : N_("Whom you ask there")), offer.contact());
  list.add(words.text(N_("Note")), offer.note());
  if (it.details.has_answer()) {
    std::string answer = casework::label(words, "handover_answer", it.details.answer().answer()) + " · " + it.details.answered().author() + " · " + words.moment(from_milliseconds(it.details.answered().time()));
    if (!it.details.answer().reason().empty()) answer += " · " + casework::label(words, "referral_decline", it.details.answer().reason());
    list.add(words.text(N_("Answer")), answer);
    list.add(words.text(N_("Note to the answer")), it.details.answer().note());
  }
  Html out = list.html();
  out.add(things_table(words, offer.things()));
  return out;
}

// --- The cases

Html state_cell(const Shown& it, const HandoverCaseCard& one) {
  const Catalogue& words = it.words();
  const std::string state = case_state(it.details, one);
  Html out = case_tag(words, state);
  const std::string reason = reason_text(words, state, reason_of(it.details, one));
  if (!reason.empty()) out.add(casework::quiet(reason));
  if (const auto found = it.pieces.find(one.number()); found != it.pieces.end() && state == "sent") {
    out.add(casework::quiet(words.text(it.ours() ? N_("{1} of {2} parts gone") : N_("{1} of {2} parts here"), {words.number(found->second.done), words.number(found->second.of)})));
  }
  if (state == "back" && one.has_sent() && !one.gone() && it.ours()) out.add(casework::quiet(words.text(N_("The partner's program has not let go of it yet. If they had taken it over before, it is theirs."))));
  if (one.taking() && state != "taken") out.add(casework::quiet(words.text(N_("Taking over has begun. Go on with it."))));
  if (state == "taken" && it.ours() && !one.settled()) out.add(casework::quiet(words.text(N_("The case here is not closed yet: somebody who may open it must look at this page."))));
  return out;
}

Html name_cell(const Shown& it, const HandoverCaseCard& one) {
  const Catalogue& words = it.words();
  const std::string alias = it.ours() ? one.inventory().alias() : one.taken_alias();
  const std::string shown = words.text(N_("Case {1}"), {words.number(one.number())}) + (alias.empty() ? "" : ", " + alias);
  const auto file = FileId::from_text(one.case_file());
  const bool opens = !one.case_file().empty() && file && it.room.vault.may_open(it.visit.keyring, *file, ASSISTANCE);
  Html out = opens ? web::link("/case/" + one.case_file(), shown) : Html::text(shown);
  if (one.inventory().restricted()) out.add(" ").add(web::tag(web::Meaning::waiting, words.text(N_("Restricted"))));
  const std::string there = it.ours() ? one.taken_alias() : one.inventory().alias();
  if (!there.empty()) out.add(casework::quiet(words.text(N_("The partner calls it {1}"), {there})));
  return out;
}

Html steps_cell(const Shown& it, const HandoverCaseCard& one) {
  const std::string number = std::to_string(one.number());
  const Html which = web::hidden("number", number);
  const std::string state = case_state(it.details, one);
  Html out;
  if (it.ours()) {
    if (it.can(Step::send, one.number()) && state != "accepted") out.add(press(it.visit, it.here() + "/again", N_("Send again"), which, web::ButtonKind::secondary));
    if (it.by_hand && state == "sent") out.add(el("p", {{"class", "govuk-body-s"}}, web::link(it.here() + "/pieces/" + number, it.words().text(N_("Download the case as a file to carry by hand")))));
    if (it.can(Step::take_back, one.number())) out.add(web::link(it.here() + "/back/" + number, it.words().text(N_("Take it back")), it.words().text(N_("Case {1}"), {number})));
    return out;
  }
  const auto found = it.pieces.find(one.number());
  const bool is_here = found != it.pieces.end() && found->second.complete();
  if (is_here && it.can(Step::take_over, one.number())) out.add(press(it.visit, it.here() + "/take", N_("Take over"), which, web::ButtonKind::secondary));
  if (it.can(Step::refuse, one.number())) out.add(web::link(it.here() + "/refuse/" + number, it.words().text(N_("Refuse it")), it.words().text(N_("Case {1}"), {number})));
  return out;
}

Html cases_table(const Shown& it) {
  const Catalogue& words = it.words();
  web::Table table(words, words.text(N_("The cases")), {{N_("Case")}, {N_("What goes")}, {N_("State")}, {N_("What now")}}, static_cast<std::size_t>(it.details.cases_size()));
  for (const HandoverCaseCard& one : it.details.cases()) {
    table.row();
    table.cell(name_cell(it, one));
    const OfferedCase* offered = it.offered(one.number());
    if (one.has_sent()) table.cell(counts_text(words, sum_of(one.inventory().going()), one.inventory().documents(), one.inventory().document_bytes()));
    else table.cell(offered == nullptr ? std::string() : offered_text(words, *offered));
    table.cell(state_cell(it, one));
    table.cell(steps_cell(it, one));
  }
  return std::move(table).html();
}

// --- What comes next

Html answer_form(const Shown& it) {
  const Catalogue& words = it.words();
  Html boxes;
  if (it.details.cases_size() > 1) {
    web::ChoiceField which{.name = "number", .label = std::string(words.text(N_("Which cases you take"))), .hint = std::string(words.text(N_("Without a tick: all of them."))), .choices = {}, .kind = web::ChoiceKind::checkboxes, .optional = true};
    for (const OfferedCase& one : it.details.offer().cases()) which.choices.push_back({std::to_string(one.number()), words.text(N_("Case {1}"), {words.number(one.number())}), offered_text(words, one)});
    boxes = web::choice_field(words, which);
  }
  Html out = web::post_form(it.here() + "/answer", it.visit.csrf, web::hidden("answer", "accepted"), boxes,
                            web::text_field(words, {.name = "note", .label = std::string(words.text(N_("Note to the sender"))), .max_length = 1000, .optional = true, .rows = 2}), web::button(words.text(N_("Accept"))));
  web::ChoiceField why{.name = "reason", .label = std::string(words.text(N_("Reason"))), .choices = {}, .kind = web::ChoiceKind::select};
  for (const schema::Option& option : schema::options_of("referral_decline", words)) why.choices.push_back({option.code, option.label});
  out.add(web::details(words.text(N_("Decline")), web::post_form(it.here() + "/answer", it.visit.csrf, web::hidden("answer", "declined"), web::choice_field(words, why),
                                                                web::text_field(words, {.name = "note", .label = std::string(words.text(N_("Note to the sender"))), .max_length = 1000, .optional = true, .rows = 2}),
                                                                el("button", {{"class", "govuk-button govuk-button--warning"}, {"type", "submit"}}, words.text(N_("Decline"))))));
  return web::subheading(words.text(N_("Your answer")), "answer").add(out);
}

Html progress_text(const Shown& it) {
  const Catalogue& words = it.words();
  const Numbers numbers = numbers_of(it.details);
  if (!is_accepted(it.details) && numbers.taken == 0) return {};
  const int go = numbers.all - numbers.rest;
  Html out = el("p", {{"class", "govuk-body govuk-!-font-weight-bold"}, {"role", "status"}},
                words.text(N_("{1} of {2} cases sent, {3} taken over."), {words.number(numbers.sent + numbers.unread + numbers.taken), words.number(go), words.number(numbers.taken)}));
  if (numbers.rest > 0) out.add(web::paragraph(words.plural("{1} case does not go.", "{1} cases do not go.", numbers.rest)));
  return out;
}

Html next_of(const Shown& it) {
  const Catalogue& words = it.words();
  const Numbers numbers = numbers_of(it.details);
  Html out;
  if (it.can(Step::answer)) return answer_form(it);
  if (it.ours() && it.can(Step::send)) {
    const bool is_to_send = numbers.accepted + numbers.unread > 0 || std::any_of(it.pieces.begin(), it.pieces.end(), [](const auto& one) { return !one.second.complete(); });
    if (is_to_send && !(it.by_hand && numbers.accepted + numbers.unread == 0)) out.add(press(it.visit, it.here() + "/go", numbers.sent + numbers.taken == 0 ? N_("Send the cases") : N_("Go on")));
  }
  const bool some_here = std::any_of(it.pieces.begin(), it.pieces.end(), [&](const auto& one) { return one.second.complete() && it.can(Step::take_over, one.first); });
  if (!it.ours() && some_here) out.add(press(it.visit, it.here() + "/take", N_("Take over all that are here")));
  if (it.can(Step::make_protocol)) out.add(press(it.visit, it.here() + "/protocol", N_("Make the protocol and sign it")));
  if (it.can(Step::sign)) out.add(web::button_link(it.here() + "/protocol", words.text(N_("Read the protocol and sign it"))));
  else if (it.details.has_protocol()) out.add(web::link(it.here() + "/protocol", words.text(N_("The protocol"))));
  if (!it.ours() && !it.details.has_protocol() && it.can(Step::want_protocol)) out.add(press(it.visit, it.here() + "/wanted", N_("Ask for the protocol"), {}, web::ButtonKind::secondary));
  if (it.can(Step::take_back)) out.add(web::link(it.here() + "/back/all", words.text(N_("Take the offer back"))));
  if (it.details.has_offer()) out.add(web::link("/referrals/" + it.thread.file.text() + "/talk", words.text(N_("Write to the partner"))));
  return out.is_empty() ? Html() : web::actions(out);
}

Html said_html(const Shown& it) {
  const Catalogue& words = it.words();
  Html items;
  for (auto line = it.thread.lines.rbegin(); line != it.thread.lines.rend(); ++line) {
    if (!line->message) continue;
    const bool is_talk = line->message->kind == exchange::kTalk;
    if (!is_talk && !(it.by_hand && line->ours)) continue;
    Html inside;
    const auto talk = is_talk ? schema::parse_as<ReferralTalk>(line->message->content) : Result<ReferralTalk>(Error(ErrorCode::not_found, ""));
    if (talk) inside.add(casework::values_of(words, *talk));
    else inside.add(el("p", {{"class", "govuk-body"}}, words.text(N_("Message of the handover"))));
    if (line->ours && it.by_hand) inside.add(el("p", {{"class", "govuk-body-s"}}, web::link("/referrals/" + it.thread.file.text() + "/carry/" + line->message->id.text(), words.text(N_("Download as a file to carry by hand")))));
    inside.add(casework::quiet((line->ours ? words.text(N_("we, {1}"), {line->message->author}) : line->message->author) + " · " + words.moment(line->time)));
    items.add(el("li", {{"class", line->ours ? "arasha-item" : "arasha-item arasha-item--in"}}, inside));
  }
  if (items.is_empty()) return {};
  return web::subheading(words.text(N_("The conversation"))).add(el("ul", {{"class", "arasha-items"}}, items));
}

web::Response handover_page(const Room& room, const Visit& visit) {
  if (room.collect) room.collect(visit.keyring);
  auto thread = thread_in(room, visit);
  if (!thread) return web::error_page(visit, thread.error());
  const auto seen = referral::mark_seen(room.vault, visit.keyring, *thread);
  // What somebody who could not open the cases left to be written.
  if (thread->card.ours()) static_cast<void>(settle(room.vault, visit.keyring, thread->id));
  const auto card = referral::card_of(room.vault, visit.keyring, thread->file);
  if (card) thread->card = *card;
  const Catalogue& words = visit.words;
  Shown it{room, visit, *thread, details_of(thread->card), casework::today(room.desk), {}, goes_by_hand(room.vault, visit.keyring, other_of(*thread))};
  const auto pieces = arrivals(room.vault, visit.keyring, it.details, thread->file);
  if (!pieces) return web::error_page(visit, pieces.error());
  for (const Arrived& one : *pieces) it.pieces[one.number] = one.pieces;
  if (seen && room.nudge) room.nudge();
  web::Page page = visit.page(std::string(words.text(it.ours() ? N_("We hand over cases") : N_("Cases are handed over to us"))));
  page.back = "/handover";
  page.main = web::heading(referral::other_side(thread->card)->name(), page.title);
  const std::string state = referral::state_on(thread->card, it.day);
  page.main.add(el("p", {{"class", "govuk-body"}}, web::tag(state == "done" ? web::Meaning::good : referral::is_over(state) ? web::Meaning::over : web::Meaning::active, casework::label(words, "thread_state", state))));
  if (state == "expired") page.main.add(web::inset(Html::text(words.text(it.ours() ? N_("Nobody answered in time. The cases stay with us; they can be offered again.") : N_("The time for an answer is over. Ask the sender to offer it again.")))));
  if (state == "done") page.main.add(web::inset(Html::text(words.text(N_("Both sides have signed the protocol. The handover is finished.")))));
  if (thread->card.refused_there()) page.main.add(web::warning(words, words.text(N_("The partner's program could not act upon a message. Ask the partner by telephone."))));
  page.main.add(progress_text(it));
  // What is offered is read before it is answered.
  const bool asks = !it.ours() && why_not(thread->card, Step::answer, it.day) == nullptr;
  if (!asks) page.main.add(next_of(it));
  page.main.add(terms_html(it));
  if (it.details.has_offer()) page.main.add(cases_table(it));
  if (asks) page.main.add(next_of(it));
  page.main.add(said_html(it));
  return web::Response::page(web::layout(page));
}

}  // namespace

void add_handover_pages(web::Site& site, const RoomPtr& room) { on_get(site, room, "/handover/{file}", handover_page); }

}  // namespace arasha::handover
