#include "casework/conference/pages.h"

#include "casework/child/person.h"
#include "casework/consent/giving.h"
#include "casework/consent/rules.h"

namespace arasha::casework {
namespace {

// Each with what permits it.
Result<std::vector<Shared>> outflow_of_guests(const Desk& desk, const Visit& visit, const Story& story,
                                              const CaseConference& conference) {
  std::vector<Shared> out = heard_outside(story, conference);
  if (out.empty()) return out;
  const auto day = date_from_iso(conference.date());
  const Date when = day ? *day : today(desk);
  TRY(age, age_of_person(desk.vault, visit.keyring, story, when));
  for (Shared& one : out) {
    const Decision decision = decide(story, outflow_of(one), age, when);
    if (!decision.permitted()) return Error(ErrorCode::denied, sentence_of(decision.refusal));
    put_ground(one, decision);
    one.set_details(std::string(visit.words.text(N_("Told in a case conference."))));
  }
  return out;
}

}  // namespace

void read_doers(const Desk& desk, const Visit& visit, FileId file, google::protobuf::Message& message) {
  auto* conference = dynamic_cast<CaseConference*>(&message);
  if (conference == nullptr) return;
  const auto state = desk.vault.directory();
  std::vector<Named> colleagues;
  for (const web::Choice& one : colleagues_of(desk, visit, file))
    colleagues.push_back({member_name(*state, one.value), one.value});
  put_doers(*conference, colleagues);
}

Result<web::FieldErrors> check_with_person(const Desk& desk, const Visit& visit, const Story& story,
                                           const google::protobuf::Message& message, EntryId corrects) {
  const auto* conference = dynamic_cast<const CaseConference*>(&message);
  if (conference == nullptr)
    return check_journey_in(desk.vault, visit.keyring, story, message, corrects, today(desk));
  web::FieldErrors errors;
  if (conference->guests().empty()) return errors;
  const auto day = date_from_iso(conference->date());
  TRY(age, age_of_person(desk.vault, visit.keyring, story, day ? *day : today(desk)));
  check_guests(story, *conference, age, today(desk), errors);
  return errors;
}

Result<EntryId> add_with_outflow(const Desk& desk, const Visit& visit, const Story& story,
                                 const google::protobuf::Message& message, EntryId once) {
  Cases cases(desk.vault);
  const auto* conference = dynamic_cast<const CaseConference*>(&message);
  if (conference == nullptr || conference->guests().empty())
    return cases.add(visit.keyring, story.file, message, once);
  TRY(given, outflow_of_guests(desk, visit, story, *conference));
  std::vector<Cases::Addition> additions;
  for (const Shared& one : given) additions.push_back({&one, EntryId()});
  additions.push_back({&message, once});
  TRY(ids, cases.add_all(visit.keyring, story.file, additions));
  return ids.back();
}

Result<void> record_outflow(const Desk& desk, const Visit& visit, const Story& story,
                            const google::protobuf::Message& message) {
  const auto* conference = dynamic_cast<const CaseConference*>(&message);
  if (conference == nullptr) return {};
  TRY(given, outflow_of_guests(desk, visit, story, *conference));
  if (given.empty()) return {};
  std::vector<Cases::Addition> additions;
  for (const Shared& one : given) additions.push_back({&one, EntryId()});
  TRY_VOID(Cases(desk.vault).add_all(visit.keyring, story.file, additions));
  return {};
}

}  // namespace arasha::casework
