// A bundle that was looked through from its beginning to its end, before anything of it is written. Inside the room only.
#pragma once

#include "handover/bundle_content.h"
#include "handover/bundle_format.h"

namespace arasha::handover {

struct PlannedEntry {
  Place place = Place::work;
  std::uint16_t type = 0;
  std::uint8_t compartment = 0;
  EntryId id;                // here, as `amends`
  EntryId amends;
  Time time;
  std::string author;
  std::string organisation;
  Bytes content;             // as it will be written
  std::uint64_t document = 0;
  crypto::Hash document_hash{};
  EntryId document_of;       // the version that a document came with, for it and its corrections; else nil
};
struct Plan {
  BundleHead head;
  FileId case_file;          // here
  FileId person_file;
  CaseInventory inventory;   // as the sender says, with hash and size
  std::vector<FormHere> forms;
  std::vector<PlannedEntry> entries;
  std::vector<vault::Compartment> parts;  // in which something is to be written
};

// Everything is checked: the hash, each record, each entry by its type, each document by its content. `damaged`, `unsupported`, or an error
// of the source. `sender`: who the conversation says it comes from.
Result<Plan> look_through(const vault::Vault& vault, OrganizationId sender, const std::string& sender_name, Source source);
// Of forms that stand here as they are, and of those that are learnt: before answers are parsed for writing.
Result<std::unique_ptr<google::protobuf::Message>> message_of(const PlannedEntry& entry);

}  // namespace arasha::handover
