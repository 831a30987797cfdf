// What the pages of conferences share: a conference of a case with its participants. Inside the room only.
#pragma once

#include "referral/conference.h"
#include "referral/refer_form.h"

namespace arasha::referral {

inline constexpr int kLongestAccess = 92;  // days after the conference
inline constexpr int kUsualAccess = 7;

// One participant: its conversation, and what was released in it.
struct Participant {
  OrganizationId partner;
  std::string name;
  FileId file;
  ThreadCard card;
  std::string purpose;
  std::vector<std::string> groups;  // of everything that was released to it, with the question itself
};
struct Conference {
  casework::CaseView view;
  const casework::Item* item = nullptr;  // the plan; points into `view`
  ConferencePlan plan;
  std::string id;                        // of the plan's first version
  std::vector<Participant> participants;  // each once: the newest conversation
  int conversations = 0;                 // with earlier ones that ended
};
// The conference of the address, for who works in the case; else the answer of an address that names nothing.
Result<Conference> open_conference(const Room& room, const Visit& visit);
Result<Conference> conference_of(const Room& room, const Visit& visit, casework::CaseView view, EntryId entry);
std::string conference_address(FileId case_file, const std::string& id);
std::string conference_address(const Conference& conference);

const Participant* participant_of(const Conference& conference, OrganizationId partner);
// Nothing more comes of this conversation; the partner may be invited again.
bool is_ended(const ThreadCard& card, Date today);
// What participants are told differs from the plan.
bool is_untold(const Conference& conference, const Participant& one, Date today);
// Whether the consent still covers what was released; null: it does. A msgid.
Result<const char*> consent_lost(const Room& room, const Visit& visit, const Conference& conference, const Participant& one);

// A day as a form posts it; empty from nothing.
std::string day_in(const schema::FormData& typed, const std::string& name, web::FieldErrors& errors);
Html step_form_button(const std::string& action, std::string_view csrf, std::string_view text, bool secondary = true);

// As the participant sees it.
Html invitation_html(const Catalogue& words, const ConferenceInvitation& invitation, const Meeting& meeting);
Html released_html(const Catalogue& words, const std::string& packet);

// One conversation with one participant, from either side; `said`: what collecting said.
web::Response conference_page(const Room& room, const Visit& visit, Thread thread, const Html& said);

}  // namespace arasha::referral
