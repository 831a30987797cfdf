// Releasing something of a case to one participant of a conference, field by field, under the consent; with the invitation first,
// and more of it later. What goes is written into the case before it leaves.
#include <algorithm>

#include "casework/cases.h"
#include "casework/consent/giving.h"
#include "casework/consent/pages.h"
#include "casework/consent/panels.h"
#include "casework/consent/words.h"
#include "referral/conference_room.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

using casework::Decision;
using exchange::ThreadId;

// Whom it is for; `more`: it is invited already.
struct Invite {
  Conference conference;
  const vault::Partner* partner = nullptr;
  const Participant* before = nullptr;  // its newest conversation
  bool more = false;
};
Result<Invite> open_invite(const Room& room, const Visit& visit, const vault::Directory& state) {
  const Error none(ErrorCode::not_found, "There is no such page.");
  const auto id = OrganizationId::from_text(visit.parameters.at("partner"));
  Invite out;
  TRY(conference, open_conference(room, visit));
  out.conference = std::move(conference);
  out.partner = id ? state.partner(*id) : nullptr;
  const auto& partners = out.conference.plan.partners();
  if (out.partner == nullptr || !out.partner->keys || std::find(partners.begin(), partners.end(), id->text()) == partners.end()) return none;
  out.before = participant_of(out.conference, *id);
  out.more = out.before != nullptr && !is_ended(out.before->card, today(room));
  return out;
}

const char* why_not_now(const Room& room, const Invite& invite) {
  if (!invite.conference.plan.cancelled().empty()) return N_("This conference is cancelled.");
  if (invite.more) return why_no_conference_step(invite.before->card, "released", today(room));
  return invite.conference.plan.date() < to_iso(today(room)) ? N_("The day of the conference is over. Nothing can be changed of it any more.") : nullptr;
}

// One participant has one conversation for one conference; after it ended, another one.
ThreadId thread_of(const Room& room, const Invite& invite) {
  const std::string count = std::to_string(invite.conference.conversations);
  const auto whole = crypto::fingerprint("arasha/conference-thread/v1", {room.vault.organization().bytes(), view(invite.conference.id), invite.partner->id.bytes(), view(invite.before == nullptr ? std::string() : count)});
  return *ThreadId::from_bytes(BytesView(whole).first(ThreadId::kSize));
}

// --- The form

struct ReleaseForm {
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html notice = {};
  Html preview = {};
  int status = 200;
};

web::Response release_page(const Room& room, const Visit& visit, const Invite& invite, const ReleaseForm& form) {
  const Catalogue& words = visit.words;
  const std::string& name = invite.partner->name;
  const auto fields = offered_fields(words, invite.conference.view);
  auto groups = groups_offered(fields);
  if (std::find(groups.begin(), groups.end(), "services") == groups.end()) groups.emplace_back("services");
  const auto may = permitted(room, visit, invite.conference.view, purpose_in(form.typed), name, groups);
  if (!may) return web::error_page(visit, may.error());
  web::Page page = visit.page(words.text(invite.more ? N_("Release more to: {1}") : N_("Invite to the conference: {1}"), {name}));
  page.back = conference_address(invite.conference);
  page.wrong = !form.errors.empty();
  page.main = web::error_summary(words, form.errors, {{"access_until", std::string(words.text(N_("To be read until")))}, {"fields", std::string(words.text(N_("What goes along")))}, {"purpose", std::string(words.text(N_("Purpose of the consent")))}});
  page.main.add(web::heading(invite.conference.view.card.alias(), page.title));
  page.main.add(casework::withheld_panel(visit, invite.conference.view, today(room)));
  page.main.add(form.notice);
  page.main.add(form.preview);
  if (may->groups.empty()) page.main.add(web::warning(words, words.text(may->refusal ? casework::sentence_of(may->refusal->refusal) : N_("Nothing is recorded that you may open."))));
  Html inside = casework::once_field(form.typed);
  inside.add(web::hidden("more", invite.more ? "yes" : "no"));
  inside.add(purpose_field(words, form.typed, form.errors));
  if (!invite.more) inside.add(web::date_field(words, "access_until", words.text(N_("To be read until")), words.text(N_("After this day everything is destroyed at the participant's. At most three months after the conference.")), form.typed, form.errors));
  inside.add(what_goes(visit, {.view = invite.conference.view, .recipient = name, .action = visit.request.path, .typed = form.typed, .errors = form.errors}, fields, {}, *may));
  const bool shown = !form.preview.is_empty();
  const Html show = el("button", {{"class", shown ? "govuk-button govuk-button--secondary" : "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "show"}}, words.text(N_("Show what the partner will see")));
  const Html go = shown ? el("button", {{"class", "govuk-button"}, {"type", "submit"}, {"name", "as"}, {"value", "send"}}, words.text(invite.more ? N_("Release it") : N_("Invite"))) : Html();
  inside.add(web::actions(show, go, web::link(page.back, words.text(N_("Cancel")))));
  page.main.add(web::draft_form(visit.request.path, visit.csrf, inside));
  return web::Response::page(web::layout(page), form.status);
}

web::Response show_release(const Room& room, const Visit& visit) {
  const auto state = room.vault.directory();
  const auto invite = open_invite(room, visit, *state);
  if (!invite) return web::error_page(visit, invite.error());
  if (const char* why = why_not_now(room, *invite)) return web::error_page(visit, Error(ErrorCode::conflict, why));
  schema::FormData typed = casework::draft_of(room.desk, visit);
  const auto date = date_from_iso(invite->conference.plan.date());
  if (date) casework::put_today(typed, "access_until", Date(std::chrono::sys_days(*date) + std::chrono::days(kUsualAccess)));
  return release_page(room, visit, *invite, {.typed = typed, .errors = {}});
}

// --- What was chosen

struct Release {
  std::string purpose;
  std::string until;
  std::vector<std::string> groups;
  ReferralPacket packet;
  web::FieldErrors errors;
  Html ways_out;
};

void check_until(const Invite& invite, Date day, Release& out) {
  const auto until = date_from_iso(out.until);
  const auto date = date_from_iso(invite.conference.plan.date());
  if (!until || !date) return;
  const auto mistake = [&](const char* sentence) { out.errors.push_back({"access_until", Error(ErrorCode::invalid_input, sentence)}); };
  if (*until < day) mistake(N_("This day is over. Choose today or a later one."));
  else if (*until < *date) mistake(N_("The access would end before the conference. Choose the day of the conference or a later one."));
  else if (std::chrono::sys_days(*until) > std::chrono::sys_days(*date) + std::chrono::days(kLongestAccess)) mistake(N_("At most three months after the conference. What is needed for longer goes by a referral."));
}

Result<Release> read_release(const Room& room, const Visit& visit, const Invite& invite) {
  const schema::FormData& typed = visit.request.form;
  const casework::CaseView& view = invite.conference.view;
  const Date day = today(room);
  Release out;
  out.purpose = purpose_in(typed);
  out.until = invite.more ? meeting_of(invite.before->card).until : day_in(typed, "access_until", out.errors);
  if (!invite.more) check_until(invite, day, out);
  const auto keys = keys_in(typed, offered_fields(visit.words, view));
  if (invite.more && keys.empty()) out.errors.push_back({"fields", Error(ErrorCode::invalid_input, N_("Choose what is released."))});
  out.groups = groups_of(keys);
  // The question of the conference says something of the person, too.
  if (!invite.more && std::find(out.groups.begin(), out.groups.end(), "services") == out.groups.end()) out.groups.emplace_back("services");
  if (!out.errors.empty()) return out;
  TRY(age, casework::age_of_person(room.vault, visit.keyring, view.story, day));
  const Decision decision = casework::decide(view.story, {out.purpose, invite.partner->name, out.groups}, age, day);
  if (!decision.permitted()) {
    out.errors.push_back({"fields", Error(ErrorCode::denied, casework::sentence_of(decision.refusal))});
    out.ways_out = casework::ways_out(visit, view.file, decision);
    return out;
  }
  fill_packet(view, keys, out.packet);
  out.packet.set_purpose(out.purpose);
  for (const std::string& group : groups_of(keys)) out.packet.add_groups(group);
  out.packet.set_access_until(out.until);
  put_ground(decision, out.packet);
  return out;
}

std::string packed(const ReferralPacket& packet) { return packet.SerializeAsString(); }

ConferenceInvitation invitation_of(const Room& room, const Invite& invite, const Release& release) {
  const ConferencePlan& plan = invite.conference.plan;
  ConferenceInvitation out;
  out.set_date(plan.date());
  out.set_time(plan.time());
  out.set_how(plan.how());
  out.set_place(plan.place());
  out.set_question(plan.question());
  *out.mutable_agenda() = plan.agenda();
  const auto state = room.vault.directory();
  for (const std::string& one : plan.partners()) {
    const auto id = OrganizationId::from_text(one);
    const vault::Partner* other = id ? state->partner(*id) : nullptr;
    if (plan.told() == "yes" && other != nullptr && other != invite.partner && other->id != invite.partner->id) out.add_others(other->name);
  }
  out.set_access_until(release.until);
  out.set_packet(packed(release.packet));
  return out;
}

Html preview_html(const Room& room, const Visit& visit, const Invite& invite, const Release& release) {
  const Catalogue& words = visit.words;
  Html inside;
  const ConferencePlan& plan = invite.conference.plan;
  if (!invite.more) inside.add(invitation_html(words, invitation_of(room, invite, release), {plan.date(), plan.time(), plan.how(), plan.place(), release.until}));
  const Html fields = released_html(words, packed(release.packet));
  inside.add(fields.is_empty() ? web::hint(words.text(N_("No field of the case goes along."))) : fields);
  return casework::section(words.text(N_("What {1} will see"), {invite.partner->name}), "preview", inside);
}

// In the case, before it leaves: a release that then fails was recorded in vain, never the other way round.
Result<void> record_release(const Room& room, const Visit& visit, const Invite& invite, const Release& release, FileId thread_file, EntryId once) {
  const casework::CaseView& view = invite.conference.view;
  Shared shared;
  shared.set_date(to_iso(today(room)));
  shared.set_purpose(release.purpose);
  shared.set_recipient(invite.partner->name);
  for (const std::string& group : release.groups) shared.add_groups(group);
  shared.set_how("electronic");
  shared.set_details(std::string(visit.words.text(N_("Released for a conference."))));
  TRY_VOID(casework::record_given(room.vault, visit.keyring, view.file, view.story, shared, once));
  ConferenceRelease entry;
  entry.set_conference(invite.conference.id);
  entry.set_recipient(invite.partner->name);
  entry.set_partner(invite.partner->id.text());
  entry.set_thread(thread_file.text());
  entry.set_date(shared.date());
  entry.set_purpose(release.purpose);
  *entry.mutable_groups() = shared.groups();
  entry.set_access_until(release.until);
  const auto of_entry = crypto::fingerprint("arasha/conference-release/v1", {once.bytes()});
  TRY_VOID(casework::Cases(room.vault).add(visit.keyring, view.file, entry, *EntryId::from_bytes(BytesView(of_entry).first(EntryId::kSize))));
  return {};
}

Result<Sent> send_release(const Room& room, const Visit& visit, const Invite& invite, const Release& release, ThreadId thread) {
  const Time expires = Time(std::chrono::sys_days(*date_from_iso(release.until)).time_since_epoch()) + std::chrono::days(1);
  if (invite.more) {
    ConferenceStep step;
    step.set_step("released");
    step.set_packet(packed(release.packet));
    return send(room.vault, visit.keyring, thread, {{invite.partner->id, exchange::kConferenceStep, schema::serialise(step), expires}}, {}, [day = today(room)](const ThreadCard& card) { return why_no_conference_step(card, "released", day); });
  }
  return send(room.vault, visit.keyring, thread, {{invite.partner->id, exchange::kConference, schema::serialise(invitation_of(room, invite, release)), expires}},
              {.notes = {}, .card = [&](ThreadCard& card) {
                 card.set_case_file(invite.conference.view.file.text());
                 card.mutable_conference()->set_conference(invite.conference.id);
               }, .files = {}},
              [](const ThreadCard& card) { return card.kind().empty() ? nullptr : N_("A colleague has invited this partner a moment ago."); });
}

web::Response release(const Room& room, const Visit& visit) {
  const auto state = room.vault.directory();
  const auto invite = open_invite(room, visit, *state);
  if (!invite) return web::error_page(visit, invite.error());
  const schema::FormData& typed = visit.request.form;
  const EntryId once = casework::once_of<EntryId>(visit);
  // The same form again, after it was sent.
  if (!once.is_nil() && invite->conference.view.story.find(once) != nullptr && invite->more) return web::Response::redirect(thread_address(invite->before->file), N_("It was sent before."));
  if (const char* why = why_not_now(room, *invite)) return web::error_page(visit, Error(ErrorCode::conflict, why));
  if (typed.get("more") != (invite->more ? "yes" : "no")) {
    return release_page(room, visit, *invite, {.typed = typed, .errors = {}, .notice = web::warning(visit.words, visit.words.text(N_("A colleague has invited this partner, or parted with it, a moment ago. Look at what you chose once more."))), .status = 409});
  }
  const auto chosen = read_release(room, visit, *invite);
  if (!chosen) return web::error_page(visit, chosen.error());
  if (!chosen->errors.empty()) return release_page(room, visit, *invite, {.typed = typed, .errors = chosen->errors, .notice = chosen->ways_out, .status = 400});
  if (typed.get("as") != "send") return release_page(room, visit, *invite, {.typed = typed, .errors = {}, .preview = preview_html(room, visit, *invite, *chosen)});
  const auto known = invite->more ? ThreadId::from_text(invite->before->card.thread()) : Result<ThreadId>(thread_of(room, *invite));
  if (!known) return web::error_page(visit, known.error());
  const FileId file = exchange::file_of(room.vault, *known);
  if (const auto recorded = record_release(room, visit, *invite, *chosen, file, once.is_nil() ? crypto::random_id<EntryId>() : once); !recorded) return web::error_page(visit, recorded.error());
  const auto sent = send_release(room, visit, *invite, *chosen, *known);
  if (!sent) return web::error_page(visit, sent.error());
  static_cast<void>(room.vault.drop_draft(visit.keyring, visit.request.path));
  if (room.nudge) room.nudge();
  if (sent->by_hand) return web::Response::redirect(thread_address(file), N_("Saved. The partner has no address on the network: download the file and carry it."));
  return web::Response::redirect(conference_address(invite->conference), invite->more ? N_("Released.") : N_("Invited."));
}

}  // namespace

void add_conference_invite_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/case/{file}/conference/{entry}/invite/{partner}", show_release);
  on_post(site, room, "/case/{file}/conference/{entry}/invite/{partner}", release);
}

}  // namespace arasha::referral
