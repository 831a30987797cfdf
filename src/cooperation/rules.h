// What may be written about agreements, commissions and reports, and what follows from it (docs/cooperation.md). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arasha/cooperation.pb.h"
#include "schema/form.h"
#include "vault/story.h"

namespace arasha::cooperation {

using vault::Item;
using vault::Story;

// What a file is about, by its first entry; null: none of ours.
enum class FileKind { none, agreement, commission, report };
FileKind kind_of_file(const Story& story);
// Which kind of file an entry of that type belongs to.
FileKind kind_for(const google::protobuf::Descriptor& type);

// The item of that type to which a stored reference leads; null: none.
template <class MessageType>
const Item* item_of(const Story& story, const std::string& reference) {
  const auto id = EntryId::from_text(reference);
  const Item* item = id ? story.find(*id) : nullptr;
  return item != nullptr && item->as<MessageType>() != nullptr ? item : nullptr;
}

// The reference that leads to an item whatever is corrected later.
std::string reference_to(const Item& item);

// How far a decision or an action is: what was said last of the latest day. Nothing was said: open.
struct Standing {
  std::string state = "open";   // work_state
  std::string since;            // empty: nothing was said
  std::size_t evidence = 0;     // rows, of every day
  bool is_over() const { return state == "done" || state == "dropped"; }
};
Standing standing_of(const Story& story, const Item& work);
// What was said about it, newest first.
std::vector<const Item*> progress_of(const Story& story, const Item& work);

std::vector<const Item*> decisions_of(const Story& story, const Item& meeting);      // as they were written
std::vector<const Item*> actions_of(const Story& story, const Item& recommendation);
// The last verdict, or null.
const Item* verdict_on(const Story& story, const Item& recommendation);

// "1.2": the second decision on the first question; "2" where it belongs to none. Empty: not of this meeting.
std::string number_on_protocol(const Story& story, const Item& decision);

// A question is stored by the number that its row keeps, and shown, and typed, by its place on the agenda. What is no place becomes
// something that check() refuses, and comes back as it was typed.
std::string question_at(const Meeting& meeting, const std::string& place);
std::string place_of(const Meeting& meeting, const std::string& question);

// How far the actions of a recommendation are.
struct Progress {
  std::size_t actions = 0;
  std::size_t done = 0;
  std::size_t dropped = 0;
  std::size_t late = 0;
  std::size_t evidence = 0;
  std::size_t open() const { return actions - done - dropped; }
};
Progress progress_on(const Story& story, const Item& recommendation, const std::string& today);

// Every reason why `message` may not stand in `story`, by field. `corrects`: the version that it is to correct, or nil.
std::vector<schema::FieldError> check(const Story& story, const google::protobuf::Message& message, Date today, EntryId corrects = EntryId());
// The first of them, for vault::Filing.
Result<void> obey(const Story& story, const google::protobuf::Message& message, Date today, EntryId corrects);

}  // namespace arasha::cooperation
