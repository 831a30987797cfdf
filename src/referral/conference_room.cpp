#include "referral/conference_room.h"

#include <algorithm>

#include "casework/consent/giving.h"
#include "schema/entry_types.h"
#include "schema/vocabulary.h"

namespace arasha::referral {
namespace {

const Error kNone(ErrorCode::not_found, "There is no such page.");

void add_participants(const Room& room, std::vector<ThreadRow> rows, Conference& to) {
  const auto state = room.vault.directory();
  for (ThreadRow& row : rows) {
    if (!is_conference(row.card) || !row.card.ours() || row.card.conference().conference() != to.id) continue;
    ++to.conversations;
    const PartnerMark* them = other_side(row.card);
    const auto id = them == nullptr ? Result<OrganizationId>(kNone) : OrganizationId::from_text(them->partner());
    if (!id) continue;
    const auto known = std::find_if(to.participants.begin(), to.participants.end(), [&](const Participant& one) { return one.partner == *id; });
    if (known != to.participants.end() && known->card.begun() >= row.card.begun()) continue;
    Participant one{*id, them->name(), row.file, std::move(row.card), {}, {}};
    if (known != to.participants.end()) *known = std::move(one);
    else to.participants.push_back(std::move(one));
  }
  std::sort(to.participants.begin(), to.participants.end(), [](const Participant& a, const Participant& b) { return std::tie(a.name, a.partner) < std::tie(b.name, b.partner); });
}

void add_releases(Conference& to) {
  for (const casework::Item* item : to.view.story.all<ConferenceRelease>()) {
    const auto* release = item->as<ConferenceRelease>();
    const auto one = std::find_if(to.participants.begin(), to.participants.end(), [&](const Participant& p) { return p.file.text() == release->thread(); });
    if (one == to.participants.end()) continue;
    one->purpose = release->purpose();
    for (const std::string& group : release->groups()) {
      if (std::find(one->groups.begin(), one->groups.end(), group) == one->groups.end()) one->groups.push_back(group);
    }
  }
}

}  // namespace

Result<Conference> open_conference(const Room& room, const Visit& visit) {
  TRY(entry, EntryId::from_text(visit.parameters.at("entry")));
  TRY(view, case_in(room, visit));
  return conference_of(room, visit, std::move(view), entry);
}

Result<Conference> conference_of(const Room& room, const Visit& visit, casework::CaseView view, EntryId entry) {
  Conference out;
  out.view = std::move(view);
  out.item = out.view.story.find(entry);
  const auto* plan = out.item == nullptr ? nullptr : out.item->as<ConferencePlan>();
  if (plan == nullptr) return kNone;
  out.plan = *plan;
  out.id = out.item->first().id.text();
  std::vector<ThreadRow> rows;
  {
    auto access = room.tables.projection().enter(visit.keyring, REFERRAL);
    if (!access) return access.error();
    rows = room.threads.of_case(*access, out.view.file);
  }
  add_participants(room, std::move(rows), out);
  add_releases(out);
  return out;
}

std::string conference_address(FileId case_file, const std::string& id) { return "/case/" + case_file.text() + "/conference/" + id; }
std::string conference_address(const Conference& conference) { return conference_address(conference.view.file, conference.id); }

const Participant* participant_of(const Conference& conference, OrganizationId partner) {
  const auto found = std::find_if(conference.participants.begin(), conference.participants.end(), [&](const Participant& one) { return one.partner == partner; });
  return found == conference.participants.end() ? nullptr : &*found;
}

bool is_ended(const ThreadCard& card, Date today) { return is_over(conference_state(card, today)); }

bool is_untold(const Conference& conference, const Participant& one, Date today) {
  if (is_ended(one.card, today)) return false;
  if (!conference.plan.cancelled().empty()) return true;
  const Meeting told = meeting_of(one.card);
  return told.date != conference.plan.date() || told.hour != conference.plan.time() || told.how != conference.plan.how() || told.place != conference.plan.place();
}

Result<const char*> consent_lost(const Room& room, const Visit& visit, const Conference& conference, const Participant& one) {
  const char* none = nullptr;
  const Date day = today(room);
  if (is_ended(one.card, day) || one.groups.empty()) return none;
  TRY(age, casework::age_of_person(room.vault, visit.keyring, conference.view.story, day));
  const auto decision = casework::decide(conference.view.story, {one.purpose, one.name, one.groups}, age, day);
  return decision.permitted() ? none : casework::sentence_of(decision.refusal);
}

std::string day_in(const schema::FormData& typed, const std::string& name, web::FieldErrors& errors) {
  const auto read = typed.has(name + "-day") ? schema::read_date(typed.get(name + "-day"), typed.get(name + "-month"), typed.get(name + "-year")) : schema::read_date(typed.get(name));
  if (!read) errors.push_back({name, read.error()});
  else if (read->empty()) errors.push_back({name, Error(ErrorCode::invalid_input, N_("Write the day."))});
  return read ? *read : std::string();
}

Html step_form_button(const std::string& action, std::string_view csrf, std::string_view text, bool secondary) {
  return web::post_form(action, csrf, el("button", {{"class", secondary ? "govuk-button govuk-button--secondary" : "govuk-button"}, {"type", "submit"}}, text));
}

Html invitation_html(const Catalogue& words, const ConferenceInvitation& invitation, const Meeting& meeting) {
  web::SummaryList list;
  list.add(words.text(N_("When and how")), when_text(words, meeting));
  list.add(words.text(N_("Where, or on which number")), meeting.place);
  list.add(words.text(N_("Question of the conference")), invitation.question());
  Html points;
  for (const std::string& point : invitation.agenda()) points.add(el("li", {}, point));
  if (!points.is_empty()) list.add(words.text(N_("Agenda")), el("ol", {{"class", "govuk-list govuk-list--number"}}, points));
  std::string others;
  for (const std::string& one : invitation.others()) others += (others.empty() ? "" : ", ") + one;
  list.add(words.text(N_("Who else is invited")), others);
  list.add(words.text(N_("To be read until")), casework::date_label(words, meeting.until));
  return list.html();
}

Html released_html(const Catalogue& words, const std::string& bytes) {
  const auto packet = schema::parse_as<ReferralPacket>(view(bytes));
  const auto entries = packet ? shown_entries(*packet) : Result<std::vector<Shown>>(packet.error());
  Html out;
  if (!entries) return out;
  for (const Shown& one : *entries) {
    out.add(el("h3", {{"class", "govuk-heading-s"}}, words.text(schema::entry_type_of(*one.message)->title.c_str())));
    out.add(casework::values_of(words, *one.message));
  }
  return out;
}

}  // namespace arasha::referral
