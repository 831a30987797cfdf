// A case as one member may see it, opened once for a page; and where its forms are. The parts of casework (consent,
// plan, …) each make a panel of the case page from it.
#pragma once

#include <set>

#include "casework/facts_of_case.h"
#include "casework/parts.h"

namespace arasha::casework {

struct CaseView {
  FileId file;
  Story story;
  CaseCard card;
  FileId person;                 // nil: not known to this member
  std::optional<Story> who;      // the person's file, as far as it is open
  const Identity* identity = nullptr;  // into `who`; null: not known or not shown
  std::set<std::uint8_t> may_add;      // compartments of both files
  Readers readers;
  FactsState facts = FactsState::unknown;
  bool printing = false;

  // Whether the work itself is open to this member, and not only what the shift must know.
  bool reads_case() const { return story.last<CaseOpened>() != nullptr; }
  bool may_change(std::uint8_t compartment) const { return !printing && may_add.contains(compartment); }
};

// Two readings, the case's and the person's, are recorded: as printed or as opened.
Result<CaseView> open_case_view(const Desk& desk, const Visit& visit, FileId file, bool printing = false);

// The form for a new entry of that type, in the person's file or the case's.
std::string add_address(const CaseView& view, const schema::EntryType& type);
std::string correct_address(const CaseView& view, FileId file, const Item& item);
// As add_address; for what is written once in a case, to the one that stands there.
std::string form_address(const CaseView& view, const schema::EntryType& type);

template <class MessageType>
const Item* last_item(const Story& story) {
  const auto all = story.all<MessageType>();
  return all.empty() ? nullptr : all.back();
}

// A panel of the case page.
Html section(std::string_view title, const std::string& id, const Html& inside, const char* classes = "arasha-block");

}  // namespace arasha::casework
