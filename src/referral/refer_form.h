// The form of a referral, to a partner or to somebody without this program: what may go, what was chosen, how it will look.
// Inside the room only.
#pragma once

#include "casework/consent/outflow.h"
#include "referral/attachments.h"
#include "referral/room.h"

namespace arasha::referral {

// The case of the address, for who works in it; else the answer of an address that names nothing.
Result<casework::CaseView> case_in(const Room& room, const Visit& visit);
std::string refer_address(FileId case_file);

// What the person's answers, or a decision of two, let through to this recipient for this purpose, group by group.
struct Permitted {
  std::vector<std::string> groups;
  std::optional<casework::Decision> refusal;  // of the first group that is not
};
Result<Permitted> permitted(const Room& room, const Visit& visit, const casework::CaseView& view, const std::string& purpose, const std::string& recipient,
                            const std::vector<std::string>& groups);
// Of the fields and documents of this case.
std::vector<std::string> groups_offered(const std::vector<Offered>& fields, const std::vector<OfferedDocument>& documents);

struct ReferForm {
  const casework::CaseView& view;
  std::string recipient;   // as it stands in the consent; empty: not written yet
  std::string action;
  const schema::FormData& typed;
  const web::FieldErrors& errors;
  Html before = {};        // the first fields of the form
  Html notice = {};
  Html preview = {};
  Html send = {};          // the buttons that send, once it was looked at
  bool documents = false;  // can go along
  int status = 200;
};
web::Response refer_page(const Room& room, const Visit& visit, std::string title, const ReferForm& form);
// The days that a form begins with.
void begin_typed(const Room& room, schema::FormData& typed);

// What was typed and chosen, checked, with the decision that permits it. Errors by field where it may not go.
struct Chosen {
  Referral referral;
  ReferralPacket packet;
  std::vector<OfferedDocument> documents;
  std::vector<std::string> groups;
  web::FieldErrors errors;
  Html ways_out;  // where the consent stands in the way
};
Result<Chosen> read_chosen(const Room& room, const Visit& visit, const casework::CaseView& view, const std::string& recipient, bool with_documents);
Html preview_of(const Catalogue& words, const std::string& recipient, const ReferralPacket& packet);

// The record of what is given, in the case. It comes before anything leaves: a referral that then fails was recorded in vain,
// never the other way round.
Result<void> record_outflow(const Room& room, const Visit& visit, const casework::CaseView& view, const Chosen& chosen, const std::string& recipient,
                            const char* how, exchange::ThreadId thread);
// Whether the consent, or the decision of two, with which a referral went out covers it on that day. Nothing: this member cannot know.
std::optional<bool> is_covered_now(const Room& room, const Visit& visit, const Thread& thread, Date day);
// Goes on posting its documents, where there are any, they may still go, and the consent covers them (refused where this member
// cannot know). Whether something was posted.
bool post_more(const Room& room, const Visit& visit, const Thread& thread, Duration at_most);
// The documents of a conversation, and how far they are; empty where there are none.
Html documents_of(const Room& room, const Visit& visit, const Thread& thread);
// In the case, that it was referred.
Result<void> note_in_case(const Room& room, const Visit& visit, FileId case_file, const std::string& recipient, FileId thread_file);

}  // namespace arasha::referral
