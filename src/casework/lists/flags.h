// Flags on a case: what colleagues must not overlook, until it is taken off (docs/lists.md). Pure.
#pragma once

#include "arasha/cards.pb.h"
#include "arasha/lists.pb.h"
#include "base/catalogue.h"
#include "casework/mistakes.h"
#include "casework/story.h"

namespace arasha::casework {

// Those that were not taken off, oldest first.
std::vector<const Item*> standing_flags(const Story& story);
// As check() of casework/rules.h; `others`: the story without what is corrected.
void check_flag(const Story& others, const google::protobuf::Message& entry, const std::string& today, Errors& errors);
// What the card says of them.
void put_flags(const Story& story, CaseCard& card);

// "Urgent"; of one with a word of its own, that word.
std::string flag_text(const Catalogue& words, const Flag& flag);
std::string flag_text(const Catalogue& words, const CaseFlag& flag);
}  // namespace arasha::casework
