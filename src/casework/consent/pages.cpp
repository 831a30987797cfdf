// Sharing: the record that information was given, which runs the check first; and the second person for
// sharing without consent.
#include "casework/consent/pages.h"

#include <algorithm>

#include "arasha/returning.pb.h"
#include "casework/consent/giving.h"
#include "casework/consent/panels.h"
#include "casework/consent/rules.h"
#include "casework/consent/words.h"
#include "casework/rules.h"

namespace arasha::casework {
namespace {

// What is filled in; the rest of the record is the program's.
constexpr const char* kGivenFields[] = {"date", "purpose", "recipient", "groups", "how", "details"};

// The case's file, when this member works in it.
std::optional<FileId> writable_case(const Desk& desk, const Visit& visit) {
  const auto file = file_of(visit);
  if (!file) return std::nullopt;
  const auto readers = readers_of(desk.vault, *file, ASSISTANCE);
  return readers && readers->exists && may_write(desk, visit, *file, ASSISTANCE) ? file : std::nullopt;
}

std::string case_address(FileId file) {
  return "/case/" + file.text();
}
std::string add_entry_address(FileId file, const char* type) {
  return "/file/" + file.text() + "/add/" + type + "?case=" + file.text();
}

// The withheld-from list stands on the page of giving too: a name may be written in many ways.
Html withheld_notice(const Catalogue& words, const Story& story, Date day) {
  Html items;
  for (const Withheld& one : withheld_list(story, day))
    items.add(el("li", {}, el("strong", {}, one.entry->who())));
  if (items.is_empty()) return {};
  return el("div", {{"class", "arasha-safe"}},
            el("p", {{"class", "govuk-heading-s"}},
               words.text(N_("They must not learn anything, however their name is written:"))),
            el("ul", {{"class", "govuk-list govuk-list--bullet"}}, items));
}

struct GivenForm {
  FileId file;
  const Story& story;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html notice = {};
  int status = 200;
};

web::Response given_page(const Desk& desk, const Visit& visit, const GivenForm& form) {
  const Catalogue& words = visit.words;
  const schema::EntryType& type = schema::entry_type_of<Shared>();
  web::Page page = visit.page(std::string(words.text(N_("Record that information was given"))));
  page.back = case_address(form.file);
  page.wrong = !form.errors.empty();
  web::Labels labels;
  add_labels(labels, words, *type.descriptor);
  page.main = web::error_summary(words, form.errors, labels);
  page.main.add(web::heading(page.title));
  page.main.add(web::hint(words.text(type.help.c_str())));
  page.main.add(form.notice);
  page.main.add(withheld_notice(words, form.story, today(desk)));
  Html fields = once_field(form.typed);
  for (const char* name : kGivenFields) {
    const schema::FormField field = field_named(*type.descriptor, name);
    fields.add(web::form_field(words, field, field.name, form.typed, form.errors));
  }
  fields.add(web::actions(web::button(words.text(N_("Check and save"))),
                          web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(kept_form("/file/" + form.file.text() + "/add/Shared", visit.csrf, fields));
  return web::Response::page(web::layout(page), form.status);
}

// With what a consent or a confirmed proposal names, when the person comes from there.
schema::FormData begin_given(const Desk& desk, const Visit& visit, const Story& story) {
  schema::FormData out = draft_of(desk, visit);
  if (!out.fields().empty()) return out;
  const auto from = EntryId::from_text(visit.request.query.get("from"));
  const Item* item = from ? story.find(*from) : nullptr;
  Shared shared;
  if (const auto* consent = item == nullptr ? nullptr : item->as<Consent>()) {
    shared.set_purpose(consent->purpose());
    shared.set_recipient(consent->recipient());
    for (const StandingConsent& one : standing_consents(story, today(desk))) {
      if (one.item == item) shared.mutable_groups()->Assign(one.groups.begin(), one.groups.end());
    }
  }
  if (const auto* proposal = item == nullptr ? nullptr : item->as<SharingOverride>()) {
    shared.set_purpose(proposal->purpose());
    shared.set_recipient(proposal->recipient());
    *shared.mutable_groups() = proposal->groups();
  }
  if (const auto* plan = item == nullptr ? nullptr : item->as<ReturnPlan>()) {
    shared.set_purpose("return");
    shared.set_recipient(plan->partner());
    for (const StandingConsent& one : standing_consents(story, today(desk))) {
      if (one.consent->purpose() == "return" && is_same_recipient(one.consent->recipient(), plan->partner())) shared.mutable_groups()->Assign(one.groups.begin(), one.groups.end());
    }
  }
  out = schema::to_form(shared);
  put_today(out, "date", today(desk));
  return out;
}

web::Response give(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  if (!file) return no_page(visit);
  const auto story = Cases(desk.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  return given_page(desk, visit, {*file, *story, begin_given(desk, visit, *story), {}});
}

// Whether that form was saved a moment ago: the same record apart from what the program adds.
bool was_given(const Story& story, EntryId once, Shared shared) {
  const Item* item = once.is_nil() ? nullptr : story.find(once);
  const auto* before = item == nullptr ? nullptr : item->as<Shared>();
  if (before == nullptr) return false;
  shared.set_basis(before->basis());
  shared.set_source(before->source());
  return before->SerializeAsString() == shared.SerializeAsString();
}

web::Response given(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  if (!file) return no_page(visit);
  const auto story = Cases(desk.vault).read(visit.keyring, *file);
  if (!story) return web::error_page(visit, story.error());
  const schema::FormData& typed = visit.request.form;
  Shared shared;
  web::FieldErrors errors = schema::parse_form(typed, shared);
  shared.clear_basis();
  const auto once = once_of<EntryId>(visit);
  if (errors.empty() && was_given(*story, once, shared))
    return web::Response::redirect(case_address(*file), N_("Saved."));
  const auto day = date_from_iso(shared.date());
  if (day && *day > today(desk)) {
    errors.push_back({"date", Error(ErrorCode::invalid_input,
                                    N_("This day has not come yet. Write the day on which it happened."))});
  }
  if (!errors.empty() || !day) return given_page(desk, visit, {*file, *story, typed, errors, {}, 400});
  const auto age = age_of_person(desk.vault, visit.keyring, *story, *day);
  if (!age) return web::error_page(visit, age.error());
  const Decision decision = decide(*story, outflow_of(shared), *age, *day);
  if (!decision.permitted()) {
    errors.push_back({field_of(decision.refusal), Error(ErrorCode::denied, sentence_of(decision.refusal))});
    return given_page(desk, visit, {*file, *story, typed, errors, ways_out(visit, *file, decision), 400});
  }
  const auto written = record_given(desk.vault, visit.keyring, *file, *story, shared, once);
  if (!written) return web::error_page(visit, written.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(
      case_address(*file), decision.ground == Ground::legal
                               ? N_("Saved. It rests on the sharing without consent that two people decided.")
                               : N_("Saved. The person's consent permits it."));
}

// --- The second person

struct Proposed {
  FileId file;
  Story story;
  const Item* item = nullptr;
  const SharingOverride* proposal = nullptr;
  std::string address() const { return "/file/" + file.text() + "/sharing/" + item->latest().id.text(); }
};
Result<Proposed> open_proposal(const Desk& desk, const Visit& visit) {
  const auto file = writable_case(desk, visit);
  const auto entry = EntryId::from_text(visit.parameters.at("entry"));
  const Error none(ErrorCode::not_found, "There is no such page.");
  if (!file || !entry) return none;
  Proposed out;
  out.file = *file;
  TRY(story, Cases(desk.vault).read(visit.keyring, *file));
  out.story = std::move(story);
  out.item = out.story.find(*entry);
  out.proposal = out.item == nullptr ? nullptr : out.item->as<SharingOverride>();
  if (out.proposal == nullptr) return none;
  return out;
}

OverrideState state_of(const Proposed& proposed, Date day) {
  for (const StandingOverride& one : standing_overrides(proposed.story, day)) {
    if (one.item == proposed.item) return one.state;
  }
  return OverrideState::over;
}

web::Response proposal_page(const Desk& desk, const Visit& visit, const Proposed& proposed,
                            const char* attention, int status) {
  const Catalogue& words = visit.words;
  const Date day = today(desk);
  const auto state = desk.vault.directory();
  web::Page page = visit.page(std::string(words.text(N_("Sharing without consent"))));
  page.back = case_address(proposed.file);
  page.main = web::heading(page.title);
  if (attention != nullptr) page.main.add(web::warning(words, words.text(attention)));
  const Version& latest = proposed.item->latest();
  page.main.add(web::paragraph(words.text(N_("Proposed by {1}, {2}."),
                                          {member_name(*state, latest.author), words.moment(latest.time)})));
  page.main.add(values_of(words, *proposed.proposal));
  for (const Withheld& one : withheld_list(proposed.story, day)) {
    if (!is_same_recipient(one.entry->who(), proposed.proposal->recipient())) continue;
    page.main.add(web::warning(words, words.text(N_("The person wants this recipient to know nothing."))));
    page.main.add(values_of(words, *one.entry));
  }
  const OverrideState stands = state_of(proposed, day);
  if (stands == OverrideState::confirmed)
    page.main.add(web::inset(Html::text(words.text(N_("This is confirmed already.")))));
  else if (stands == OverrideState::over)
    page.main.add(web::inset(
        Html::text(words.text(N_("This has ended already. If it is needed again, propose it anew.")))));
  else if (has_written(*proposed.item, visit.keyring.member()))
    page.main.add(web::inset(Html::text(
        words.text(N_("Your proposal waits: a colleague who may open the case must confirm it.")))));
  else {
    page.main.add(
        web::paragraph(words.text(N_("With your confirmation this may leave the house although the person "
                                     "did not agree. Confirm only what you would answer for yourself."))));
    const schema::FormData draft = draft_of(desk, visit);
    Html fields = once_field(visit.request.form);
    const schema::FormField note = field_named(*SharingConfirmed::descriptor(), "note");
    fields.add(web::form_field(words, note, note.name,
                               visit.request.form.has("note") ? visit.request.form : draft, {}));
    fields.add(web::actions(web::button(words.text(N_("Confirm as the second person"))),
                            web::link(page.back, words.text(N_("Cancel")))));
    page.main.add(kept_form(proposed.address(), visit.csrf, fields));
  }
  return web::Response::page(web::layout(page), status);
}

web::Response show_proposal(const Desk& desk, const Visit& visit) {
  const auto proposed = open_proposal(desk, visit);
  if (!proposed) return web::error_page(visit, proposed.error());
  return proposal_page(desk, visit, *proposed, nullptr, 200);
}

web::Response confirm_proposal(const Desk& desk, const Visit& visit) {
  const auto proposed = open_proposal(desk, visit);
  if (!proposed) return web::error_page(visit, proposed.error());
  if (has_written(*proposed->item, visit.keyring.member())) {
    return proposal_page(desk, visit, *proposed, N_("Nobody confirms an own proposal."), 403);
  }
  // Only what was before the person's eyes is confirmed.
  if (proposed->item->latest().id.text() != visit.parameters.at("entry")) {
    return proposal_page(desk, visit, *proposed,
                         N_("The proposal has changed. Read it again before you confirm it."), 409);
  }
  SharingConfirmed confirmed;
  const web::FieldErrors errors = schema::parse_form(visit.request.form, confirmed);
  if (!errors.empty()) return proposal_page(desk, visit, *proposed, errors.front().error.text, 400);
  confirmed.set_proposal(proposed->item->latest().id.text());
  confirmed.set_date(to_iso(today(desk)));
  if (state_of(*proposed, today(desk)) != OverrideState::waiting)
    return proposal_page(desk, visit, *proposed, nullptr, 400);
  const auto added = Cases(desk.vault).add(visit.keyring, proposed->file, confirmed, once_of<EntryId>(visit));
  if (!added) return web::error_page(visit, added.error());
  static_cast<void>(desk.vault.drop_draft(visit.keyring, visit.request.path));
  return web::Response::redirect(case_address(proposed->file),
                                 N_("Confirmed. Before anything leaves, record what is given."));
}

}  // namespace

Html ways_out(const Visit& visit, FileId file, const Decision& decision) {
  const Catalogue& words = visit.words;
  Html out = el("p", {{"class", "govuk-body"}}, words.text(sentence_of(decision.refusal)));
  if (!decision.uncovered.empty())
    out.add(el("p", {{"class", "govuk-body"}},
               words.text(N_("Not covered: {1}."), {group_names(words, decision.uncovered)})));
  Html ways;
  const auto way = [&](const std::string& address, const char* text) {
    ways.add(el("li", {}, web::link(address, words.text(text))));
  };
  if (decision.waiting != nullptr) {
    const std::string address =
        "/file/" + file.text() + "/sharing/" + decision.waiting->latest().id.text() + "?case=" + file.text();
    if (has_written(*decision.waiting, visit.keyring.member()))
      ways.add(el("li", {},
                  words.text(N_("Your proposal waits: a colleague who may open the case must confirm it."))));
    else
      way(address, N_("Read and confirm the proposal that waits"));
  }
  if (decision.refusal == Refusal::withheld && decision.source != nullptr) {
    way("/file/" + file.text() + "/correct/" + decision.source->latest().id.text() + "?case=" + file.text(),
        N_("Look why it is withheld"));
  } else if (decision.refusal != Refusal::incomplete && decision.refusal != Refusal::person_closed) {
    way(add_entry_address(file, "Consent"), N_("Write down a new answer of the person"));
  }
  if (decision.waiting == nullptr)
    way(add_entry_address(file, "SharingOverride"),
        N_("A law, a court or a danger to life demands it: propose it to a second person"));
  out.add(el("ul", {{"class", "govuk-list govuk-list--bullet"}}, ways));
  return web::inset(out);
}

schema::FormData begin_consent(const Desk& desk, const Visit& visit, FileId file) {
  const auto withdraw = EntryId::from_text(visit.request.query.get("withdraw"));
  const auto again = EntryId::from_text(visit.request.query.get("again"));
  Consent out;
  if (withdraw || again) {
    const auto story = Cases(desk.vault).read(visit.keyring, file);
    const Item* item = story ? story->find(withdraw ? *withdraw : *again) : nullptr;
    const auto* before = item == nullptr ? nullptr : item->as<Consent>();
    if (before != nullptr && withdraw) {
      out.set_purpose(before->purpose());
      out.set_recipient(before->recipient());
      out.set_answer("withdrawn");
    } else if (before != nullptr) {
      out = *before;
      for (const char* own : {"answer", "date", "valid_until", "child_agrees"}) {
        Consent::GetReflection()->ClearField(&out, Consent::descriptor()->FindFieldByName(own));
      }
    }
  }
  if (!withdraw) out.set_explained_by(visit.member);
  return schema::to_form(out);
}

void add_consent_pages(web::Site& site, const Desk& desk) {
  on_get(site, desk, "/file/{file}/add/Shared", give);
  on_post(site, desk, "/file/{file}/add/Shared", given);
  on_get(site, desk, "/file/{file}/sharing/{entry}", show_proposal);
  on_post(site, desk, "/file/{file}/sharing/{entry}", confirm_proposal);
}

}  // namespace arasha::casework
