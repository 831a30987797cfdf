#include "organization/describe.h"

#include <algorithm>

#include "arasha/options.pb.h"

namespace arasha::organization {
namespace {

using vault::Action;
using vault::CircleKind;

struct ActionWords {
  Action action;
  std::string_view code;
  const char* name;
};
constexpr ActionWords kActions[] = {{Action::opened, "opened", N_("Opened a case or a person")},
                                    {Action::listed, "listed", N_("Listed")},
                                    {Action::searched, "searched", N_("Searched")},
                                    {Action::exported, "exported", N_("Exported")},
                                    {Action::printed, "printed", N_("Printed")},
                                    {Action::counted, "counted", N_("Counted")},
                                    {Action::signed_in, "signed-in", N_("Signed in")},
                                    {Action::refused, "refused", N_("Refused")},
                                    {Action::imported, "imported", N_("Imported")},
                                    {Action::audited, "audited", N_("Looked at the reading record")},
                                    {Action::emergency, "emergency", N_("Opened in an emergency")},
                                    {Action::same_name, "same_name", N_("The person has the same surname")},
                                    {Action::after_closing, "after_closing", N_("The case was closed")},
                                    {Action::document, "document", N_("Took out a document")}};

const ActionWords* words_of(Action action) {
  const auto* found = std::find_if(std::begin(kActions), std::end(kActions), [action](const ActionWords& one) { return one.action == action; });
  return found == std::end(kActions) ? nullptr : found;
}

// The known kinds as they are listed everywhere, the organisation's own behind them.
void in_order(const vault::Directory& state, std::vector<CircleId>& circles) {
  const auto place = [&](CircleId id) {
    const vault::Circle* circle = state.circle(id);
    const auto kind = circle == nullptr ? 0 : static_cast<int>(circle->kind);
    return std::tuple(kind == 0 ? 256 : kind, id);
  };
  std::sort(circles.begin(), circles.end(), [&](CircleId a, CircleId b) { return place(a) < place(b); });
}

}  // namespace

std::string_view circle_purpose(const Catalogue& words, const vault::Circle& circle) {
  switch (circle.kind) {
    case CircleKind::stewards: return words.text(N_("Invite people, compare their eight words, and decide which circles receive what."));
    case CircleKind::casework: return words.text(N_("Work with people and their cases."));
    case CircleKind::health: return words.text(N_("Doctors and psychologists: what is written about body and mind."));
    case CircleKind::legal: return words.text(N_("Lawyers: status, courts, compensation."));
    case CircleKind::duty: return words.text(N_("Duty staff of the shelter: alias, room, alerts, safe contact."));
    case CircleKind::hotline: return words.text(N_("Those who answer calls: alias, alerts, safe contact."));
    case CircleKind::statistics: return words.text(N_("Count and report, without names, dates or notes."));
    case CircleKind::auditors: return words.text(N_("See who read what. No case opens with this key."));
    case CircleKind::emergency: return words.text(N_("Open a file outside their circles in an emergency: for a set time, with a reason, and everybody concerned is told."));
    case CircleKind::referral: return words.text(N_("Work with other organisations: ask for places, send and receive people, answer partners."));
    case CircleKind::other: break;
  }
  return "";
}

const std::vector<vault::Compartment>& compartments() {
  static const std::vector<vault::Compartment> all = {IDENTITY, HEALTH, ASSISTANCE, LEGAL, PRESENCE, FACTS, CLUES, DIRECTORY, REFERRAL, INTAKE, COOPERATION};
  return all;
}

std::string_view compartment_name(const Catalogue& words, vault::Compartment compartment) {
  switch (compartment) {
    case IDENTITY: return words.text(N_("Identity"));
    case HEALTH: return words.text(N_("Health"));
    case ASSISTANCE: return words.text(N_("Assistance"));
    case LEGAL: return words.text(N_("Legal part"));
    case PRESENCE: return words.text(N_("For duty staff"));
    case FACTS: return words.text(N_("Facts for counting"));
    case CLUES: return words.text(N_("Comparing clues"));
    case DIRECTORY: return words.text(N_("Directory of organisations"));
    case REFERRAL: return words.text(N_("Referrals"));
    case INTAKE: return words.text(N_("What came in by a form"));
    case COOPERATION: return words.text(N_("Cooperation of agencies"));
    default: return words.text(N_("A part that a newer program made"));
  }
}

std::string_view compartment_content(const Catalogue& words, vault::Compartment compartment) {
  switch (compartment) {
    case IDENTITY: return words.text(N_("Names, birth, citizenship, documents: who the person is."));
    case HEALTH: return words.text(N_("Body and mind: what doctors and psychologists write."));
    case ASSISTANCE: return words.text(N_("The work: first contact, needs, services, decisions, notes."));
    case LEGAL: return words.text(N_("Status, courts, compensation."));
    case PRESENCE: return words.text(N_("Alias, alerts, safe contact: what duty staff need at night."));
    case FACTS: return words.text(N_("Codes and bands without names, dates or notes."));
    case CLUES: return words.text(N_("Fingerprints of clues: whether another case mentions the same telephone, person or place, not which case and nothing of it."));
    case DIRECTORY: return words.text(N_("Other organisations, their services, places and people to ask."));
    case REFERRAL: return words.text(N_("What is asked of other organisations, sent to them and received from them."));
    case INTAKE: return words.text(N_("What partners and the public sent through the form, before it becomes a case."));
    case COOPERATION: return words.text(N_("Agreements, meetings, recommendations and what follows from them."));
    default: return "";
  }
}

std::string_view action_name(const Catalogue& words, Action action) {
  const ActionWords* found = words_of(action);
  return found == nullptr ? std::string_view("?") : words.text(found->name);
}

std::string_view action_code(Action action) {
  const ActionWords* found = words_of(action);
  return found == nullptr ? std::string_view() : found->code;
}

std::optional<Action> action_from_code(std::string_view code) {
  for (const ActionWords& one : kActions) {
    if (one.code == code) return one.action;
  }
  return std::nullopt;
}

web::Html status_tag(const Catalogue& words, const vault::Directory& state, const vault::Member& member) {
  using web::Meaning;
  switch (member.status) {
    case vault::MemberStatus::invited: return web::tag(Meaning::waiting, words.text(N_("Invited")));
    case vault::MemberStatus::unverified: return web::tag(Meaning::waiting, words.text(N_("Eight words to compare")));
    case vault::MemberStatus::closed: return web::tag(Meaning::over, words.text(N_("Account closed")));
    case vault::MemberStatus::verified: break;
  }
  if (circles_of(state, member.id).empty() && !member.administrator) return web::tag(Meaning::waiting, words.text(N_("In no circle yet")));
  return web::tag(Meaning::good, words.text(N_("Confirmed")));
}

std::vector<CircleId> circles_of(const vault::Directory& state, MemberId member) {
  std::vector<CircleId> out;
  for (const auto& [id, circle] : state.circles()) {
    if (circle.members.contains(member)) out.push_back(id);
  }
  in_order(state, out);
  return out;
}

std::vector<vault::Compartment> opened_to(const vault::Directory& state, MemberId member) {
  std::vector<vault::Compartment> out;
  for (const vault::Compartment compartment : compartments()) {
    const auto readers = state.readers(compartment);
    if (std::any_of(readers.begin(), readers.end(), [&](CircleId id) { return state.is_in(member, id); })) out.push_back(compartment);
  }
  return out;
}

std::string member_name(const vault::Directory& state, MemberId id) {
  const vault::Member* member = state.member(id);
  return member != nullptr ? member->name : id.text().substr(0, 8);
}

std::string circle_name(const Catalogue& words, const vault::Directory& state, CircleId id) {
  const vault::Circle* circle = state.circle(id);
  return circle != nullptr ? circle_name(words, *circle) : id.text().substr(0, 8);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += ", ";
    out += part;
  }
  return out;
}

std::string circle_names(const Catalogue& words, const vault::Directory& state, std::vector<CircleId> circles) {
  in_order(state, circles);
  std::vector<std::string> parts;
  for (const CircleId id : circles) parts.push_back(circle_name(words, state, id));
  return joined(parts);
}

std::string compartment_names(const Catalogue& words, const std::vector<vault::Compartment>& compartments) {
  std::vector<std::string> parts;
  for (const vault::Compartment one : compartments) parts.emplace_back(compartment_name(words, one));
  return joined(parts);
}

}  // namespace arasha::organization
