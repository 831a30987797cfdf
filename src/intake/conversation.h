// A conversation that came in through a form, folded from the entries of its file. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casework/story.h"
#include "intake/parsing.h"

namespace arasha::intake {

struct Conversation {
  FileId file;
  std::uint32_t length = 0;
  // The last one, where it was changed and sent again. Null where it was erased, or where only additions came so far.
  std::shared_ptr<const google::protobuf::Message> message;
  Time opened;                // when the first of it became an entry, and by whom
  MemberId opened_by;
  struct Line {               // in the order of the file
    const char* title;        // a msgid
    std::uint16_t type = 0;
    EntryId id;
    MemberId author;
    Time time;
    bool erased = false;
    std::shared_ptr<const google::protobuf::Message> message;  // null when erased
  };
  std::vector<Line> lines;
  std::string state = "opened";  // opened, or a code of intake_step
  std::string taken_by;          // member, in letters
  std::string case_file;         // in letters
  std::string reason;            // of not_for_us
  std::string answered;          // day of the last answer
  std::string closed;            // day of the step that closed it
  bool waits = false;            // the writer added something after our last answer or step
  bool erased = false;

  bool is_closed() const { return state == "case" || state == "not_for_us" || state == "spam" || state == "closed"; }
  bool has(EntryId id) const;
};

Conversation fold(const casework::Story& story);
IntakeCard card_of(const Conversation& conversation);

// What a form's message says, whichever of the two it is; null for another.
std::string text_of(const google::protobuf::Message& message, const char* field);

// A step that may follow; `invalid_input` or `conflict` with a sentence where it may not.
Result<void> check_step(const Conversation& conversation, const IntakeStep& step);

// The fields of a first contact that the message fills in, as its form names them (casework/contact_pages.cpp).
schema::FormData first_contact_of(const Conversation& conversation);

}  // namespace arasha::intake
