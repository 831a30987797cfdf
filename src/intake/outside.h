// What happens when somebody outside sends a form or comes back with her words; without HTML. Nobody is signed in, nothing of what is
// written touches the disk in the clear, no address is kept, nothing is logged.
#pragma once

#include "intake/flood.h"
#include "intake/inbox.h"
#include "pack/shelf.h"

namespace arasha::intake {

// Filled in sooner than a person can; later than this the page was forgotten in a browser.
inline constexpr auto kShortestFill = std::chrono::seconds(4);
inline constexpr auto kLongestFill = std::chrono::hours(24);
inline constexpr std::size_t kMostWaiting = 200;  // drops of one form that nobody has opened yet

struct Outdoors {
  vault::Vault& vault;
  const pack::Shelf& shelf;
  std::shared_ptr<Flood> flood;
};

// Seals the message for the form's circle and writes it, with a row by which the writer finds her way back. The id comes from the
// token and the answers, so the same page sent twice leaves one. `busy`: too many at this moment; `full`: too many wait.
// The message's own fields are set here.
Result<void> leave(const Outdoors& doors, const Form& form, Language language, const Token& token, google::protobuf::Message& message, std::string_view from);

// What waits for whoever has these words, oldest first. Nothing at all: the words open nothing (any more).
Result<std::vector<Reply>> replies_for(const vault::Vault& vault, const Receipt& receipt);

// Numbers of the country's pack: for danger now, and to talk.
struct Numbers {
  std::vector<std::string> emergency;
  std::vector<std::string> hotline;
};
Numbers numbers_of(const Outdoors& doors);

}  // namespace arasha::intake
