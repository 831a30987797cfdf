// The story of a case on a page: who wrote what and when, the newest day first.
#pragma once

#include <set>

#include "casework/parts.h"

namespace arasha::casework {

struct TimelineEntry {
  FileId file;          // the case's or the person's
  const Item* item = nullptr;
};

struct Timeline {
  FileId case_file;
  std::vector<TimelineEntry> entries;  // in any order; the stories outlive it
  bool printing = false;               // everything open, nothing to press
  const Story* story = nullptr;        // of the case; null: entries are not told what others say of them
  bool writes = false;                 // this member may write into the work
  const std::set<std::uint8_t>* may_change = nullptr;  // compartments whose entries she may correct; null: all that she reads
};

// One line that says what the entry is, where a word says it. `story`: its own, to say what others make of it; may be null.
Html headline_of(const Visit& visit, const vault::Directory& state, const Story* story, const Item& item);
// Whether the story tells of it; some of what the program writes is told elsewhere or to nobody.
bool is_told(const Item& item);
// What changed between two versions, old struck out.
Html differences_html(const Catalogue& words, const google::protobuf::Message& before, const google::protobuf::Message& after);
// The earlier versions of an item; nothing where there is one only.
Html history_of(const Visit& visit, const vault::Directory& state, const Item& item, bool open);
// Filter, days, entries, links to older ones.
Html timeline_html(const Visit& visit, const vault::Directory& state, const Timeline& timeline);

}  // namespace arasha::casework
