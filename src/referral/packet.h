// What of a case goes to a partner: chosen fields of chosen entries, each under the group of fields that a consent names.
// At the partner's they are entries of the same types, shown in its own language and taken into its own case.
#pragma once

#include "arasha/referral.pb.h"
#include "casework/case_view.h"

namespace arasha::referral {

// One field that can be chosen: "Identity.sex", of the group "identity".
struct Offered {
  std::string key;
  std::string group;
  std::string label;        // a msgid
  std::string text;         // what would be seen, in the language of `words`
};
// What this case holds and this member may open, in the order of the list. Free notes about third persons, the shelter's
// address and colleagues' own assessments are never in it.
std::vector<Offered> offered_fields(const Catalogue& words, const casework::CaseView& view);

// The entries with nothing in them but the chosen fields, in the order of the list.
void fill_packet(const casework::CaseView& view, const std::vector<std::string>& keys, ReferralPacket& packet);
// The groups of consent that these fields belong to.
std::vector<std::string> groups_of(const std::vector<std::string>& keys);

// Strict: only types and fields of the list, within their lengths. invalid_input or damaged.
Result<void> check_packet(BytesView content);
// Of single texts of what came.
bool is_code_or_empty(std::string_view vocabulary, const std::string& code);
bool is_day_or_empty(const std::string& day);
bool is_short(const std::string& text, std::size_t most);
// Its entries as messages, with the group of each.
struct Shown {
  std::string group;
  std::unique_ptr<google::protobuf::Message> message;
};
Result<std::vector<Shown>> shown_entries(const ReferralPacket& packet);

}  // namespace arasha::referral
